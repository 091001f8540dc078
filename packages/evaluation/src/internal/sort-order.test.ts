import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortedRows, sortedValues } from './sort-order.ts';

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

describe('sorting of scores', () => {
  it('orders any finite values', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 100 }), fc.constantFrom(1, 30, 400), (values, times) => {
        const input = grown(values, times);
        const expected = [...input].sort((a, b) => a - b).map((v) => v + 0);
        expect([...sortedValues(input, new Uint8Array(input.length), 0, input.length)].map((v) => v + 0)).toEqual(
          expected,
        );
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
    expect([...sortedValues(values, new Uint8Array(values.length), 0, values.length)]).toEqual(
      [...values].sort((a, b) => a - b),
    );
  });
});
