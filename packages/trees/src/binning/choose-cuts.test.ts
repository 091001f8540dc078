import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseCuts } from './choose-cuts.ts';
import { keyOfValue, valueOfKey } from './ordered-keys.ts';

function cutsOf(values: readonly number[], maxBin: number): number[] {
  return [...chooseCuts(Uint32Array.from(values, (value) => keyOfValue(value)).toSorted(), maxBin)];
}

describe('chooseCuts', () => {
  it('gives each value its own bin while there are enough', () => {
    expect(cutsOf([3, 1, 2, 2, 1], 255)).toEqual([1.5, 2.5]);
    expect(cutsOf([], 255)).toEqual([]);
    expect(cutsOf([7, 7], 255)).toEqual([]);
  });

  it('keeps resolution in both tails', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => i);
    const cuts = cutsOf(values, 255);
    expect(cuts.filter((cut) => cut > 99_800).length).toBeGreaterThan(15);
    expect(cuts.filter((cut) => cut < 200).length).toBeGreaterThan(15);
    expect(cuts.filter((cut) => cut > 25_000 && cut < 75_000).length).toBeGreaterThan(60);
  });

  it('lies at plain quantiles when no share serves the tails', () => {
    const sorted = Uint32Array.from({ length: 10_000 }, (_, i) => keyOfValue(i));
    const cuts = [...chooseCuts(sorted, 100, 0)];
    expect(cuts).toHaveLength(99);
    cuts.forEach((cut, k) => expect(Math.abs(cut - 100 * (k + 1))).toBeLessThanOrEqual(1));
    const outside = (share: number): number => chooseCuts(sorted, 100, share).filter((cut) => cut > 9_900).length;
    expect(outside(0.5)).toBeGreaterThan(outside(0.25));
    expect(outside(1)).toBeGreaterThan(outside(0.5));
  });

  it('spends one bin on a value that most rows have', () => {
    const values = Array.from({ length: 10_000 }, (_, i) => (i < 9000 ? 0 : i));
    expect(cutsOf(values, 64).length).toBeGreaterThan(40);
  });

  it('is ascending, within its limit, and separates values', () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 600 }),
        fc.integer({ min: 2, max: 255 }),
        (values, maxBin) => {
          const cuts = cutsOf(values, maxBin);
          expect(cuts.length).toBeLessThan(maxBin);
          for (let i = 1; i < cuts.length; i++) expect(cuts[i]).toBeGreaterThan(cuts[i - 1]!);
          const low = Math.min(...values);
          const high = Math.max(...values);
          for (const cut of cuts) expect(cut > low && cut <= high).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('ordered keys', () => {
  it('order like the values and come back', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true }), fc.float({ noNaN: true }), (a, b) => {
        expect(keyOfValue(a) < keyOfValue(b)).toBe(a < b);
        expect(valueOfKey(keyOfValue(a))).toBe(a + 0);
      }),
    );
  });
});
