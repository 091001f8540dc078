import type { Column } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { unsuitableFeatures } from './unsuitable-features.ts';

const n = 60;
const numeric = (name: string, value: (i: number) => number): Column => ({
  kind: 'numeric',
  name,
  values: Float64Array.from({ length: n }, (_, i) => value(i)),
});
const texts = (name: string, code: (i: number) => number): Column => ({
  kind: 'categorical',
  name,
  codes: Int32Array.from({ length: n }, (_, i) => code(i)),
  categories: Array.from({ length: n }, (_, i) => `t${i}`),
});
const columns = [
  numeric('one', () => 4),
  numeric('empty', () => Number.NaN),
  texts('same', () => 3),
  numeric('one_gap', (i) => (i === 5 ? Number.NaN : 4)),
  numeric('when', (i) => i * 60),
  numeric('number', (i) => 1000 - i),
  texts('reference', (i) => i),
  texts('nearly', (i) => Math.min(i, n - 2)),
  numeric('amount', (i) => i + 0.5),
];
const rows = Uint32Array.from({ length: n }, (_, i) => i);

describe('unsuitableFeatures', () => {
  it('names constants, ids of rows and times of the event, and no others', () => {
    const names = columns.map(({ name }) => name);
    expect(unsuitableFeatures(new Frame(columns), names, rows, ['when'])).toEqual([
      { column: 'one', reason: 'constant' },
      { column: 'empty', reason: 'constant' },
      { column: 'same', reason: 'constant' },
      { column: 'when', reason: 'event-time' },
      { column: 'number', reason: 'row-id' },
      { column: 'reference', reason: 'row-id' },
    ]);
    expect(unsuitableFeatures(new Frame(columns), ['amount', 'nearly'], rows, [])).toEqual([]);
  });

  it('looks at the rows it is given only', () => {
    expect(unsuitableFeatures(new Frame(columns), ['one_gap', 'when'], rows.subarray(6), [])).toEqual([
      { column: 'one_gap', reason: 'constant' },
      { column: 'when', reason: 'row-id' },
    ]);
  });
});
