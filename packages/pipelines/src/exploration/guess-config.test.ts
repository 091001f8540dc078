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
