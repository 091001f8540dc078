import type { Column } from '@fraudx/core';
import { Frame, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { oddIds } from './odd-ids.ts';

function ids(values: readonly (string | number)[]): Frame {
  if (values.every((value) => typeof value === 'number'))
    return new Frame([{ kind: 'numeric', name: 'shop', values: Float64Array.from(values) } satisfies Column]);
  const categories = [...new Set(values.map(String))].sort();
  const codes = Int32Array.from(values, (value) => categories.indexOf(String(value)));
  return new Frame([{ kind: 'categorical', name: 'shop', codes, categories }]);
}

const rng = new Rng(3);
const draw = (rows: number, of: (k: number) => string | number): (string | number)[] =>
  Array.from({ length: rows }, () => of(Math.floor(60 * rng.uniform())));
const shop = (k: number): string => `M${String(k).padStart(3, '0')}`;
const history = ids(draw(2000, shop));

describe('ids of the data beside those of the history', () => {
  it('are odd where none occurs there, with how it may be spelled there', () => {
    expect(oddIds(history, ids(draw(300, (k) => shop(k).toLowerCase())), 'shop')).toMatch(
      /^0 of the 60 different values of "shop" occur in the history \(0%\), where \d\d\.\d+% or more usually have occurred before: "m0\d\d" may be "M0\d\d" there$/,
    );
    expect(oddIds(history, ids(draw(300, (k) => `Q${k}`)), 'shop')).toMatch(/have occurred before$/);
    const numbers = ids(draw(2000, (k) => 100 + k));
    expect(oddIds(numbers, ids(draw(300, (k) => `00${100 + k}`)), 'shop')).toMatch(/: "001\d\d" may be 1\d\d there$/);
  });

  it('are odd where they stand there in another case, too', () => {
    const half = ids(draw(2000, (k) => (rng.uniform() < 0.5 ? shop(k) : shop(k).toLowerCase())));
    expect(oddIds(half, ids(draw(300, shop)), 'shop')).toMatch(
      /^60 of the 60 .* another case, too, and count as others/,
    );
  });

  it('are not where many are new each time, of few rows, or of one', () => {
    expect(oddIds(history, ids(draw(300, shop)), 'shop')).toBeUndefined();
    expect(oddIds(history, ids(['new']), 'shop')).toBeUndefined();
    expect(oddIds(history, ids(['new', 'newer', 'newest', 'M001']), 'shop')).toBeUndefined();
    const once = (): number => Math.floor(1e12 * rng.uniform());
    expect(oddIds(ids(draw(2000, once)), ids(draw(300, once)), 'shop')).toBeUndefined();
  });
});
