import type { Column } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignSpellings } from './align-spellings.ts';
import { findUnseen } from './find-unseen.ts';
import { describeUnseen } from './unseen-values.ts';
import { trainedColumns } from './trained-columns.ts';

function texts(name: string, cells: readonly (string | undefined)[]): Column {
  const categories = [...new Set(cells.filter((cell) => cell !== undefined))].sort();
  return {
    kind: 'categorical',
    name,
    codes: Int32Array.from(cells, (cell) => categories.indexOf(cell ?? '')),
    categories,
  };
}

function cellsOf(frame: Frame, name: string): (string | undefined)[] {
  const column = frame.column(name);
  if (column.kind !== 'categorical') throw new Error('not categorical');
  return Array.from(column.codes, (code) => column.categories[code]);
}

const numbers = (name: string, values: readonly number[]): Column => ({
  kind: 'numeric',
  name,
  values: Float64Array.from(values),
});

describe('trainedColumns', () => {
  it('keeps kinds, readings and ranges of the rows of training', () => {
    const frame = new Frame([
      { ...numbers('amount', [5, -1, 900, Number.NaN]), reading: { numbers: 'comma', unit: '€' } },
      { kind: 'timestamp', name: 't', values: Float64Array.of(1, 2, 3, 4), reading: { dateOrder: 'day-first' } },
      texts('country', ['DE', 'FR', undefined, 'DE']),
      numbers('nothing', [Number.NaN, Number.NaN, 7, Number.NaN]),
    ]);
    expect(trainedColumns(frame, ['amount', 't', 'country', 'nothing', 'absent'], Uint32Array.of(0, 1, 3))).toEqual({
      amount: {
        kind: 'numeric',
        numbers: 'comma',
        unit: '€',
        signs: 'minus',
        rows: 3,
        missing: 1,
        min: -1,
        max: 5,
        shares: { negative: 1 / 2, positive: 1 / 2 },
      },
      t: {
        kind: 'timestamp',
        dateOrder: 'day-first',
        rows: 3,
        missing: 0,
        min: 1,
        max: 4,
        zones: 'none',
        midnights: 1 / 4,
      },
      country: { kind: 'categorical', rows: 3, missing: 0 },
      nothing: { kind: 'numeric', rows: 3, missing: 3, isEmpty: true },
    });
  });

  it('keeps how often times are midnights of the zone, where not all are', () => {
    const hours = (values: readonly number[]): Frame =>
      new Frame([{ kind: 'timestamp', name: 't', values: Float64Array.from(values, (hour) => hour * 3_600_000) }]);
    const of = (values: readonly number[], zone?: string) =>
      trainedColumns(hours(values), ['t'], Uint32Array.from(values.keys()), { timeZone: zone })['t']?.midnights;
    expect(of([0, 24, 48])).toBeUndefined();
    expect(of([0, 24, 49])).toBe(3 / 4);
    expect(of([23, 47, 70.5], 'Europe/Madrid')).toBe(3 / 4);
    expect(of([23, 47, 71], 'Europe/Madrid')).toBeUndefined();
  });
});

describe('alignSpellings', () => {
  it.each([
    [
      ['5411', '0742'],
      ['5411.0', '0742', '742', '5411.5'],
      ['5411', '0742', '742', '5411.5'],
    ],
    [
      ['5411', '742'],
      ['5411.0', '742.00', '9'],
      ['5411', '742', '9'],
    ],
    [['5411.0'], ['5411', '5411.0'], ['5411.0', '5411.0']],
    [
      ['True', 'False'],
      ['true', 'FALSE', '1', '0', 'yes'],
      ['True', 'False', 'True', 'False', 'yes'],
    ],
    [
      ['1.0', '1.1'],
      ['1', '1.1'],
      ['1', '1.1'],
    ],
    [['DE'], ['de', undefined], ['de', undefined]],
    [
      ['Caf\u00e9', '1.5'],
      ['Cafe\u0301', '1.50'],
      ['Caf\u00e9', '1.50'],
    ],
    [['Cafe\u0301'], ['Caf\u00e9'], ['Cafe\u0301']],
  ])('spells by %j what stands as %j', (known, cells, expected) => {
    const frame = alignSpellings(new Frame([texts('x', cells)]), new Map([['x', new Set(known)]]));
    expect(cellsOf(frame, 'x')).toEqual(expected);
  });

  it('gives whole numbers back, however they are spelled, and leaves all else', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(99_999).map(String), { minLength: 1 }),
        fc.constantFrom('', '.0', '.00'),
        fc.constantFrom('', '.0'),
        (codes, here, there) => {
          const known = codes.map((code) => code + there);
          const frame = new Frame([texts('x', [...codes.map((code) => code + here), 'new'])]);
          const aligned = alignSpellings(frame, new Map([['x', new Set(known)]]));
          expect(cellsOf(aligned, 'x')).toEqual([...known, 'new']);
        },
      ),
    );
  });
});

