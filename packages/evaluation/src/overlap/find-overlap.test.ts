import { Frame } from '@fraudx/core';
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
});
