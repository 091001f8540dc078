import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { splitFields } from '../config/split-fields.ts';
import { describeSplit, foldsOf, planSplit, splitDataset, splitLabelled } from './split-dataset.ts';
import { timeSplit } from './share-strategies.ts';
import { registerSplit } from './split-registry.ts';
import type { SplitSettings } from './split-strategy.ts';

const dayMs = 86_400_000;
const n = 240;
// Six rows a day from 2025-01-01; every fourth row is fraud, each of another customer.
const frame = new Frame([
  {
    kind: 'timestamp',
    name: 'when',
    values: Float64Array.from({ length: n }, (_, i) => Date.UTC(2025, 0, 1) + (i * dayMs) / 6),
  },
  { kind: 'numeric', name: 'customer', values: Float64Array.from({ length: n }, (_, i) => -i - 1) },
  {
    kind: 'categorical',
    name: 'name',
    codes: Int32Array.from({ length: n }, (_, i) => i),
    categories: Array.from({ length: n }, (_, i) => `c${i}`),
  },
]);
const y = Uint8Array.from({ length: n }, (_, i) => (i % 4 === 0 ? 1 : 0));

function planOf(split: SplitSettings) {
  return planSplit(split, { time: undefined, seed: 7 });
}

describe('planSplit', () => {
  it('has 7 days for every period and one fold unless told otherwise', () => {
    expect(planOf({ strategy: 'prequential' })).toEqual({
      strategy: 'prequential',
      settings: { trainDays: 7, delayDays: 7, testDays: 7, folds: 1 },
      seed: 7,
    });
    expect(planSplit({}, { time: 'when', seed: 7, timeZone: 'Europe/Madrid' })).toEqual({
      strategy: 'time',
      settings: { test: 0.2, validation: 0.2 },
      seed: 7,
      timeZone: 'Europe/Madrid',
    });
  });

  it.each([
    [{ strategy: 'prequential', test: 0.2 }, 'split.test must be left out of a prequential split'],
    [{ strategy: 'prequential', testFold: '5:4' }, 'split.testFold must be left out'],
    [{ trainDays: 5 }, 'split.trainDays must be left out of a stratified split'],
    [{ test: 0.2, testFold: '5:4' }, 'either testFold or test must be given, got both'],
    [{ testFold: '5:9' }, '5:9'],
    [{ strategy: 'groupd' }, 'got "groupd", did you mean "grouped"?'],
  ] as const)('refuses %j', (split, message) => {
    expect(() => planOf(split)).toThrow(message);
  });
});

describe('splitDataset', () => {
  const source = { frame, y, time: 'when', entity: 'customer' };
  const spec = planOf({ strategy: 'prequential', trainDays: 6, delayDays: 4, testDays: 5, folds: 3 });

  it('gives folds, the whole training period for the final fit, and dates for the record', () => {
    const rows = splitDataset(spec, source);
    expect(foldsOf(rows).map((fold) => [fold.train.length, fold.validation.length])).toEqual([
      [36, 30],
      [36, 30],
      [36, 30],
    ]);
    expect(rows.final).toHaveLength(36);
    expect([...rows.final!]).toEqual(expect.arrayContaining([...rows.validation]));
    expect(describeSplit({ splitPlan: spec, rows })).toEqual({
      strategy: 'prequential',
      train_days: 6,
      delay_days: 4,
      test_days: 5,
      folds: 3,
      train_from: '2025-01-26',
      test_from: '2025-02-05',
      validation_train_from: '2025-01-17',
      validation_from: '2025-01-27',
      test_rows_of_known_cards: 0,
      time_zone: 'UTC',
      seed: 7,
      train_rows: 36,
      validation_rows: 30,
      test_rows: 30,
      final_train_rows: 36,
    });
  });

  it('knows a customer by a negative number as by a name', () => {
    const of = (ids: Float64Array) =>
      splitDataset(spec, { ...source, frame: frame.with({ kind: 'numeric', name: 'customer', values: ids }) });
    const known = of(Float64Array.from({ length: n }, (_, i) => -(i % 59) - 1));
    expect(known.periods!['test_rows_of_known_cards']).toBeGreaterThan(0);
    expect(of(Float64Array.from({ length: n }, (_, i) => i % 59)).test).toEqual(known.test);
  });

  it.each([
    ['no time', { time: undefined }, 'time must be given for a prequential split'],
    ['a time that is a number', { time: 'customer' }, 'time: column "customer" must hold dates'],
    ['a time that is text', { time: 'name' }, 'got text'],
    ['a column that is not there', { time: 'wen' }, 'wen'],
    ['no entity', { entity: undefined }, 'entity must be given for a prequential split'],
    ['no frauds', { y: new Uint8Array(n) }, 'training rows of fold 1 must hold both classes, got 0 frauds'],
  ])('refuses %s', (_, wrong, message) => {
    expect(() => splitDataset(spec, { ...source, ...wrong })).toThrow(message);
  });

  it('refuses periods longer than the data and a grouped split without entity', () => {
    expect(() => splitDataset(planOf({ strategy: 'prequential', trainFrom: '2025-01-03' }), source)).toThrow(
      'must cover',
    );
    expect(() => splitDataset(planOf({ strategy: 'grouped' }), { ...source, entity: undefined })).toThrow(
      'entity must be given for a grouped split',
    );
  });
});

