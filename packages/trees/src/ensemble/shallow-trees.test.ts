import { Rng } from '@fraudx/core';
import type { Matrix } from '@fraudx/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomEnsemble, randomRows } from '../testing/index.ts';
import { addTree, predictMargin } from './predict-margin.ts';
import { addShallowTrees, shallowTreesOf } from './shallow-trees.ts';
import type { Ensemble } from './tree.ts';

function walkAll(ensemble: Ensemble, x: Matrix): Float32Array {
  const out = new Float32Array(x.nRows).fill(ensemble.baseMargin);
  for (const tree of ensemble.trees) addTree(tree, x.data, x.nRows, 0, x.nRows, out);
  return out;
}

function scoreShallow(ensemble: Ensemble, x: Matrix): Float32Array | undefined {
  const out = new Float32Array(x.nRows).fill(ensemble.baseMargin);
  const shallow = shallowTreesOf(ensemble, x.nRows);
  return shallow !== undefined && addShallowTrees(shallow, x.data, x.nRows, out) ? out : undefined;
}

/** Of one feature. */
function mostThresholds({ trees, nFeatures }: Ensemble): number {
  const thresholds = Array.from({ length: nFeatures }, () => new Set<number>());
  for (const { feature, threshold } of trees) feature.forEach((f, node) => thresholds[f]?.add(threshold[node]!));
  return Math.max(...thresholds.map(({ size }) => size));
}

describe('addShallowTrees', () => {
  it('gives the bits that walking the trees one by one gives, for any depth, thresholds, categories and missing values', () => {
    const cases = fc.record({
      seed: fc.nat(),
      nRows: fc.constantFrom(512, 513, 527, 528, 1030),
      nTrees: fc.integer({ min: 1, max: 12 }),
      nFeatures: fc.integer({ min: 1, max: 5 }),
      maxDepth: fc.integer({ min: 0, max: 7 }),
      nCategories: fc.constantFrom(0, 3, 40),
    });
    fc.assert(
      fc.property(cases, ({ seed, nRows, nTrees, nFeatures, maxDepth, nCategories }) => {
        const rng = new Rng(seed);
        const shape = { nFeatures, maxDepth, nCategories };
        const ensemble = randomEnsemble(rng, nTrees, shape);
        const rows = randomRows(rng, nRows, shape);
        ensemble.trees.forEach(({ feature, threshold }, t) => {
          // exactly on thresholds, beyond all of them, and what is no category
          for (let i = t; i < nRows; i += 7) {
            const node = i % feature.length;
            if (feature[node]! >= 0) rows.column(feature[node]!)[i] = threshold[node]!;
          }
          rows.column(t % nFeatures).set([-1, -0.5, 0.5, 1e6, Infinity, -Infinity, -0], t);
        });
        const scores = scoreShallow(ensemble, rows);
        if (scores === undefined) expect(mostThresholds(ensemble)).toBeGreaterThan(254);
        else expect(scores).toEqual(walkAll(ensemble, rows));
      }),
      { numRuns: 150 },
    );
  });

  it('numbers up to 254 thresholds of a feature, and leaves more, deeper trees and few rows to the walk', () => {
    const rng = new Rng(1);
    const shape = { nFeatures: 1, maxDepth: 1, nCategories: 0 };
    const stumps = (n: number): Ensemble => randomEnsemble(new Rng(n), n, shape);
    const rows = randomRows(rng, 600, shape);
    for (const n of [1, 15, 16, 17, 254]) expect(scoreShallow(stumps(n), rows)).toEqual(walkAll(stumps(n), rows));
    expect(shallowTreesOf(stumps(255), 600)).toBeUndefined();
    expect(shallowTreesOf(stumps(3), 511)).toBeUndefined();
    const deep = randomEnsemble(rng, 3, { ...shape, nFeatures: 3, maxDepth: 9 });
    expect(shallowTreesOf(deep, 600)).toBeUndefined();
    const wide = randomRows(rng, 600, { ...shape, nFeatures: 3 });
    expect(predictMargin(stumps(255), rows)).toEqual(walkAll(stumps(255), rows));
    expect(predictMargin(deep, wide)).toEqual(walkAll(deep, wide));
  });

  it('reads no byte past its memory for trees that are nothing but a leaf', () => {
    const shape = { nFeatures: 2, maxDepth: 0, nCategories: 0 };
    const rows = randomRows(new Rng(4), 520, shape);
    // 128 bytes a tree: the scratch of the last one ends at the end of a page, in a memory larger than any of the other tests
    for (const nTrees of [1, 480 + 10 * 512]) {
      const ensemble = randomEnsemble(new Rng(nTrees), nTrees, shape);
      expect(scoreShallow(ensemble, rows)).toEqual(walkAll(ensemble, rows));
    }
  });

  it('serves ensembles of different sizes in turn from one memory', () => {
    const rng = new Rng(2);
    const sizes = [2, 100, 3].map((nTrees) => ({ nTrees, nFeatures: nTrees % 4 === 0 ? 40 : 2 }));
    const made = sizes.map(({ nTrees, nFeatures }) => {
      const shape = { nFeatures, maxDepth: 6, nCategories: 0 };
      return { ensemble: randomEnsemble(rng, nTrees, shape), rows: randomRows(rng, 700, shape) };
    });
    for (const { ensemble, rows } of [...made, ...made.toReversed()]) {
      expect(scoreShallow(ensemble, rows)).toEqual(walkAll(ensemble, rows));
    }
  });
});
