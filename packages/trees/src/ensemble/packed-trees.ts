import { loadPredictKernels } from '../kernels/load-kernels.ts';
import type { PredictKernels } from '../kernels/load-kernels.ts';
import { freeMemorySoon } from '../pool/free-memory.ts';
import type { SetChains } from './set-chains.ts';
import { chainRanks, setChainsOf } from './set-chains.ts';
import type { Ensemble, Tree } from './tree.ts';
import type { ScratchMemory } from './scratch-memory.ts';
import { openScratchMemory, RESERVED_BYTES, SharedScratchMemory } from './scratch-memory.ts';

/** Limit of leaves, which no rank exceeds; more thresholds of a feature, or more bytes of a row, cannot be numbered. */
const LARGEST = 65_535;
/** Rows whose ranks are worked on at a time, so that they stay in a near cache. */
const BLOCK = 512;
/** Trees of fewer nodes on average, or fewer rows, are not worth the preparation. */
const WORTH_NODES = 16;
const WORTH_ROWS = 512;
/** Larger ensembles keep no second copy of their nodes. */
const LARGEST_BYTES = 2 ** 30;
/** Larger ensembles have a memory of their own: copying them at each turn would cost, and memory ends before addresses do. */
const SHARED_BYTES = 2 ** 22;

/**
 * Trees by ranks, for the kernels: a value is replaced by the number of thresholds of its feature that are <= it, so that
 * value < threshold holds exactly when rank <= number of the threshold. Small whole numbers are compared without a branch.
 *
 * A row has two ranks per feature, which differ where the value is missing: 65535 for nodes that send it right, 0 for the others. A
 * node is 8 bytes: place of the rank in the row (16 bits), limit (16 bits), left child (32 bits); its sibling follows the left
 * child. A rank above the limit goes right; a leaf is its own left child and no rank goes right there.
 *
 * Sets of categories that lie inside each other, as those of a forest do, are ranked likewise: by how many of them hold a category.
 */
export interface PackedTrees {
  /** The memory, with thresholds and trees in it; undefined where there is none. */
  readonly open: () => ScratchMemory<PredictKernels> | undefined;
  readonly nFeatures: number;
  /** By feature: first byte and log2 of the number of thresholds + 1; 0 when no tree uses it. */
  readonly thresholds: readonly { readonly at: number; readonly steps: number }[];
  /** Ranks that follow those of the features: by category of a feature. */
  readonly categories: readonly { readonly feature: number; readonly ranks: Uint16Array }[];
  /** By tree: first byte of the nodes, and of their values. */
  readonly trees: readonly { readonly nodes: number; readonly values: number }[];
  /** Scratch of one block: values of a column, ranks by row, sums. */
  readonly column: number;
  readonly ranks: number;
  readonly sums: number;
}

const known = new WeakMap<Ensemble, PackedTrees | undefined>();
const workplace = new SharedScratchMemory(loadPredictKernels);

/** The trees of an ensemble by ranks, made once; undefined where that does not pay or is not possible. */
export function packedTreesOf(ensemble: Ensemble, nRows: number): PackedTrees | undefined {
  if (nRows < WORTH_ROWS) return undefined;
  if (known.has(ensemble)) return known.get(ensemble);
  const nodes = ensemble.trees.reduce((sum, tree) => sum + tree.feature.length, 0);
  const isSmall = nodes < WORTH_NODES * ensemble.trees.length || 12 * nodes > LARGEST_BYTES;
  const sets = isSmall ? undefined : setChainsOf(ensemble);
  const isPackable = sets !== undefined && 4 * (ensemble.nFeatures + sets.chains.length) <= LARGEST;
  const packed = isPackable ? packTrees(ensemble, sets) : undefined;
  known.set(ensemble, packed);
  return packed;
}

