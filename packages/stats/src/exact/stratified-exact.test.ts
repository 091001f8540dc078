import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stratum } from './stratified-exact.ts';
import { stratifiedExactGreater } from './stratified-exact.ts';

function choose(m: number, k: number): number {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (m - k + i)) / i;
  return k < 0 || k > m ? 0 : product;
}

/** By counting the draws of every stratum, one stratum after the other. */
function byCounting(strata: readonly Stratum[], hits: number): number {
  const [first, ...rest] = strata;
  if (first === undefined) return hits <= 0 ? 1 : 0;
  const { n, allHits, all } = first;
  let sum = 0;
  for (let k = 0; k <= n; k++) {
    sum += ((choose(allHits, k) * choose(all - allHits, n - k)) / choose(all, n)) * byCounting(rest, hits - k);
  }
  return sum;
}

describe('stratifiedExactGreater', () => {
  it.each([
    // scipy.stats.fisher_exact([[hits, n - hits], [otherHits, otherN - otherHits]], alternative='greater')
    [2, 2, 10, 200, 0.0032510713757942958],
    [40, 500, 700, 10_000, 0.21978418701466645],
    [900, 9000, 800, 9000, 0.005805452304269082],
    [0, 5, 3, 7, 1],
    [5, 5, 0, 5, 0.003968253968253969],
    [10, 400, 30, 400, 0.9997515313492401],
  ])('is Fisher’s exact test of one table: %i of %i against %i of %i', (hits, n, otherHits, otherN, expected) => {
    const { chance } = stratifiedExactGreater([{ hits, n, allHits: hits + otherHits, all: n + otherN }]);
    expect(Math.abs(chance / expected - 1)).toBeLessThan(1e-9);
  });

  it('equals the exact test of mantelhaen.test of R on its example of rabbits', () => {
    // Cured at once and after 1.5 hours, by dose of penicillin; the two-sided p of R is 0.03994.
    const strata = [
      { hits: 0, n: 6, allHits: 0, all: 11 },
      { hits: 3, n: 6, allHits: 3, all: 12 },
      { hits: 6, n: 6, allHits: 8, all: 12 },
      { hits: 5, n: 6, allHits: 11, all: 12 },
      { hits: 2, n: 2, allHits: 7, all: 7 },
    ];
    const { hits, expected, chance } = stratifiedExactGreater(strata);
    expect(hits).toBe(16);
    expect(expected).toBeCloseTo(13, 12);
    expect(2 * chance).toBeCloseTo(0.03994, 5);
  });

  it('is the share of the draws of all strata that have as many', () => {
    const stratum = fc.tuple(fc.nat(6), fc.nat(6), fc.nat(6), fc.nat(6)).map(([hits, misses, otherHits, others]) => ({
      hits,
      n: hits + misses,
      allHits: hits + otherHits,
      all: hits + misses + otherHits + others,
    }));
    fc.assert(
      fc.property(fc.array(stratum, { maxLength: 4 }), (strata) => {
        const hits = strata.reduce((sum, one) => sum + one.hits, 0);
        const { chance, chanceOfFewer } = stratifiedExactGreater(strata);
        expect(chance).toBeCloseTo(byCounting(strata, hits), 10);
        expect(chanceOfFewer).toBeCloseTo(1 - byCounting(strata, hits + 1), 10);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses counts that no table has', () => {
    const stratum = { hits: 1, n: 2, allHits: 3, all: 10 };
    for (const wrong of [{ hits: 3 }, { hits: 0.5 }, { allHits: 0 }, { all: 3 }, { n: NaN }]) {
      expect(() => stratifiedExactGreater([stratum, { ...stratum, ...wrong }])).toThrow(
        'strata[1] must have whole counts',
      );
    }
  });

  it('finds nothing in strata without other rows', () => {
    expect(stratifiedExactGreater([{ hits: 3, n: 5, allHits: 3, all: 5 }])).toMatchObject({ chance: 1, variance: 0 });
    expect(stratifiedExactGreater([])).toEqual({ hits: 0, expected: 0, variance: 0, chance: 1, chanceOfFewer: 1 });
  });

  it.each([
    // Summed term by term in decimals of 40 digits, by another program.
    [1233, 0.16410880640745],
    [1266, 0.02510560726375],
    [1300, 0.00153734787042],
    [1333, 0.0000433546554847],
    [1350, 0.00000495202359055],
  ])('is near the exact chance where that is left: %i hits', (hits, exact) => {
    const { variance, chance } = stratifiedExactGreater([{ hits, n: 60_000, allHits: 20_000, all: 1_000_000 }]);
    expect(variance).toBeGreaterThan(900);
    expect(Math.abs(chance / exact - 1)).toBeLessThan(hits === 1350 ? 0.06 : 0.03);
    // The misses of the other rows are as many more than expected as these hits.
    const others = { hits: 980_000 - (60_000 - hits), n: 940_000, allHits: 980_000, all: 1_000_000 };
    expect(stratifiedExactGreater([others]).chance / chance).toBeCloseTo(1, 6);
    const misses = { hits: 60_000 - hits, n: 60_000, allHits: 980_000, all: 1_000_000 };
    expect(stratifiedExactGreater([misses]).chanceOfFewer / chance).toBeCloseTo(1, 6);
  });
});
