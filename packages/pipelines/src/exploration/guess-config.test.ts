import { Frame } from '@fraudx/core';
import { expect, it } from 'vitest';
import { guessConfig } from './guess-config.ts';

it('leaves out ids whatever they are called', async () => {
  const names = ['__proto__', 'constructor', 'claim_id'];
  const frame = new Frame(names.map((name) => ({ kind: 'numeric', name, values: Float64Array.of(3, 1, 2) })));
  const { facts } = await guessConfig(frame, {}, async () => undefined);
  expect(facts.drop).toEqual(names);
  expect(Object.values(facts.why!)).toEqual(names.map(() => 'another value in every row'));
});

it('asks whether a label of which most rows are fraud is the other way round', async () => {
  const codes = Int32Array.from({ length: 60 }, (_, i) => (i % 20 === 0 ? 0 : 1));
  const frame = new Frame([{ kind: 'categorical', name: 'is_legit', categories: ['N', 'Y'], codes }]);
  const { notes } = await guessConfig(frame, { target: 'is_legit' }, async () => undefined);
  expect(notes).toContainEqual(
    expect.stringMatching(/57 of 60 rows .* fraud by "is_legit".*positive: \[N\] and negative: \[Y\]/),
  );
});