function packTrees(ensemble: Ensemble, sets: SetChains): PackedTrees | undefined {
  const distinct = Array.from({ length: ensemble.nFeatures }, () => new Set<number>());
  for (const tree of ensemble.trees) {
    tree.feature.forEach((f, node) => {
      if (f >= 0 && tree.rightCategories?.has(node) !== true) distinct[f]!.add(tree.threshold[node]!);
    });
  }
  if (distinct.some((set) => set.size >= LARGEST)) return undefined;
  let at = RESERVED_BYTES;
  const place = (bytes: number): number => {
    const here = at;
    at += Math.ceil(bytes / 64) * 64;
    return here;
  };
  const thresholds = distinct.map(({ size }) => {
    const steps = Math.ceil(Math.log2(size + 1));
    return { at: place(4 * 2 ** steps), steps };
  });
  const trees = ensemble.trees.map(({ feature: { length } }) => ({
    nodes: place(8 * length),
    values: place(4 * length),
  }));
  const end = at;
  const scratch = {
    column: place(4 * BLOCK),
    ranks: place(4 * BLOCK * (ensemble.nFeatures + sets.chains.length)),
    sums: place(4 * BLOCK),
  };
  const own = end > SHARED_BYTES ? openScratchMemory(at, loadPredictKernels) : undefined;
  if (end > SHARED_BYTES && own === undefined) return undefined;
  // there may be others whose ensembles are gone
  if (own !== undefined) freeMemorySoon(own.memory.buffer.byteLength);
  const words = (end - RESERVED_BYTES) / 4;
  const image = own === undefined ? new Uint32Array(words) : new Uint32Array(own.memory.buffer, RESERVED_BYTES, words);
  const origin = image.byteOffset - RESERVED_BYTES;
  const sorted = distinct.map((set) => Float32Array.from(set).toSorted());
  sorted.forEach((cuts, f) => {
    const to = new Float32Array(image.buffer, origin + thresholds[f]!.at, 2 ** thresholds[f]!.steps).fill(NaN);
    to.set(cuts);
  });
  ensemble.trees.forEach((tree, t) => packTree(tree, sorted, sets, image, trees[t]!));
  const categories = sets.chains.map((chain) => ({ feature: chain.feature, ranks: chainRanks(chain) }));
  const open = own === undefined ? () => workplace.hold(image, at) : () => own;
  return { open, nFeatures: ensemble.nFeatures, thresholds, categories, trees, ...scratch };
}

function packTree(
  tree: Tree,
  thresholds: readonly Float32Array[],
  sets: SetChains,
  image: Uint32Array,
  place: { readonly nodes: number; readonly values: number },
): void {
  const n = tree.feature.length;
  const words = image.subarray((place.nodes - RESERVED_BYTES) / 4);
  const values = new Float32Array(image.buffer, image.byteOffset + place.values - RESERVED_BYTES, n);
  // the node that lies at each place: siblings side by side
  const from = new Int32Array(n);
  let next = 1;
  for (let at = 0; at < next; at++) {
    const node = from[at]!;
    const f = tree.feature[node]!;
    values[at] = tree.value[node]!;
    if (f < 0) {
      words[2 * at] = LARGEST << 16;
      words[2 * at + 1] = at;
      continue;
    }
    const set = tree.rightCategories?.get(node);
    let slot = f;
    let limit = 0;
    if (set === undefined) limit = indexOf(thresholds[f]!, tree.threshold[node]!);
    else {
      const { chain, at: number } = sets.find(f, set);
      slot = thresholds.length + chain;
      // a category of this set is in it and in all that follow
      limit = sets.chains[chain]!.sets.length - 1 - number;
    }
    words[2 * at] = (4 * slot + 2 * tree.missingLeft[node]!) | (limit << 16);
    words[2 * at + 1] = next;
    from[next++] = tree.left[node]!;
    from[next++] = tree.right[node]!;
  }
}

function indexOf(sorted: Float32Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Adds the leaf values of all trees to `out`, as walking them one by one would; false and nothing done where kernels or memory lack. `data` is column by column. */
export function addPackedTrees(packed: PackedTrees, data: Float32Array, nRows: number, out: Float32Array): boolean {
  const place = packed.open();
  if (place === undefined) return false;
  const { memory, kernels } = place;
  const { nFeatures, thresholds, categories, trees } = packed;
  const words = new Uint16Array(memory.buffer);
  const column = new Float32Array(memory.buffer, packed.column, BLOCK);
  const sums = new Float32Array(memory.buffer, packed.sums, BLOCK);
  const stride = 4 * (nFeatures + categories.length);
  for (let from = 0; from < nRows; from += BLOCK) {
    const rows = Math.min(BLOCK, nRows - from);
    sums.set(out.subarray(from, from + rows));
    for (let f = 0; f < nFeatures; f++) {
      const { at, steps } = thresholds[f]!;
      if (steps === 0) continue;
      column.set(data.subarray(f * nRows + from, f * nRows + from + rows));
      kernels.rankColumn(packed.column, rows, at, steps, packed.ranks + 4 * f, packed.ranks + 4 * f + 2, stride);
    }
    categories.forEach(({ feature, ranks }, c) => {
      let at = (packed.ranks + 4 * (nFeatures + c)) >>> 1;
      for (let i = feature * nRows + from; i < feature * nRows + from + rows; i++, at += stride / 2) {
        const value = data[i]!;
        const rank = ranks[Math.floor(value)] ?? 0;
        words[at] = value === value ? rank : LARGEST;
        words[at + 1] = rank;
      }
    });
    const walked = Math.ceil(rows / 8) * 8;
    for (const { nodes, values } of trees) {
      kernels.addTree(nodes, values, packed.ranks, stride, walked, packed.sums);
    }
    out.set(sums.subarray(0, rows), from);
  }
  return true;
}
