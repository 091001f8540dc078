import { Matrix, Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { SHARED_BIN, chooseCategoryBins } from '../binning/bin-categories.ts';
import { goesLeft } from '../ensemble/goes-left.ts';
import { predictMargin } from '../ensemble/predict-margin.ts';
import type { Tree } from '../ensemble/tree.ts';
import { closeTrainingPool } from '../pool/training-pool.ts';
import { makeMixedRows } from '../testing/index.ts';
import { CategorySets } from './category-sets.ts';
import { fitForest } from './fit-forest.ts';
import { orderByRate } from './order-by-rate.ts';

afterAll(closeTrainingPool);

/** A tree of one split by the code of the last bin that goes left. */
function splitAt(code: number, missingLeft: number): Tree {
  return {
    feature: Int32Array.of(0, -1, -1),
    threshold: Float32Array.of(code, 0, 0),
    left: Int32Array.of(1, -1, -1),
    right: Int32Array.of(2, -1, -1),
    missingLeft: Uint8Array.of(missingLeft, 0, 0),
    value: Float32Array.of(0, 1, 2),
    gain: Float32Array.of(1, 0, 0),
    cover: Float32Array.of(2, 1, 1),
  };
}

/** Leaves of a tree that no row reaches whose label is their value. */
function emptyLeaves(tree: Tree, x: Matrix, y: Uint8Array): number[] {
  const reached = [new Set<number>(), new Set<number>()];
  for (let i = 0; i < x.nRows; i++) {
    let node = 0;
    while (tree.feature[node]! >= 0) {
      node = goesLeft(tree, node, x.column(tree.feature[node]!)[i]!) ? tree.left[node]! : tree.right[node]!;
    }
    reached[y[i]!]!.add(node);
  }
  return [...tree.feature.keys()].filter(
    (node) => tree.feature[node]! < 0 && !reached[tree.value[node]! > 0 ? 1 : 0]!.has(node),
  );
}

describe('orderByRate', () => {
  const column = Float32Array.from({ length: 800 }, (_, i) =>
    i % 8 < 3 ? 5 : i % 8 < 5 ? 7 : i % 8 === 5 ? NaN : i % 8,
  );

  it('orders categories by their weighted share of positives, ties by frequency', () => {
    const labels = Uint8Array.from(column, (code, i) => (code === 7 || (code === 5 && i % 8 === 0) ? 1 : 0));
    const slots = new Uint32Array(column.length);
    const bins = chooseCategoryBins(column, 255, slots);
    const ordered = orderByRate(bins, slots, labels);
    expect([...bins.codes, ...ordered.codes]).toEqual([5, 7, 6, 6, 5, 7]);
    column.forEach((code, i) => {
      if (!Number.isNaN(code)) expect(ordered.codes[ordered.binOfSlot[slots[i]!]!]).toBe(code);
    });
    const weights = Float64Array.from(column, (code, i) => (code === 7 ? 0 : i % 8 === 0 ? 9 : 1));
    expect([...orderByRate(bins, slots, labels, weights).codes]).toEqual([7, 6, 5]);
  });

  it('leaves the order where shares differ by chance only, also with few positives', () => {
    const slots = new Uint32Array(3000);
    let reordered = 0;
    for (let seed = 0; seed < 100; seed++) {
      const rng = new Rng(seed);
      const codes = Float32Array.from({ length: 3000 }, () => rng.int(100));
      const labels = Uint8Array.from(codes, (_, i) =>
        i === 0 || rng.uniform() < (seed % 2 === 0 ? 0.01 : 0.4) ? 1 : 0,
      );
      const bins = chooseCategoryBins(codes, 255, slots);
      if (orderByRate(bins, slots, labels) !== bins) reordered++;
    }
    expect(reordered).toBeLessThan(4);
  });
});

describe('CategorySets', () => {
  it('sends codes, missing values and unknown ones where the bins went, rare codes and unknown ones together', () => {
    const codes = Float32Array.of(40, SHARED_BIN, 3, 70);
    const sets = new CategorySets((feature) => (feature === 0 ? codes : undefined));
    for (const missingLeft of [0, 1]) {
      for (let bin = 0; bin < 3; bin++) {
        const tree = sets.apply(splitAt(codes[bin]!, missingLeft));
        const valueAt = (code: number): number => tree.value[goesLeft(tree, 0, code) ? tree.left[0]! : tree.right[0]!]!;
        codes.forEach((code, at) => {
          if (code !== SHARED_BIN) expect(valueAt(code)).toBe(at <= bin ? 1 : 2);
        });
        for (const unknown of [0, 41, 1000]) expect(valueAt(unknown)).toBe(bin >= 1 ? 1 : 2);
        expect(valueAt(NaN)).toBe(missingLeft === 1 ? 1 : 2);
      }
    }
    const all = splitAt(Infinity, 0);
    expect(sets.apply(all)).toBe(all);
  });
});

describe('fitForest with categories', () => {
  it('parts in one split what ordered codes cannot', async () => {
    const codes = Array.from({ length: 400 }, (_, i) => i % 8);
    const x = Matrix.fromColumns([{ name: 'c', values: codes }], ['categorical']);
    const y = Uint8Array.from(codes, (code) => code % 2);
    const { ensemble } = await fitForest({ x, y }, { nEstimators: 2, maxFeatures: 1, seed: 1 });
    for (const tree of ensemble.trees) {
      expect(tree.feature.length).toBe(3);
      expect([...tree.rightCategories!.get(0)!]).toEqual([0b10101010]);
    }
    expect([...predictMargin(ensemble, x)]).toEqual([...y]);
  });

  it('gives the same trees by both kernels and any number of threads, rows in their leaves, and scores free of what the codes are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 4, max: 600 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(2, 7, 255),
        fc.boolean(),
        fc.integer({ min: 0, max: 1000 }),
        async (n, nCategorical, nNumeric, nCodes, maxBin, isWeighted, seed) => {
          const { x, y, sampleWeight } = makeMixedRows(n, nCategorical, nNumeric, nCodes, seed);
          const rows = { x, y, ...(isWeighted ? { sampleWeight } : {}) };
          const spec = { nEstimators: 3, maxFeatures: 1, maxBin, seed };
          const [js, ...others] = await Promise.all([
            fitForest(rows, spec, { nThreads: 1, kernels: 'js' }),
            fitForest(rows, spec, { nThreads: 1, kernels: 'wasm' }),
            fitForest(rows, spec, { nThreads: 3, kernels: 'wasm' }),
          ]);
          for (const other of others) expect(other.ensemble).toEqual(js.ensemble);
          for (const tree of js.ensemble.trees) expect(emptyLeaves(tree, x, y)).toEqual([]);
          // other numbers for the same categories: the same scores
          const renamed = Matrix.fromColumns(
            x.names.map((name, j) => ({ name, values: x.column(j).map((v) => (j < nCategorical ? 3 * v + 1 : v)) })),
            [...x.types],
          );
          const again = await fitForest({ ...rows, x: renamed }, spec, { nThreads: 2 });
          expect(predictMargin(again.ensemble, renamed)).toEqual(predictMargin(js.ensemble, x));
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('learns rates of categories by the thousand, not the labels of their rows, the same on any threads and kernels', async () => {
    const rng = new Rng(4);
    const effects = Array.from({ length: 900 }, () => 2.2 * rng.normal());
    const draw = (n: number, isNoise: boolean): { x: Matrix; y: Uint8Array } => {
      const codes = Array.from({ length: n }, (_, i) => (i % 50 === 0 ? Number.NaN : (i * 389) % 900));
      const effect = (code: number): number => (isNoise || Number.isNaN(code) ? 0 : effects[code]!);
      const y = Uint8Array.from(codes, (code) => (rng.uniform() < 1 / (1 + Math.exp(2 - effect(code))) ? 1 : 0));
      const values = codes.map(() => rng.uniform());
      const columns = [
        { name: 'c', values: codes.map((code) => 3 * code) },
        { name: 'f', values },
      ];
      return { x: Matrix.fromColumns(columns, ['categorical', 'numeric']), y };
    };
    const spec = { nEstimators: 40, maxFeatures: 1, minSamplesLeaf: 5, seed: 1 };
    const aucs: number[] = [];
    for (const isNoise of [false, true]) {
      const train = draw(14_000, isNoise);
      const test = draw(4000, isNoise);
      const [one, ...others] = await Promise.all([
        fitForest(train, spec, { nThreads: 1 }),
        fitForest(train, spec, { nThreads: 3 }),
        fitForest(train, spec, { nThreads: 1, kernels: 'js' }),
      ]);
      for (const other of others) expect(other.ensemble).toEqual(one.ensemble);
      const scores = predictMargin(one.ensemble, test.x);
      const ranked = [...scores.keys()].toSorted((a, b) => scores[a]! - scores[b]!);
      let below = 0;
      let pairs = 0;
      for (const row of ranked) {
        if (test.y[row] === 1) pairs += below;
        else below++;
      }
      aucs.push(pairs / (below * (4000 - below)));
      // a mean share that is right where nothing can be known: no labels were learned by heart
      const mean = scores.reduce((a, b) => a + b, 0) / 4000;
      expect(mean).toBeCloseTo(test.y.reduce((a, b) => a + b, 0) / 4000, 1);
    }
    expect(aucs[0]).toBeGreaterThan(0.8);
    // rows of few categories would be ranked by labels learned by heart, at random; prediction by rank and one by one agree
    expect(aucs[1]).toBeGreaterThan(0.46);
  });

  it('refuses what is no code', async () => {
    const x = Matrix.fromColumns([{ name: 'c', values: [0, 1.5] }], ['categorical']);
    const fit = fitForest({ x, y: Uint8Array.of(0, 1) }, { nEstimators: 1, maxFeatures: 1, seed: 1 });
    await expect(fit).rejects.toMatchObject({ code: 'BAD_CATEGORY' });
  });
});
