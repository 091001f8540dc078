import type { Column } from '@fraudx/core';
import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { asWholeNumbers, identifyRows, namesRows } from './row-ids.ts';

const numeric = (name: string, ...values: number[]): Column => ({
  kind: 'numeric',
  name,
  values: Float64Array.from(values),
});

function texts(name: string, ...values: (string | undefined)[]): Column {
  const categories = [...new Set(values.filter((value) => value !== undefined))].sort();
  const codes = Int32Array.from(values, (value) => (value === undefined ? -1 : categories.indexOf(value)));
  return { kind: 'categorical', name, codes, categories };
}

describe('namesRows', () => {
  it.each<readonly [string, Column, boolean]>([
    ['whole numbers', numeric('a', 3, 1, 2), true],
    ['a number twice', numeric('a', 3, 1, 3), false],
    ['zero with either sign', numeric('a', 0, -0), false],
    ['fractions', numeric('a', 0.5, 1), false],
    ['a missing number', numeric('a', 1, Number.NaN), false],
    ['texts', texts('a', 'x', 'y', 'z'), true],
    ['a text twice', texts('a', 'x', 'y', 'x'), false],
    ['a missing text', texts('a', 'x', undefined), false],
    ['one row', numeric('a', 1), false],
    ['times', { kind: 'timestamp', name: 'a', values: Float64Array.of(1, 2) }, false],
  ])('%s', (_, column, names) => {
    expect(namesRows(column)).toBe(names);
  });
});

describe('asWholeNumbers', () => {
  it('leaves a column without a value, of which nobody knows that it holds numbers', () => {
    const empty = texts('id', undefined, undefined);
    expect(asWholeNumbers(empty)).toBe(empty);
    expect(asWholeNumbers(texts('id', '-7', undefined))).toEqual(numeric('id', -7, Number.NaN));
  });
});

describe('identifyRows', () => {
  const frame = new Frame([texts('id', '7', '12', undefined), texts('code', '007', '7', '8'), numeric('x', 1, 2, 3)]);

  it('gives the ids that are there, as numbers where no character is lost', () => {
    expect(identifyRows(frame, ['gone', 'id', 'code', 'x'])).toEqual([
      numeric('id', 7, 12, Number.NaN),
      frame.column('code'),
      frame.column('x'),
    ]);
    for (const odd of ['7.0', '+7', '-0', '1e3', '1234567890123456', ' 7', '']) {
      expect(identifyRows(new Frame([texts('id', odd)]), ['id'])[0]!.kind, odd).toBe('categorical');
    }
  });

  it('leaves texts of a file with types as they are', () => {
    expect(identifyRows(frame, ['id'], { isTyped: true })).toEqual([frame.column('id')]);
  });

  it('numbers the rows from 1 where there are none, under a name that the data does not use', () => {
    expect(identifyRows(frame, ['gone'])).toEqual([numeric('row_number', 1, 2, 3)]);
    const taken = frame.with(numeric('ROW_Number', 5, 5, 5)).with(numeric('row_number_2', 5, 5, 5));
    expect(identifyRows(taken, []).map(({ name }) => name)).toEqual(['row_number_3']);
  });
});
