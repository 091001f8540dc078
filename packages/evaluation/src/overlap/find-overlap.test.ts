import { Frame, Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findOverlap } from './find-overlap.ts';

describe('findOverlap', () => {
  it('finds exactly the rows that occur in training', () => {
    const row = fc.tuple(fc.constantFrom(0, -0, 1, 2.5, NaN), fc.integer({ min: -1, max: 2 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        const frame = new Frame([
          { kind: 'numeric', name: 'a', values: Float64Array.from(rows, ([a]) => a) },
          { kind: 'categorical', name: 'b', codes: Int32Array.from(rows, ([, b]) => b), categories: ['x', 'y', 'z'] },
        ]);
        const positions = [...rows.keys()];
        const train = positions.filter((i) => rows[i]![2]);
        const test = positions.filter((i) => !rows[i]![2]);
        const key = (i: number): string => `${rows[i]![0] + 0} ${rows[i]![1]}`;
        const known = new Set(train.map(key));
        const expected = test.filter((i) => known.has(key(i)));
        const found = findOverlap(frame, Uint32Array.from(train), Uint32Array.from(test));
        expect(found).toMatchObject({ shared: expected.length, testRows: test.length, examples: expected.slice(0, 5) });
      }),
      { numRuns: 200 },
    );
  });

  it('takes 100 000 distinct rows for distinct', () => {
    const n = 100_000;
    const values = Float64Array.from({ length: n }, (_, i) => i / 7);
    const frame = new Frame([{ kind: 'numeric', name: 'a', values }]);
    const rows = Uint32Array.from({ length: n }, (_, i) => i);
    expect(findOverlap(frame, rows.subarray(0, n / 2), rows.subarray(n / 2)).shared).toBe(0);
  });

  /** One column; test rows are the last fifth. */
  function overlapOf(values: number[], y?: Uint8Array): ReturnType<typeof findOverlap> {
    const frame = new Frame([{ kind: 'numeric', name: 'a', values: Float64Array.from(values) }]);
    const rows = Uint32Array.from(values.keys());
    const cut = Math.round(0.8 * values.length);
    return findOverlap(frame, rows.subarray(0, cut), rows.subarray(cut), y);
  }
  const distinct = Array.from({ length: 5000 }, (_, i) => i);

  it('knows repetition of the table itself from copies put into the test rows', () => {
    const rng = new Rng(5);
    const repeating = distinct.map((v) => (rng.uniform() < 0.01 ? rng.int(5000) : v));
    const itself = overlapOf(repeating);
    expect(itself.shared).toBeGreaterThan(5);
    expect(itself.natural).toBe(true);
    expect(overlapOf(distinct)).toMatchObject({ shared: 0, natural: true });
    expect(overlapOf(distinct.with(4999, 7))).toMatchObject({ shared: 1, natural: false });
    expect(overlapOf(repeating.with(4100, 1).fill(9, 4200, 4300)).natural).toBe(false);
  });

  it('judges each class by itself: a few copies among frauds do not hide behind many genuine rows', () => {
    const rng = new Rng(6);
    const y = Uint8Array.from(distinct, (i) => (i % 100 === 0 ? 1 : 0));
    const repeating = distinct.map((v, i) => (y[i] === 0 && rng.uniform() < 0.02 ? rng.int(5000) : v));
    const copied = repeating.map((v, i) => (y[i] === 1 && i >= 4500 ? i - 4500 : v));
    expect(overlapOf(repeating, y).natural).toBe(true);
    expect(overlapOf(copied, y).natural).toBe(false);
  });
});
