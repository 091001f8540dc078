import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fisherExactGreater } from './fisher-exact.ts';

/** By counting every draw of n rows from the table. */
function byBinomials(hits: number, n: number, otherHits: number, otherN: number): number {
  const choose = (m: number, k: number): number => {
    let product = 1;
    for (let i = 1; i <= k; i++) product = (product * (m - k + i)) / i;
    return k < 0 || k > m ? 0 : product;
  };
  const all = hits + otherHits;
  let sum = 0;
  for (let k = hits; k <= n; k++) sum += choose(all, k) * choose(n + otherN - all, n - k);
  return sum / choose(n + otherN, n);
}

describe('fisherExactGreater', () => {
  it.each([
    // scipy.stats.fisher_exact([[hits, n - hits], [otherHits, otherN - otherHits]], alternative='greater')
    [2, 2, 10, 200, 0.0032510713757942958],
    [40, 500, 700, 10_000, 0.21978418701466645],
    [900, 9000, 800, 9000, 0.005805452304269082],
    [0, 5, 3, 7, 1],
    [5, 5, 0, 5, 0.003968253968253969],
    [10, 400, 30, 400, 0.9997515313492401],
  ])('is the chance of %i of %i against %i of %i', (hits, n, otherHits, otherN, expected) => {
    const relative = fisherExactGreater(hits, n, otherHits, otherN) / expected;
    expect(Math.abs(relative - 1)).toBeLessThan(1e-9);
  });

  it('is the share of the draws that have as many', () => {
    const table = fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12), fc.nat(12));
    fc.assert(
      fc.property(table, ([hits, misses, otherHits, otherMisses]) => {
        fc.pre(hits + misses > 0 && otherHits + otherMisses > 0);
        const args = [hits, hits + misses, otherHits, otherHits + otherMisses] as const;
        expect(fisherExactGreater(...args)).toBeCloseTo(byBinomials(...args), 10);
      }),
      { numRuns: 300 },
    );
  });
});
