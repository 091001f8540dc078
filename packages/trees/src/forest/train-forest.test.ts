import { Matrix } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import type { Tree } from '../ensemble/tree.ts';
import { loadForestKernels, loadKernels } from '../kernels/load-kernels.ts';
import { makeNumericRows } from '../testing/index.ts';
import { createSharedMemory } from '../training/shared-memory.ts';
import { Team } from '../training/team.ts';
import { RESERVED_BYTES } from '../training/training-memory.ts';
import type { ForestJob } from './forest-job.ts';
import { CUT_SHIFTS, layoutForest, NO_LIMIT } from './forest-layout.ts';
import type { ForestLayout } from './forest-layout.ts';
import { trainForest } from './train-forest.ts';

const { x: many, y } = makeNumericRows(3000, 4, 5);
// the last feature has fewer values than bins, so that all sets cut it alike
const x = Matrix.fromColumns([
  ...many.names.map((name, f) => ({ name, values: many.data.subarray(f * 3000, (f + 1) * 3000) })),
  { name: 'few', values: Float32Array.from(y, (label, i) => (i % 11 === 0 ? NaN : (i % 3) + label)) },
]);
const limits = { maxDepth: NO_LIMIT, maxLeaves: NO_LIMIT, minLeaf: 1 };

function layoutOf(nRows: number, nCols: number): ForestLayout {
  return layoutForest({ nRows, nCols, isWeighted: false, ...limits, nThreads: 1 }, RESERVED_BYTES);
}

/** Trees by number, grown on this thread. */
function grow(nEstimators: number, nSets?: number): Tree[] {
  const whole = layoutOf(x.nRows, x.nCols);
  const layout = { ...whole, nSets: nSets ?? whole.nSets };
  const memory = createSharedMemory(layout.bytes);
  new Uint8Array(memory.buffer, layout.labels, x.nRows).set(y);
  const job: ForestJob = {
    kind: 'forest',
    spec: {
      nEstimators,
      maxFeatures: 2,
      maxDepth: NO_LIMIT,
      minSamplesSplit: 2,
      minSamplesLeaf: 1,
      maxLeafNodes: NO_LIMIT,
      maxBin: 16,
      seed: 3,
    },
    memory,
    layout,
    nCols: x.nCols,
    categorical: [],
    wide: [],
    train: { data: x.data, nRows: x.nRows },
    negativeWeight: 1,
    positiveWeight: 1,
    weightUnit: 1,
    kernels: 'js',
    threadId: 0,
    nThreads: 1,
  };
  const trees: Tree[] = [];
  const team = new Team(memory.buffer, layout.team, 0, 1);
  const done = trainForest(
    job,
    loadKernels('js', memory),
    loadForestKernels('js', memory),
    team,
    ({ number, tree }) => {
      trees[number] = tree;
    },
  );
  expect(done.aborted).toBe(false);
  return trees;
}

describe('trainForest', () => {
  it('grows the same trees whether the bins of all shifts are held or those of one at a time', () => {
    const all = grow(10);
    expect(all).toHaveLength(10);
    expect(grow(10, 1)).toEqual(all);
    expect(all.every((tree) => tree.feature.includes(4))).toBe(true);
    // values are shares divided by the number of trees
    const few = grow(3, 1);
    expect(few.map((tree) => tree.threshold)).toEqual(all.slice(0, 3).map((tree) => tree.threshold));
  });

  it('cuts every fourth tree alike and the others between', () => {
    const thresholds = grow(8).map((tree) => new Set(tree.threshold.filter((_, node) => tree.feature[node] === 0)));
    const shared = (a: number, b: number): number =>
      [...thresholds[a]!].filter((cut) => thresholds[b]!.has(cut)).length /
      Math.min(thresholds[a]!.size, thresholds[b]!.size);
    for (let t = 0; t < 4; t++) {
      expect(shared(t, t + 4)).toBeGreaterThan(0.7);
      for (let other = t + 1; other < 4; other++) expect(shared(t, other)).toBeLessThan(0.3);
    }
  });

  it('holds the bins of one shift where those of all would take more than half a GB', () => {
    expect(layoutOf(1_000_000, 100).nSets).toBe(CUT_SHIFTS.length);
    const large = layoutOf(10_000_000, 14);
    expect(large.nSets).toBe(1);
    expect(large.labels - large.columnBins).toBeLessThan(10_000_000 * 14 + 1000);
  });
});