describe('findUnseen', () => {
  const frame = new Frame([
    texts('country', ['de', 'FR', 'de', undefined]),
    numbers('amount', [1, 1200, Number.NaN, -3]),
    numbers('age', [Number.NaN, Number.NaN, Number.NaN, Number.NaN]),
    numbers('mcc', [5411, 1, 5411, Number.NaN]),
    numbers('t', [9e9, 9e9, 9e9, 9e9]),
    { kind: 'timestamp', name: 'when', values: Float64Array.of(9e15, 1, 1, 1) },
  ]);
  const training = {
    columns: { amount: { min: 0.5, max: 900 }, age: {}, t: { min: 1, max: 2 } },
    categories: new Map([
      ['country', new Set(['DE', 'FR'])],
      ['mcc', new Set(['5411'])],
    ]),
    without: ['t'],
  };

  it('counts categories, numbers outside the range and empty columns, most rows first', () => {
    const found = findUnseen(frame, ['country', 'amount', 'age', 'mcc', 't', 'when', 'absent'], training);
    expect(found).toEqual([
      { column: 'age', kind: 'empty', rows: 4, share: 1, examples: [] },
      { column: 'country', kind: 'categories', rows: 2, share: 0.5, examples: ['de'] },
      { column: 'amount', kind: 'range', rows: 2, share: 0.5, examples: ['1200', '-3'], min: 0.5, max: 900 },
      { column: 'mcc', kind: 'categories', rows: 1, share: 0.25, examples: ['1'] },
    ]);
    expect(found.map((one) => describeUnseen(one, 4))).toEqual([
      'column "age" has no value in 4 of 4 rows (100 %), and training had values there',
      'column "country" holds categories that training never saw in 2 of 4 rows (50 %): "de"',
      'column "amount" lies outside the range of training, 0.5 to 900, in 2 of 4 rows (50 %): 1200, -3',
      'column "mcc" holds categories that training never saw in 1 of 4 rows (25 %): "1"',
    ]);
  });

  it('compares numbers as models hold them, where training had float32', () => {
    const trained = {
      columns: { fee: { min: Math.fround(0.05), max: Math.fround(8.7) } },
      categories: new Map(),
      without: [],
    };
    const found = (values: readonly number[]): unknown =>
      findUnseen(new Frame([numbers('fee', values)]), ['fee'], trained);
    expect(found([0.05, 8.7, 3])).toEqual([]);
    expect(found([0.0499, 8.71, 3])).toMatchObject([{ kind: 'range', rows: 2 }]);
  });

  it('finds dates without a time of day where training had times of day', () => {
    const hours = (values: readonly number[]): Frame =>
      new Frame([{ kind: 'timestamp', name: 't', values: Float64Array.from(values, (hour) => hour * 3_600_000) }]);
    const find = (values: readonly number[], midnights: number | undefined, timeZone?: string) =>
      findUnseen(hours(values), ['t'], {
        columns: { t: { midnights } },
        categories: new Map(),
        without: ['t'],
        timeZone,
      });
    const clock = { column: 't', kind: 'clock', rows: 3, share: 0.75, examples: [] };
    expect(find([24, 48, Number.NaN, 72], 0.01)).toEqual([clock]);
    expect(find([23, 47, Number.NaN, 71], 0.01, 'Europe/Madrid')).toEqual([clock]);
    expect(describeUnseen(find([24, 48, Number.NaN, 72], 0.01)[0]!, 4)).toBe(
      'column "t" has dates without a time of day in 3 of 4 rows (75 %), and training had times of day',
    );
    expect(find([24, 48, 73], 0.01)).toEqual([]);
    // Two midnights may be chance where one row in ten was one; where nothing is known nothing is said.
    expect(find([24, 48], 0.1)).toEqual([]);
    expect(find([24, 48, 72], undefined)).toEqual([]);
  });

  it('finds nothing in the rows of training, nor where training had an empty column', () => {
    const rows = Uint32Array.from({ length: 4 }, (_, i) => i);
    const categories = new Map([['country', new Set(['de', 'FR'])]]);
    const columns = trainedColumns(frame, frame.names, rows);
    expect(findUnseen(frame, frame.names, { columns, categories, without: [] })).toEqual([]);
  });
});
