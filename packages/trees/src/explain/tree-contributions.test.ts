import { Matrix, Rng } from '@fraudx/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goesLeft } from '../ensemble/goes-left.ts';
import { predictMargin } from '../ensemble/predict-margin.ts';
import type { Ensemble, Tree } from '../ensemble/tree.ts';
import { fitForest } from '../forest/fit-forest.ts';
import { plainSpec, randomEnsemble, randomRows, stump } from '../testing/index.ts';
import { fitBooster } from '../training/fit-booster.ts';
import { treeContributions } from './tree-contributions.ts';

/** What a tree says when only the features of `known` are known: both sides by cover where it asks for another. */
function expectation(tree: Tree, x: Matrix, row: number, known: number, node = 0): number {
  const f = tree.feature[node]!;
  if (f < 0) return tree.value[node]!;
  const [l, r] = [tree.left[node]!, tree.right[node]!];
  if ((known >>> f) & 1) {
    return expectation(tree, x, row, known, goesLeft(tree, node, x.column(f)[row]!) ? l : r);
  }
  const sum = tree.cover[l]! + tree.cover[r]!;
  const share = sum > 0 ? tree.cover[l]! / sum : 0.5;
  return share * expectation(tree, x, row, known, l) + (1 - share) * expectation(tree, x, row, known, r);
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/** Shapley values by their definition, over all sets of features. */
function shapley(ensemble: Ensemble, x: Matrix, row: number): number[] {
  const d = ensemble.nFeatures;
  const game = (known: number): number =>
    ensemble.trees.reduce((sum, tree) => sum + expectation(tree, x, row, known), ensemble.baseMargin);
  const games = Array.from({ length: 1 << d }, (_, known) => game(known));
  const size = (set: number): number => set.toString(2).replaceAll('0', '').length;
  const values = Array.from({ length: d }, (_, i) => {
    let sum = 0;
    for (let set = 0; set < 1 << d; set++) {
      if ((set >>> i) & 1) continue;
      const weight = (factorial(size(set)) * factorial(d - size(set) - 1)) / factorial(d);
      sum += weight * (games[set | (1 << i)]! - games[set]!);
    }
    return sum;
  });
  return [...values, games[0]!];
}

function exactMargin(ensemble: Ensemble, x: Matrix, row: number): number {
  return ensemble.trees.reduce((sum, tree) => sum + expectation(tree, x, row, -1), ensemble.baseMargin);
}

describe('treeContributions', () => {
  it('gives the textbook value of a stump: the leaf less the mean', () => {
    const tree = stump({
      feature: Int32Array.of(1, -1, -1),
      missingLeft: Uint8Array.of(1, 0, 0),
      value: Float32Array.of(0, -1, 3),
      cover: Float32Array.of(4, 3, 1),
    });
    const ensemble: Ensemble = { nFeatures: 2, link: 'logistic', baseMargin: 0.25, trees: [tree] };
    const x = Matrix.fromColumns([
      { name: 'a', values: [7, 7, 7] },
      { name: 'b', values: [0, 1, NaN] },
    ]);
    expect([...treeContributions(ensemble, x)]).toEqual([0, -1, 0.25, 0, 3, 0.25, 0, -1, 0.25]);
  });

  it('equals the Shapley values by their definition, and sums to the margin', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 0, max: 6 }),
        (seed, nFeatures, depth) => {
          const rng = new Rng(seed);
          const shape = { nFeatures, maxDepth: depth, nCategories: 4, strange: seed % 2 === 0 };
          const ensemble = randomEnsemble(rng, 2, shape);
          const x = randomRows(rng, 3, shape);
          const values = treeContributions(ensemble, x);
          for (let i = 0; i < x.nRows; i++) {
            const row = [...values.subarray(i * (nFeatures + 1), (i + 1) * (nFeatures + 1))];
            shapley(ensemble, x, i).forEach((value, j) => expect(row[j]).toBeCloseTo(value, 10));
            const sum = row.reduce((total, value) => total + value, 0);
            expect(sum).toBeCloseTo(exactMargin(ensemble, x, i), 10);
            expect(sum).toBeCloseTo(predictMargin(ensemble, x)[i]!, 4);
          }
        },
      ),
      { numRuns: 120 },
    );
  });

  it('still sums to the margin on paths of forty features', () => {
    const rng = new Rng(3);
    const nFeatures = 40;
    const n = 2 * nFeatures + 1;
    const inner = (node: number): boolean => node % 2 === 0 && node < n - 1;
    const chain: Tree = {
      feature: Int32Array.from({ length: n }, (_, node) => (inner(node) ? node / 2 : -1)),
      threshold: new Float32Array(n),
      left: Int32Array.from({ length: n }, (_, node) => (inner(node) ? node + 1 : -1)),
      right: Int32Array.from({ length: n }, (_, node) => (inner(node) ? node + 2 : -1)),
      missingLeft: new Uint8Array(n),
      value: Float32Array.from({ length: n }, () => rng.normal()),
      gain: new Float32Array(n),
      cover: Float32Array.from({ length: n }, (_, node) => (inner(node) ? n - node : 1)),
    };
    const ensemble: Ensemble = { nFeatures, link: 'logistic', baseMargin: 0, trees: [chain] };
    const x = Matrix.fromColumns(
      Array.from({ length: nFeatures }, (_, j) => ({ name: `f${j}`, values: [1, rng.normal() + 2] })),
    );
    const values = treeContributions(ensemble, x);
    for (const i of [0, 1]) {
      const sum = values.subarray(i * 41, i * 41 + 41).reduce((total, value) => total + value, 0);
      expect(sum).toBeCloseTo(exactMargin(ensemble, x, i), 12);
    }
  });

  it('refuses another number of features', () => {
    const ensemble: Ensemble = { nFeatures: 2, link: 'logistic', baseMargin: 0, trees: [] };
    const x = Matrix.fromColumns([{ name: 'a', values: [1] }]);
    expect(() => treeContributions(ensemble, x)).toThrow('x must have 2 features, got 1');
  });

  it('explains a fitted booster by the hessians and a forest by the weights of its training rows', async () => {
    const rng = new Rng(5);
    const n = 600;
    const x = randomRows(rng, n, { nFeatures: 4, nCategories: 5 });
    const y = Uint8Array.from({ length: n }, (_, i) => (x.column(1)[i]! > 0.5 && rng.uniform() < 0.8 ? 1 : 0));
    const spec = { ...plainSpec, rounds: 10, maxBin: 64 };
    const weight = Float64Array.from({ length: n }, () => 2);
    const rows = { x, y, sampleWeight: weight };
    const booster = await fitBooster(rows, { ...spec, eta: 0.1 }, { nThreads: 1 });
    const share = 1 / (1 + Math.exp(-booster.ensemble.baseMargin));
    expect(booster.ensemble.trees[0]!.cover[0]! / (2 * n * share * (1 - share))).toBeCloseTo(1, 4);
    const forest = await fitForest(rows, { nEstimators: spec.rounds, maxFeatures: x.nCols, seed: 1 });
    // as many draws as rows
    expect(forest.ensemble.trees[0]!.cover[0]).toBe(2 * n);
    for (const { ensemble } of [booster, forest]) {
      const values = treeContributions(ensemble, x);
      const margins = predictMargin(ensemble, x);
      for (let i = 0; i < n; i++) {
        const sum = values.subarray(i * 5, i * 5 + 5).reduce((total, value) => total + value, 0);
        expect(Math.abs(sum - margins[i]!)).toBeLessThan(1e-5);
      }
    }
  });
});
