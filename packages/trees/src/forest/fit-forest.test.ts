import { Matrix, Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { predictMargin } from '../ensemble/predict-margin.ts';
import type { Tree } from '../ensemble/tree.ts';
import { openTrainingPool } from '../pool/training-pool.ts';
import { makeNumericRows } from '../testing/index.ts';
import { fitForest } from './fit-forest.ts';
import type { ForestSpec } from './forest-spec.ts';

const spec: ForestSpec = { nEstimators: 3, maxFeatures: 2, seed: 1 };

/** Rows of the training data by leaf of a tree. */
function leavesOf(tree: Tree, x: Matrix): Map<number, number[]> {
  const leaves = new Map<number, number[]>();
  for (let i = 0; i < x.nRows; i++) {
    let node = 0;
    while (tree.feature[node]! >= 0) {
      const v = x.data[tree.feature[node]! * x.nRows + i]!;
      const left = Number.isNaN(v) ? tree.missingLeft[node] === 1 : v < tree.threshold[node]!;
      node = left ? tree.left[node]! : tree.right[node]!;
    }
    leaves.set(node, [...(leaves.get(node) ?? []), i]);
  }
  return leaves;
}

function depthOf(tree: Tree, node = 0): number {
  if (tree.feature[node]! < 0) return 0;
  return 1 + Math.max(depthOf(tree, tree.left[node]), depthOf(tree, tree.right[node]));
}

const leafCount = (tree: Tree): number => tree.feature.filter((f) => f < 0).length;

describe('fitForest', () => {
  it('splits by Gini impurity, known by hand', async () => {
    // weight 0 keeps the third row out of every sample; the four others occur at most as often as drawn
    const x = Matrix.fromColumns([{ name: 'a', values: [1, 1, 9, 2, 2] }]);
    const rows = { x, y: Uint8Array.of(0, 0, 0, 1, 1), sampleWeight: Float64Array.of(1, 1, 0, 1, 1) };
    const { ensemble } = await fitForest(rows, { ...spec, nEstimators: 20, maxFeatures: 1 });
    const tree = ensemble.trees.find((t) => t.feature.length === 3)!;
    expect(tree.threshold[0]).toBe(1.5);
    const [w0, w1] = [tree.cover[1]!, tree.cover[2]!];
    expect(tree.cover[0]).toBe(w0 + w1);
    expect(tree.gain[0]).toBeCloseTo((2 * w0 * w1) / (w0 + w1), 6);
    expect([...tree.value.subarray(1)]).toEqual([0, Math.fround(1 / 20)]);
  });

  it('grows until leaves are pure, whatever the gain of a split', async () => {
    const a = Array.from({ length: 400 }, (_, i) => i & 1);
    const b = Array.from({ length: 400 }, (_, i) => (i >> 1) & 1);
    const x = Matrix.fromColumns([
      { name: 'a', values: a },
      { name: 'b', values: b },
    ]);
    const y = Uint8Array.from(a, (v, i) => v ^ b[i]!);
    const { ensemble } = await fitForest({ x, y }, { ...spec, nEstimators: 9, maxFeatures: 1 });
    expect([...predictMargin(ensemble, x)].map((p) => Math.round(p * 1e6) / 1e6)).toEqual([...y]);
  });

  it('learns the direction of missing values, also when they stand alone', async () => {
    const x = Matrix.fromColumns([
      { name: 'a', values: Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? NaN : i)) },
    ]);
    const y = Uint8Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    const { ensemble } = await fitForest({ x, y }, { ...spec, nEstimators: 5, maxFeatures: 1 });
    expect([...predictMargin(ensemble, x)].map((p) => Math.round(p * 1e5) / 1e5)).toEqual([...y]);
    expect(ensemble.trees[0]!.threshold[0]).toBe(Infinity);
    expect(ensemble.trees[0]!.missingLeft[0]).toBe(0);
  });

  it('gives the same trees for 1, 2 and 3 threads, by WebAssembly and by plain JavaScript', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 500 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 2 ** 40 }),
        fc.boolean(),
        fc.constantFrom('none', 'unit', 'floats'),
        fc.record(
          {
            maxDepth: fc.integer({ min: 1, max: 8 }),
            minSamplesLeaf: fc.integer({ min: 1, max: 9 }),
            minSamplesSplit: fc.integer({ min: 2, max: 30 }),
            maxLeafNodes: fc.integer({ min: 2, max: 40 }),
            scalePosWeight: fc.constantFrom(0.3, 7),
            classWeight: fc.constant('balanced' as const),
            maxBin: fc.integer({ min: 2, max: 255 }),
          },
          { requiredKeys: [] },
        ),
        async (n, nCols, seed, coarse, weights, extra) => {
          const rng = new Rng(seed);
          const sampleWeight = Float64Array.from({ length: n }, () =>
            weights === 'unit' ? 2 : rng.uniform() < 0.2 ? 0 : rng.exponential(1),
          );
          sampleWeight[0] = 2;
          sampleWeight[n - 1] = 2;
          const rows = { ...makeNumericRows(n, nCols, seed, coarse), ...(weights === 'none' ? {} : { sampleWeight }) };
          const one = { ...spec, maxFeatures: Math.ceil(nCols / 3), seed, ...extra };
          const [js, ...others] = await Promise.all([
            fitForest(rows, one, { nThreads: 1, kernels: 'js' }),
            fitForest(rows, one, { nThreads: 1, kernels: 'wasm' }),
            fitForest(rows, one, { nThreads: 2, kernels: 'wasm' }),
            fitForest(rows, one, { nThreads: 3, kernels: 'js' }),
          ]);
          for (const other of others) expect(other.ensemble).toEqual(js.ensemble);
        },
      ),
      { numRuns: 100, endOnFailure: true },
    );
  });

  it('gives the same large trees by both kernels and any number of threads', async () => {
    const rows = makeNumericRows(6000, 7, 77);
    const [one, ...others] = await Promise.all([
      fitForest(rows, spec, { nThreads: 1 }),
      fitForest(rows, spec, { nThreads: 2 }),
      fitForest(rows, spec, { nThreads: 3, kernels: 'js' }),
    ]);
    for (const other of others) expect(other.ensemble).toEqual(one.ensemble);
    expect((await fitForest(rows, { ...spec, seed: 2 })).ensemble).not.toEqual(one.ensemble);
  });

  it('keeps the limits of depth, leaves and rows', async () => {
    const { x, y } = makeNumericRows(800, 5, 4);
    const fit = async (extra: Partial<ForestSpec>): Promise<readonly Tree[]> =>
      (await fitForest({ x, y }, { ...spec, ...extra })).ensemble.trees;
    for (const tree of await fit({})) {
      for (const rows of leavesOf(tree, x).values()) expect(rows.length).toBeGreaterThan(0);
      expect(depthOf(tree)).toBeGreaterThan(6);
    }
    for (const tree of await fit({ maxDepth: 3 })) expect(depthOf(tree)).toBe(3);
    for (const tree of await fit({ maxLeafNodes: 17 })) expect(leafCount(tree)).toBe(17);
    // of the two children of the root the better one is split
    const twoDeep = await fit({ maxDepth: 2 });
    (await fit({ maxLeafNodes: 3 })).forEach((tree, t) => {
      const { gain } = twoDeep[t]!;
      expect(tree.gain[gain[1]! > gain[2]! ? 1 : 2]).toBe(Math.max(gain[1]!, gain[2]!));
    });
    for (const tree of await fit({ minSamplesLeaf: 40 })) {
      expect(leafCount(tree)).toBeGreaterThan(4);
      for (const rows of leavesOf(tree, x).values()) expect(rows.length).toBeGreaterThanOrEqual(40);
    }
    for (const tree of await fit({ minSamplesSplit: 300 })) expect(leafCount(tree)).toBeLessThan(16);
  });

  it('treats weights of classes and equal weights of rows like those of single rows', async () => {
    const { x, y } = makeNumericRows(600, 4, 8);
    const weights = Float64Array.from(y, (label) => (label === 1 ? 4 : 1));
    const byClass = await fitForest({ x, y }, { ...spec, scalePosWeight: 4 });
    const byRow = await fitForest({ x, y, sampleWeight: weights }, spec);
    expect(byRow.ensemble).toEqual(byClass.ensemble);
    const twice = await fitForest({ x, y, sampleWeight: new Float64Array(600).fill(2) }, spec);
    const plain = await fitForest({ x, y }, spec);
    twice.ensemble.trees.forEach((tree, t) => {
      expect(tree.value).toEqual(plain.ensemble.trees[t]!.value);
      expect(tree.cover[0]).toBe(1200);
    });
    const positives = y.reduce((sum, label) => sum + label, 0);
    const balanced = await fitForest({ x, y }, { ...spec, classWeight: 'balanced' });
    expect(balanced.ensemble.trees[0]!.cover[0]).toBeGreaterThan(500);
    const ratio = await fitForest({ x, y }, { ...spec, scalePosWeight: (600 - positives) / positives });
    balanced.ensemble.trees.forEach((tree, t) => expect(tree.feature).toEqual(ratio.ensemble.trees[t]!.feature));
  });

  it('bears extreme weights and samples without any row of weight', async () => {
    const { x, y } = makeNumericRows(300, 3, 8);
    const sampleWeight = new Float64Array(300);
    sampleWeight[0] = 1e30;
    sampleWeight[299] = 1e-30;
    const { ensemble } = await fitForest({ x, y, sampleWeight }, spec);
    for (const tree of ensemble.trees) expect([...tree.value]).toEqual([0]);
    sampleWeight.fill(0.1).fill(1e6, 0, 20);
    for (const p of predictMargin((await fitForest({ x, y, sampleWeight }, spec)).ensemble, x)) {
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThan(1.00001);
    }
  });

  it('averages trees into probabilities and reports each tree', async () => {
    const pool = openTrainingPool({ nWorkers: 2 });
    const { x, y } = makeNumericRows(1000, 4, 9);
    const seen: number[] = [];
    const options = { onIteration: (event: { iteration: number }) => seen.push(event.iteration) };
    const { ensemble } = await fitForest({ x, y }, { ...spec, nEstimators: 20 }, options);
    expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i));
    const scores = predictMargin(ensemble, x);
    const mean = (label: number): number => {
      const chosen = [...scores].filter((_, i) => y[i] === label);
      return chosen.reduce((a, b) => a + b, 0) / chosen.length;
    };
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...scores)).toBeLessThan(1.00001);
    expect(mean(1) - mean(0)).toBeGreaterThan(0.5);
    await pool[Symbol.asyncDispose]();
  });

  it('stops when the signal is aborted and stays usable', async () => {
    const rows = makeNumericRows(2000, 5, 3);
    const controller = new AbortController();
    const options = { signal: controller.signal, onIteration: () => controller.abort() };
    await expect(fitForest(rows, { ...spec, nEstimators: 100_000 }, options)).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
    await expect(fitForest(rows, spec)).resolves.toBeDefined();
  });

  it('refuses what it cannot do before it starts', async () => {
    const rows = makeNumericRows(10, 2, 1);
    const bad = { nEstimators: 0, maxFeatures: 3, minSamplesSplit: 1, seed: -1, scalePosWeight: 0 };
    await expect(fitForest(rows, bad)).rejects.toThrow(
      /nEstimators .*maxFeatures .*\[1, 2\].*minSamplesSplit .*seed .*scalePosWeight/,
    );
    await expect(fitForest({ ...rows, y: new Uint8Array(10) }, spec)).rejects.toMatchObject({
      code: 'TARGET_ONE_CLASS',
    });
    await expect(fitForest(rows, spec, { nThreads: 65 })).rejects.toThrow('in [1, 64], got 65');
    const fit = fitForest as (...given: readonly unknown[]) => Promise<unknown>;
    await expect(fit(rows, { ...spec, maxLeafNode: 5 }, { validation: rows })).rejects.toThrow(
      'fit: unknown part of spec "maxLeafNode", did you mean "maxLeafNodes"?; unknown option "validation"',
    );
    const n = 2 ** 24 + 1;
    const long = { x: Matrix.zeros(n, ['a']), y: new Uint8Array(n) };
    long.y[0] = 1;
    await expect(fitForest(long, { ...spec, maxFeatures: 1 })).rejects.toMatchObject({ code: 'TOO_MANY_ROWS' });
    const wide = {
      x: Matrix.zeros(
        2 ** 22,
        Array.from({ length: 16 }, (_, j) => `f${j}`),
      ),
      y: new Uint8Array(2 ** 22),
    };
    wide.y[0] = 1;
    await expect(fitForest(wide, spec, { nThreads: 64 })).rejects.toMatchObject({ code: 'OUT_OF_MEMORY' });
  });

  it('accepts features that are constant or all missing', async () => {
    const x = Matrix.fromColumns([
      { name: 'a', values: [1, 1, 1, 1] },
      { name: 'b', values: [NaN, NaN, NaN, NaN] },
    ]);
    const { ensemble } = await fitForest({ x, y: Uint8Array.of(0, 1, 0, 1) }, spec);
    for (const tree of ensemble.trees) expect([...tree.feature]).toEqual([-1]);
  });
});
