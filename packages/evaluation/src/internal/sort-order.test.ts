import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dealing, sortedRows, sortedValues, tally } from './sort-order.ts';

const special = fc.constantFrom(0, -0, 1, -1, 5e-324, -5e-324, 1e-310, -1e-310, 1.7976931348623157e308, -1e308, 0.5);
const value = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  special,
  fc.double({ min: 0, max: 1, noNaN: true }),
);

/** Repeats the values until the bucketed way is taken. */
function grown(values: readonly number[], times: number): Float64Array {
  return Float64Array.from({ length: values.length * times }, (_, i) => values[i % values.length]!);
}

function sorted(values: Float64Array): number[] {
  return [...sortedValues(values, new Uint8Array(values.length), 0, values.length, dealing(values))];
}

describe('sorting of scores', () => {
  it('orders any finite values', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 100 }), fc.constantFrom(1, 30, 400), (values, times) => {
        const input = grown(values, times);
        const expected = [...input].sort((a, b) => a - b).map((v) => v + 0);
        expect(sorted(input).map((v) => v + 0)).toEqual(expected);
        const rows = sortedRows(input);
        expect([...rows].map((row) => input[row]! + 0)).toEqual(expected);
        for (let k = 1; k < rows.length; k++) {
          if (input[rows[k]!] === input[rows[k - 1]!]) expect(rows[k]!).toBeGreaterThan(rows[k - 1]!);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('orders scores that pile up near 0', () => {
    const values = Float64Array.from({ length: 50_000 }, (_, i) => ((i * 7919) % 50_000) ** 4 / 6.25e18);
    expect(sorted(values)).toEqual([...values].sort((a, b) => a - b));
  });
});

describe('tally', () => {
  it('counts every value, or gives up', () => {
    let counted = 0;
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), fc.constantFrom(1, 7, 400), (values, times) => {
        const input = grown(values, times);
        const labels = Uint8Array.from(input, (_, i) => (i % 3 === 0 ? 1 : 0));
        const counts = tally(input, labels, dealing(input));
        if (counts === undefined) return;
        counted++;
        const found = [...counts.rows.keys()].filter((b) => counts.rows[b]! > 0);
        const distinct = [...new Set([...input].map((v) => v + 0))].sort((a, b) => a - b);
        expect(found.map((b) => counts.value[b]! + 0)).toEqual(distinct);
        for (const [k, b] of found.entries()) {
          const rows = [...input.keys()].filter((i) => input[i] === distinct[k]);
          expect(counts.rows[b]).toBe(rows.length);
          expect(counts.positives[b]).toBe(rows.filter((i) => labels[i] === 1).length);
        }
      }),
      { numRuns: 200 },
    );
    expect(counted).toBeGreaterThan(20);
  });
});
