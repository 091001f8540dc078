import { Frame } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { suggestEncodings } from './suggest-encodings.ts';

function column(name: string, n: number, categoryOf: (row: number) => number): Frame['columns'][number] {
  const codes = Int32Array.from({ length: n }, (_, i) => categoryOf(i));
  const categories = Array.from({ length: Math.max(...codes) + 1 }, (_, code) => `c${code}`);
  return { kind: 'categorical', name, codes, categories };
}

describe('suggestEncodings', () => {
  it('names columns of many categories with what to try, and leaves few, ids and roles alone', () => {
    const frame = new Frame([
      column('merchant', 1000, (i) => i % 200),
      column('email', 1000, (i) => (i < 300 ? 0 : i)),
      column('country', 1000, (i) => i % 20),
      column('id', 1000, (i) => i),
      column('card', 1000, (i) => i % 100),
      { kind: 'numeric', name: 'amount', values: Float64Array.from({ length: 1000 }, (_, i) => i) },
    ]);
    expect(suggestEncodings(frame, ['card', undefined])).toEqual([
      { column: 'merchant', categories: 200, singleShare: 0, encodings: ['native', 'target', 'count'] },
      { column: 'email', categories: 701, singleShare: 0.7, encodings: ['count', 'native'] },
    ]);
  });
});
