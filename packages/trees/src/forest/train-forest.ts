import type { Tree } from '../ensemble/tree.ts';
import { availableKernels } from '../kernels/load-kernels.ts';
import type { Kernels } from '../kernels/kernels.ts';
import type { CategoryBins } from '../binning/bin-categories.ts';
import { binFeatures } from '../training/bin-features.ts';
import { mixWords } from '../training/random-words.ts';
import type { Team } from '../training/team.ts';
import type { ForestDoneMessage, ForestJob, TreeMessage } from './forest-job.ts';
import type { ForestKernels } from './forest-kernels.ts';
import { CUT_SHIFTS, NODE_BYTES } from './forest-layout.ts';
import { outOfFoldRates } from './encode-by-rate.ts';
import { orderByRate } from './order-by-rate.ts';

/** Grows trees on this thread, each a task of the team, and sends every one as it is done. A tree depends on the seed and its number only. */
export function trainForest(
  job: ForestJob,
  kernels: Kernels,
  forest: ForestKernels,
  team: Team,
  send: (message: TreeMessage, transfer: readonly ArrayBuffer[]) => void,
): ForestDoneMessage {
  const { layout, spec, nCols, train } = job;
  const n = train.nRows;
  const labels = new Uint8Array(job.memory.buffer, layout.labels, n);
  const weights = layout.weights === 0 ? undefined : new Float64Array(job.memory.buffer, layout.weights, n);
  const index = layout.index + team.id * layout.indexStride;
  const nodes = layout.nodes + team.id * layout.nodesStride;
  const low = spec.seed >>> 0;
  const high = Math.floor(spec.seed / 2 ** 32);
  const grow = (number: number, set: number): void => {
    const m = forest.drawSample(
      layout.counts + team.id * layout.countsStride,
      n,
      layout.labels,
      layout.weights,
      index,
      mixWords(low, high, 2 * number) | 0,
    );
    const nNodes = forest.growTree(
      layout.columnBins + set * layout.columnBinsStride,
      n,
      nCols,
      layout.nBins + set * layout.nBinsStride,
      layout.cuts + set * layout.cutsStride,
      layout.weights,
      index,
      m,
      layout.buffer + team.id * layout.indexStride,
      layout.scratch + team.id * layout.scratchStride,
      layout.order + team.id * layout.orderStride,
      nodes,
      layout.capacity,
      mixWords(low, high, 2 * number + 1) | 0,
      spec.maxFeatures,
      spec.maxDepth,
      spec.minSamplesSplit,
      spec.minSamplesLeaf,
      spec.maxLeafNodes,
      job.negativeWeight,
      job.positiveWeight,
      1 / spec.nEstimators,
      job.weightUnit,
    );
    const { tree, buffer } = copyTree(job.memory.buffer, nodes, layout.capacity, nNodes);
    send({ kind: 'tree', number, tree }, [buffer]);
  };
  const { nSets } = layout;
  const reorder = (bins: CategoryBins, slots: Uint32Array): CategoryBins => orderByRate(bins, slots, labels, weights);
  // features with more categories than a byte numbers are cut like numbers
  const encode = (feature: number, shift: number): Float32Array | undefined =>
    job.wide.includes(feature)
      ? outOfFoldRates(
          train.data.subarray(feature * n, (feature + 1) * n),
          labels,
          weights,
          mixWords(low, high, 4 * shift),
        )
      : undefined;
  for (let first = 0; first < Math.min(CUT_SHIFTS.length, spec.nEstimators); first += nSets) {
    const shifts = CUT_SHIFTS.slice(first, Math.min(first + nSets, spec.nEstimators));
    // all threads pass all barriers; the bins of an aborted fit need not be whole
    if (!team.aborted) binFeatures({ ...job, shifts, reorder, encode }, kernels, team);
    team.barrier();
    for (let task = team.nextTask(); !team.aborted; task = team.nextTask()) {
      const set = task % nSets;
      const number = ((task - set) / nSets) * CUT_SHIFTS.length + first + set;
      if (number >= spec.nEstimators) break;
      grow(number, set);
    }
    team.barrier();
  }
  const usesJs = forest.name === 'js' || kernels.name === 'js';
  return {
    kind: 'done',
    aborted: team.aborted,
    kernels: usesJs ? 'js' : 'wasm',
    kernelsReason: usesJs && job.kernels === 'auto' ? availableKernels().reason : '',
  };
}

/** A tree as views of one buffer of its own. */
function copyTree(
  memory: SharedArrayBuffer,
  nodes: number,
  capacity: number,
  n: number,
): { tree: Tree; buffer: ArrayBuffer } {
  const buffer = new ArrayBuffer(NODE_BYTES * n);
  const place = (k: number): number => nodes + 4 * k * capacity;
  const ints = (k: number): Int32Array => {
    const to = new Int32Array(buffer, 4 * k * n, n);
    to.set(new Int32Array(memory, place(k), n));
    return to;
  };
  const floats = (k: number): Float32Array => {
    const to = new Float32Array(buffer, 4 * k * n, n);
    to.set(new Float32Array(memory, place(k), n));
    return to;
  };
  const missingLeft = new Uint8Array(buffer, 28 * n, n);
  missingLeft.set(new Uint8Array(memory, place(7), n));
  const tree = {
    feature: ints(0),
    threshold: floats(1),
    left: ints(2),
    right: ints(3),
    missingLeft,
    value: floats(4),
    gain: floats(5),
    cover: floats(6),
  };
  return { tree, buffer };
}
