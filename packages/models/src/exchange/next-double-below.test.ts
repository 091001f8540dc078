import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDoubleBelow } from './next-double-below.ts';

function nextDouble(v: number): number {
  const bits = new BigInt64Array(1);
  const double = new Float64Array(bits.buffer);
  double[0] = v === 0 ? 0 : v;
  bits[0] = bits[0]! + (v >= 0 ? 1n : -1n);
  return double[0];
}

describe('nextDoubleBelow', () => {
  it('is the last double that float32 rounds below the threshold', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: Math.fround(-1e38) }), (t) => {
        const v = nextDoubleBelow(t);
        expect(Math.fround(v) < t).toBe(true);
        expect(Math.fround(nextDouble(v)) < t).toBe(false);
      }),
      { numRuns: 500, examples: [[0], [-0], [Infinity], [1], [-1], [1.401298464324817e-45], [3.4028234663852886e38]] },
    );
  });
});
