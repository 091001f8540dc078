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

it('leaves values of doubt without a label, and says so', async () => {
  const categories = ['fraud', 'genuine', 'suspected fraud'];
  const codes = Int32Array.from({ length: 60 }, (_, i) => (i % 20 === 0 ? 0 : i % 3 === 0 ? 2 : 1));
  const frame = new Frame([{ kind: 'categorical', name: 'is_fraud', categories, codes }]);
  const { facts, notes } = await guessConfig(frame, {}, async () => undefined);
  expect(facts).toMatchObject({ positive: ['fraud'], negative: ['genuine'] });
  expect(notes).toContainEqual(
    expect.stringContaining('if "suspected fraud" is fraud or genuine for you, list it in positive or negative'),
  );
});

it('says what to write where a label holds one value and empty cells', async () => {
  const codes = Int32Array.from({ length: 60 }, (_, i) => (i % 20 === 0 ? 0 : -1));
  const frame = new Frame([{ kind: 'categorical', name: 'is_fraud', categories: ['Y'], codes }]);
  const { facts, notes } = await guessConfig(frame, {}, async () => undefined);
  expect(facts.target).toBeUndefined();
  expect(notes[0]).toBe(
    'is_fraud holds "Y" in 3 rows and is empty in 57: where an empty cell means genuine, say target: is_fraud, positive: ["Y"] and negative: [""]',
  );
});

it('names the times that are not taken', async () => {
  const values = Float64Array.from({ length: 60 }, (_, i) => Date.UTC(2025, 0, 1, i));
  const frame = new Frame([
    { kind: 'timestamp', name: 'Incident Date', values },
    { kind: 'timestamp', name: 'Reported At', values: values.map((ms) => ms + 1e8), zones: 'all' },
    { kind: 'timestamp', name: 'date_of_birth', values },
  ]);
  const { facts, notes } = await guessConfig(frame, {}, async () => undefined);
  expect(facts.time).toBe('Incident Date');
  expect(notes).toContain(
    'Incident Date is taken for the time of the event, by its name; other times: Reported At (which says its zone)',
  );
});

it('says where no column is left to learn from, and what may be done', async () => {
  const frame = new Frame([
    { kind: 'numeric', name: 'id', values: Float64Array.from({ length: 60 }, (_, i) => i) },
    { kind: 'numeric', name: 'is_fraud', values: Float64Array.from({ length: 60 }, (_, i) => Number(i % 20 === 0)) },
  ]);
  const { notes, open } = await guessConfig(frame, {}, async () => undefined);
  expect(notes).toContainEqual(expect.stringContaining('no column is left to learn from'));
  expect(open).toEqual(['features.strategy or drop']);
  const kept = frame.with({ kind: 'numeric', name: 'x', values: Float64Array.from({ length: 60 }, (_, i) => i % 7) });
  expect((await guessConfig(kept, {}, async () => undefined)).open).toEqual([]);
});