describe('splitLabelled', () => {
  const spec = planOf({ strategy: 'time' });
  const source = { frame, y, time: 'when', entity: undefined };
  const labelled = Uint32Array.from(y, (_, row) => row).filter((row) => row % 5 !== 2);

  it('divides the rows with a label only, by their place in the whole table', () => {
    const rows = splitLabelled(spec, source, labelled);
    const all = [...rows.train, ...rows.validation, ...rows.test];
    expect(all.toSorted((a, b) => a - b)).toEqual([...labelled]);
    expect(
      splitLabelled(
        spec,
        source,
        Uint32Array.from(y, (_, row) => row),
      ),
    ).toEqual(splitDataset(spec, source));
  });

  it('keeps every fold and the final rows', () => {
    const plan = planOf({ strategy: 'prequential', trainDays: 6, delayDays: 4, testDays: 5, folds: 3 });
    const rows = splitLabelled(plan, { ...source, entity: 'customer' }, labelled);
    const parts = [...foldsOf(rows).flatMap(({ train, validation }) => [...train, ...validation]), ...rows.final!];
    expect(parts.every((row) => row % 5 !== 2)).toBe(true);
    expect(foldsOf(rows)).toHaveLength(3);
  });

  it('names rows as the file counts them', () => {
    const when = frame.column('when');
    if (when.kind !== 'timestamp') throw new Error('the test needs times');
    const values = when.values.with(13, Number.NaN);
    const holes = { ...source, frame: frame.with({ ...when, values }) };
    expect(() => splitLabelled(spec, holes, labelled)).toThrow('got none in data row 14');
  });
});

describe('registerSplit', () => {
  registerSplit({
    name: 'every-third',
    settings: ['validation'],
    settingsHint: 'It has a third of the rows in each set.',
    isByTime: false,
    keepsDaysWhole: false,
    keepsEntitiesWhole: false,
    isRandom: false,
    oneClass: { settings: [], hint: 'Use more data.' },
    complete: ({ validation = 1 / 3 }) => ({ validation }),
    divide: (_, { y: labels }) => {
      const rows = Uint32Array.from(labels, (_label, row) => row);
      const of = (rest: number): Uint32Array => rows.filter((row) => row % 3 === rest);
      return { train: of(0), validation: of(1), test: of(2) };
    },
    describe: () => ({ every: 3 }),
  });

  it('adds a split that configs name', () => {
    const plan = planOf({ strategy: 'every-third' });
    const rows = splitDataset(plan, { frame, y, time: undefined, entity: undefined });
    expect(describeSplit({ splitPlan: plan, rows })).toEqual({
      strategy: 'every-third',
      every: 3,
      seed: 7,
      train_rows: 80,
      validation_rows: 80,
      test_rows: 80,
    });
    expect(splitFields.split.schema().parse({ strategy: 'every-third' })).toEqual({ strategy: 'every-third' });
    expect(() => planOf({ strategy: 'every-third', test: 0.1 })).toThrow('must be left out of a every-third split');
  });

  it('refuses a name that is taken, or none', () => {
    const again = (name: string) => (): void => registerSplit({ ...timeSplit, name });
    expect(again('time')).toThrow('registerSplit: name must be new, got time');
    expect(again('My split')).toThrow('name must be lower-case letters, digits and -, got "My split"');
  });
});
