import type { Column } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { likelyMarkers } from './likely-markers.ts';

const n = 200;
const texts = (of: (i: number) => string): Column => {
  const cells = Array.from({ length: n }, (_, i) => of(i));
  const categories = [...new Set(cells)].sort();
  return {
    kind: 'categorical',
    name: 'x',
    categories,
    codes: Int32Array.from(cells, (cell) => categories.indexOf(cell)),
  };
};
const numbers = (of: (i: number) => number): Column => ({
  kind: 'numeric',
  name: 'x',
  values: Float64Array.from({ length: n }, (_, i) => of(i)),
});

describe('likelyMarkers', () => {
  it.each(['\\N', 'None', '<NA>', 'n.a.', '#NV', '#N/D', '-', '(null)'])('names %s among texts', (word) => {
    const column = texts((i) => (i % 20 === 0 ? word : 'abc'[i % 3]!));
    expect(likelyMarkers([column])).toEqual([expect.stringContaining(`column "x" holds "${word}" in 10 cells`)]);
    expect(likelyMarkers([column], ['column "x" holds something'])).toEqual([]);
    expect(likelyMarkers([texts((i) => (i === 0 ? word : 'abc'[i % 3]!))])).toEqual([]);
    expect(likelyMarkers([texts((i) => (i % 2 === 0 ? word : 'yes'))])).toEqual([]);
  });

  it.each([
    [-999, (i: number) => i % 50],
    [9999, (i: number) => i % 50],
    [99_999.99, (i: number) => i / 4],
    [999_999, (i: number) => (i % 50) - 20],
    [-1, (i: number) => 0.5 + (i % 50)],
    [-99_999, (i: number) => (i % 50) - 20],
  ])('names %f far from all others', (value, of) => {
    const column = numbers((i) => (i % 20 === 0 ? value : of(i)));
    expect(likelyMarkers([column])).toEqual([
      expect.stringContaining(`column "x" holds ${value} in 10 cells beside numbers from`),
    ]);
    expect(likelyMarkers([numbers((i) => (i === 0 ? value : of(i)))])).toEqual([]);
  });

  it.each([
    [Infinity, 'Infinity'],
    [-Infinity, '-Infinity'],
    [1e39, '1e+39'],
  ])('counts numbers that models do not take: %d', (value, shown) => {
    expect(likelyMarkers([numbers((i) => (i % 90 === 4 ? value : i))])).toEqual([
      `column "x" holds 3 numbers that are infinite or beyond ±3.4e38, the first in data row 5 (${shown}): models do not take them (leave such cells empty, clip them, or drop the column)`,
    ]);
    expect(likelyMarkers([numbers((i) => (i === 4 ? value : Number.NaN))])).toEqual([
      expect.stringContaining('holds 1 number that is infinite'),
    ]);
  });

  it.each([
    ['among others of its size', (i: number) => (i % 20 === 0 ? 9999 : 9000 + i)],
    ['small whole numbers', (i: number) => (i % 3) - 1],
    ['among negative ones', (i: number) => (i % 20 === 0 ? -999 : -1000 + i)],
  ])('leaves numbers %s', (_, of) => expect(likelyMarkers([numbers(of)])).toEqual([]));
});
