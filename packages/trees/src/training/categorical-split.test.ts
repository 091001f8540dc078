import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainRules } from '../testing/mixed-rows.ts';
import type { CategoryCells, SplitLimits } from './categorical-split.ts';
import { findCategoricalSplit } from './categorical-split.ts';

/** A histogram with [hessian, gradient] per bin, and the missing values. */
function histogram(
  bins: readonly (readonly [number, number])[],
  missing: readonly [number, number] = [0, 0],
): Int32Array {
  const cells = new Int32Array(512);
  bins.forEach((bin, i) => cells.set(bin, 2 * i));
  cells.set(missing, 510);
  return cells;
}

/** The histogram of a feature whose bins take one byte. */
function narrow(cells: Int32Array, nBins: number, hasShared: boolean): CategoryCells {
  return { cells, at: 0, nBins, missing: 255, hasShared };
}

function limitsOf(cells: Int32Array, more: Partial<SplitLimits> = {}): SplitLimits {
  let gradient = 0;
  let hessian = 0;
  for (let i = 0; i < 512; i += 2) {
    hessian += cells[i]!;
    gradient += cells[i + 1]!;
  }
  return {
    gradient,
    hessian,
    lambda: 0,
    alpha: 0,
    lower: -Infinity,
    upper: Infinity,
    minHessian: 1,
    minChildHessian: 0,
    rowHessian: 1,
    hessianScale: 1,
    ...more,
  };
}

const binsArbitrary = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: -50, max: 50 })), {
  minLength: 1,
  maxLength: 7,
});

/** Best score of all ways to part the entries, by trying them. */
function bestOfAll(entries: readonly (readonly [number, number])[], sets: readonly number[], lambda: number): number {
  let best = -Infinity;
  for (const set of sets) {
    const sums = [0, 0, 0, 0];
    entries.forEach(([h, g], i) => {
      const side = (set >> i) & 1;
      sums[2 * side]! += h;
      sums[2 * side + 1]! += g;
    });
    const [h0 = 0, g0 = 0, h1 = 0, g1 = 0] = sums;
    if (h0 >= 1 && h1 >= 1) best = Math.max(best, g0 ** 2 / (h0 + lambda) + g1 ** 2 / (h1 + lambda));
  }
  return best;
}

describe('findCategoricalSplit', () => {
  it('finds the best of all sets where nothing is smoothed', () => {
    fc.assert(
      fc.property(binsArbitrary, fc.integer({ min: 0, max: 9 }), fc.integer({ min: -9, max: 9 }), (bins, h, g) => {
        const missing = [h, h === 0 ? 0 : g] as const;
        const cells = histogram(bins, missing);
        const rules = { ...plainRules, catSmooth: 0, maxCatToOnehot: 1 };
        const found = findCategoricalSplit(narrow(cells, bins.length, false), limitsOf(cells), rules);
        const all = Array.from({ length: 2 ** (bins.length + 1) }, (_, set) => set);
        const best = bestOfAll([...bins, missing], all, 0);
        if (best === -Infinity) expect(found).toBeUndefined();
        else expect(found!.score).toBeCloseTo(best, 6);
      }),
      { numRuns: 300 },
    );
  });

  it('tries each category against the rest where there are few', () => {
    fc.assert(
      fc.property(binsArbitrary, fc.integer({ min: 0, max: 5 }), (bins, lambda) => {
        const cells = histogram(bins);
        const rules = { ...plainRules, maxCatToOnehot: 100 };
        const found = findCategoricalSplit(narrow(cells, bins.length, false), limitsOf(cells, { lambda }), rules);
        const best = bestOfAll(
          bins,
          bins.map((_, i) => 1 << i),
          lambda,
        );
        if (best === -Infinity) expect(found).toBeUndefined();
        else expect(found!.score).toBeCloseTo(best, 6);
      }),
      { numRuns: 200 },
    );
  });

  it('names the sums of the left child and the bins that go right', () => {
    const bins = [
      [10, 8],
      [10, -9],
      [10, 7],
      [10, -6],
    ] as const;
    const cells = histogram(bins, [4, 3]);
    const found = findCategoricalSplit(narrow(cells, 4, false), limitsOf(cells), plainRules)!;
    // the two of negative gradient, or the others, go right; missing values go with positive gradients
    const right = found.right[0]!;
    expect([0b0101, 0b1010]).toContain(right);
    expect(found.missingLeft).toBe(right === 0b1010);
    expect(found.gradient).toBe(right === 0b1010 ? 18 : -15);
    expect(found.hessian).toBe(right === 0b1010 ? 24 : 20);
  });

  it('leaves categories without rows here and rare ones on the left', () => {
    const bins = [
      [10, 8],
      [0, 0],
      [10, -9],
      [10, -7],
    ] as const;
    const cells = histogram(bins);
    const found = findCategoricalSplit(narrow(cells, 4, true), limitsOf(cells), { ...plainRules, minCatRows: 2 })!;
    // bin 3 is shared by rare codes: whatever it is with stays left
    expect(found.right[0]).toBe(0b0001);
    expect(found.gradient).toBe(-16);
  });

  it('keeps categories too light to be a child from the ends of the order', () => {
    const bins = [
      [20, 1],
      [3, -3],
      [20, -12],
      [20, 4],
    ] as const;
    const cells = histogram(bins);
    const rules = { ...plainRules, catSmooth: 0, maxCatThreshold: 1 };
    expect(findCategoricalSplit(narrow(cells, 4, false), limitsOf(cells), rules)!.right[0]).toBe(0b1000);
    const limits = limitsOf(cells, { minChildHessian: 5 });
    expect(findCategoricalSplit(narrow(cells, 4, false), limits, rules)!.right[0]).toBe(0b0100);
  });

  it('parts missing values from all categories', () => {
    const cells = histogram([[10, 5]], [10, -9]);
    const found = findCategoricalSplit(narrow(cells, 1, true), limitsOf(cells), plainRules)!;
    expect([...found.right].every((word) => word === 0)).toBe(true);
    expect(found.missingLeft).toBe(false);
    expect(found.gradient).toBe(5);
    expect(found.penalised).toBe(false);
  });

  it('keeps to the fewest rows of groups, to the largest set and to the bounds of weights', () => {
    const bins = Array.from({ length: 20 }, (_, i) => [10, i - 10] as const);
    const cells = histogram(bins);
    const count = (word: number): number => word.toString(2).replaceAll('0', '').length;
    const find = (more: object, limits: object = {}): ReturnType<typeof findCategoricalSplit> =>
      findCategoricalSplit(narrow(cells, 20, false), limitsOf(cells, limits), { ...plainRules, catSmooth: 0, ...more });
    expect(count(find({})!.right[0]!)).toBe(10);
    expect(count(find({ maxCatThreshold: 3 })!.right[0]!)).toBe(3);
    expect(count(find({ minDataPerGroup: 38 })!.right[0]!)).toBe(8);
    expect(find({ minDataPerGroup: 130 })).toBeUndefined();
    expect(find({ minCatRows: 11 })).toBeUndefined();
    expect(find({ catL2: 10 })!.score).toBeLessThan(find({})!.score);
    expect(find({}, { upper: 0.1, lower: -0.1 })!.score).toBeLessThan(find({})!.score);
  });
});
