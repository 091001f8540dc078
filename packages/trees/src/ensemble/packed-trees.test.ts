import { Matrix, Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { fitForest } from '../forest/fit-forest.ts';
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

  it('leaves small ensembles, few rows and splits by sets of categories to the plain walk', async () => {
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
    const sets = { ...ensemble, trees: ensemble.trees.map((tree) => ({ ...tree, rightCategories: new Map() })) };
    expect(packedTreesOf(sets, 2000)).toBeUndefined();
    expect(predictMargin(sets, x)).toEqual(predictMargin(ensemble, x));
  });
});
