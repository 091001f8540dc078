import { Matrix, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { fitForest } from '../forest/fit-forest.ts';
import { makeMixedRows, randomEnsemble, randomRows } from '../testing/index.ts';
import { packedTreesOf } from './packed-trees.ts';
import { addTree, predictMargin } from './predict-margin.ts';
import type { Ensemble, Tree } from './tree.ts';

function makeMatrix(n: number, nCols: number, rng: Rng): Matrix {
  const names = Array.from({ length: nCols }, (_, j) => `f${j}`);
  const x = Matrix.zeros(n, names);
  for (let i = 0; i < x.data.length; i++) x.data[i] = rng.uniform() < 0.1 ? NaN : Math.fround(rng.normal());
  return x;
}

function walkAll(ensemble: Ensemble, x: Matrix): Float32Array {
  const out = new Float32Array(x.nRows).fill(ensemble.baseMargin);
  for (const tree of ensemble.trees) addTree(tree, x.data, x.nRows, 0, x.nRows, out);
  return out;
}

describe('packedTreesOf', () => {
  it('scores every row as walking the trees one by one does, whatever the values and the number of rows', async () => {
    const rng = new Rng(3);
    const x = makeMatrix(3000, 5, rng);
    const y = Uint8Array.from({ length: 3000 }, () => (rng.uniform() < 0.4 ? 1 : 0));
    const { ensemble } = await fitForest({ x, y }, { nEstimators: 7, maxFeatures: 2, seed: 1 });
    for (const n of [512, 513, 1031]) {
      const rows = makeMatrix(n, 5, rng);
      const { feature, threshold } = ensemble.trees[0]!;
      for (let i = 0; i < n; i += 3) {
        const node = i % feature.length;
        // exactly on a threshold, and beyond all of them
        if (feature[node]! >= 0) rows.column(feature[node]!)[i] = threshold[node]!;
        rows.column(i % 5)[i + 1] = i % 2 === 0 ? Infinity : -Infinity;
      }
      expect(packedTreesOf(ensemble, n)).toBeDefined();
      expect(predictMargin(ensemble, rows)).toEqual(walkAll(ensemble, rows));
    }
    const all = predictMargin(ensemble, x);
    const part = Uint32Array.from({ length: 600 }, (_, i) => 5 * i);
    expect(predictMargin(ensemble, x.take(part))).toEqual(Float32Array.from(part, (i) => all[i]!));
  });

  it('scores sets of categories as walking does, with rare, unknown and missing ones', async () => {
    for (const [nCodes, maxBin] of [
      [3, 255],
      [90, 255],
      [90, 20],
    ] as const) {
      const { x, y } = makeMixedRows(3000, 2, 1, nCodes, 5);
      const { ensemble } = await fitForest({ x, y }, { nEstimators: 5, maxFeatures: 1, maxBin, seed: 1 });
      expect(ensemble.trees.every((tree) => tree.rightCategories !== undefined)).toBe(true);
      const { x: rows } = makeMixedRows(1100, 2, 1, nCodes + 9, 6);
      rows.column(0).set([-1, -0.5, 0.5, 1e6, 2 ** 24]);
      expect(packedTreesOf(ensemble, rows.nRows)).toBeDefined();
      expect(predictMargin(ensemble, rows)).toEqual(walkAll(ensemble, rows));
    }
  });

  it('lets small ensembles take turns in one memory, however many there are, and gives large ones their own', () => {
    const shape = { nFeatures: 2, maxDepth: 9, nCategories: 0 };
    const rows = randomRows(new Rng(1), 600, shape);
    const many = Array.from({ length: 12 }, (_, i) => randomEnsemble(new Rng(i), 1 + (i % 3), shape));
    const [tree] = many[0]!.trees;
    const large = { ...many[0]!, trees: Array<Tree>(Math.ceil(2 ** 19 / tree!.feature.length)).fill(tree!) };
    const made = [...many, large];
    for (const ensemble of [...made, ...made.toReversed()]) {
      expect(predictMargin(ensemble, rows)).toEqual(walkAll(ensemble, rows));
      expect(predictMargin(ensemble, rows)).toEqual(walkAll(ensemble, rows));
    }
    const memories = made.map((ensemble) => packedTreesOf(ensemble, 600)?.open()?.memory);
    expect(memories).not.toContain(undefined);
    expect(new Set(memories.slice(0, 12)).size).toBe(1);
    expect(memories[12]).not.toBe(memories[0]);
  });

  it('leaves small ensembles, few rows and sets of categories that cross each other to the plain walk', async () => {
    const leaf: Tree = {
      feature: Int32Array.of(-1),
      threshold: Float32Array.of(0),
      left: Int32Array.of(-1),
      right: Int32Array.of(-1),
      missingLeft: Uint8Array.of(0),
      value: Float32Array.of(1),
      gain: Float32Array.of(0),
      cover: Float32Array.of(1),
    };
    const small: Ensemble = { nFeatures: 1, link: 'identity', baseMargin: 0, trees: [leaf] };
    expect(packedTreesOf(small, 100_000)).toBeUndefined();
    const rng = new Rng(4);
    const x = makeMatrix(2000, 3, rng);
    const y = Uint8Array.from({ length: 2000 }, () => (rng.uniform() < 0.5 ? 1 : 0));
    const { ensemble } = await fitForest({ x, y }, { nEstimators: 2, maxFeatures: 2, seed: 1 });
    expect(packedTreesOf(ensemble, 10)).toBeUndefined();
    const crossing = (tree: Tree): ReadonlyMap<number, Uint32Array> =>
      new Map([...tree.feature.keys()].slice(0, 12).map((node) => [node, Uint32Array.of(3 << node)]));
    const trees = ensemble.trees.map((tree) => ({ ...tree, rightCategories: crossing(tree) }));
    const sets = { ...ensemble, trees };
    expect(packedTreesOf(sets, 2000)).toBeUndefined();
    expect(predictMargin(sets, x)).toEqual(walkAll(sets, x));
  });
});
