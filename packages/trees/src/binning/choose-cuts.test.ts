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

  it('parts values between which float32 has none', () => {
    for (const start of [1, 0, 1e-45, -1, 3e38]) {
      const key = keyOfValue(Math.fround(start));
      const values = Array.from({ length: 6 }, (_, i) => valueOfKey(key + i));
      expect(cutsOf(values, 255)).toEqual(values.slice(1));
    }
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

/** Cuts by the definition: from value to value, each of which weighs its rows, at most n / maxBin; and how close a cut was to another place. */
function plainQuantiles(sorted: readonly number[], maxBin: number): { cuts: number[]; margin: number } {
  const counts = new Map<number, number>();
  for (const value of sorted) counts.set(value, (counts.get(value) ?? 0) + 1);
  const runs = [...counts].map(([value, count]) => ({ value, weight: Math.min(count, sorted.length / maxBin) }));
  const total = runs.reduce((sum, { weight }) => sum + weight, 0);
  let margin = Infinity;
  const places = Array.from({ length: maxBin - 1 }, (_, k) => {
    let left = ((k + 1) / maxBin) * total;
    const at = runs.findIndex(({ weight }) => (left -= weight) < 0);
    const { weight } = runs[at]!;
    const inside = left + weight;
    margin = Math.min(margin, inside, -left, Math.abs(inside - weight / 2));
    return inside < weight / 2 ? at : at + 1;
  });
  const cuts = [...new Set(places)].filter((at) => at > 0 && at < runs.length).map((at) => runs[at]!.value);
  return { cuts, margin };
}

describe('cuts of values that repeat', () => {
  it('stand where counting value by value puts them', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 900 }));
    const cases = fc.tuple(fc.array(value, { minLength: 200, maxLength: 700 }), fc.integer({ min: 2, max: 60 }));
    fc.assert(
      fc.property(cases, ([values, maxBin]) => {
        const sorted = values.toSorted((a, b) => a - b);
        fc.pre(new Set(values).size > maxBin);
        const cuts = chooseCuts(
          Uint32Array.from(sorted, (v) => keyOfValue(v)),
          maxBin,
          0,
        );
        const expected = plainQuantiles(sorted, maxBin);
        fc.pre(expected.margin > 1e-6);
        const right = [...cuts].map((cut) => sorted.find((v) => v >= cut));
        expect(right).toEqual(expected.cuts);
      }),
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
