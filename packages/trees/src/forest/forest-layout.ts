import type { BinSetStrides } from '../training/bin-features.ts';
import { BIN_FIXED_BYTES } from '../training/memory-layout.ts';
import { TEAM_BYTES } from '../training/team.ts';

/** Rows that a word of a sample can number: 24 bits. */
export const FOREST_ROW_LIMIT = 2 ** 24;
/** Stands for no limit of depth or leaves. */
export const NO_LIMIT = 2 ** 31 - 1;
/** Bytes of a node of a growing tree. */
export const NODE_BYTES = 29;

/**
 * By how much of a bin the cuts are shifted, by tree number modulo their number: one set of 255 bins is too coarse for fully grown
 * trees on many rows, the mean of trees on shifted ones is not.
 */
export const CUT_SHIFTS: readonly number[] = [0, 0.5, 0.25, -0.25];
/** Most bytes of bins of all shifts together; with more, the bins of one shift are held at a time. */
const MOST_BIN_BYTES = 2 ** 29;

const SCRATCH_BYTES = 5440;
const ENTRY_BYTES = 80;
/** Open nodes of depth-first growth: the smaller child is split first, so that there are no more than log2 of the rows. */
const OPEN_NODES = 64;

/** Where everything lies in the shared memory of one forest: byte offsets, all multiples of 64. */
export interface ForestLayout extends BinSetStrides {
  readonly team: number;
  /** How many of {@link CUT_SHIFTS} are held at a time: all or one. */
  readonly nSets: number;
  /** By set: bins by feature, n bytes each. */
  readonly columnBins: number;
  readonly labels: number;
  /** Quantised weights by row, float64; 0 when all rows of a class weigh the same. */
  readonly weights: number;
  /** By set: int32 per feature. */
  readonly nBins: number;
  /** By set: 256 float32 per feature. */
  readonly cuts: number;
  /** Per thread: keys, sorted keys, counters, cut keys and table of the feature being binned. */
  readonly binScratch: number;
  readonly binScratchStride: number;
  /** Per thread: how often each row was drawn. */
  readonly counts: number;
  readonly countsStride: number;
  /** Per thread: words of the rows drawn; then as many for the partition. */
  readonly index: number;
  readonly buffer: number;
  readonly indexStride: number;
  readonly scratch: number;
  readonly scratchStride: number;
  readonly order: number;
  readonly orderStride: number;
  readonly nodes: number;
  readonly nodesStride: number;
  /** Most nodes of a tree, a multiple of 16. */
  readonly capacity: number;
  readonly bytes: number;
}

/** Places the arrays of a forest after `reserved` bytes. */
export function layoutForest(
  shape: {
    readonly nRows: number;
    readonly nCols: number;
    readonly isWeighted: boolean;
    readonly maxDepth: number;
    readonly maxLeaves: number;
    readonly minLeaf: number;
    readonly nThreads: number;
  },
  reserved: number,
): ForestLayout {
  const { nRows: n, nCols, maxDepth, maxLeaves, minLeaf, nThreads } = shape;
  let at = Math.ceil(reserved / 4096) * 4096;
  const round = (bytes: number): number => Math.ceil(bytes / 64) * 64 + 64;
  const place = (bytes: number): number => {
    const here = at;
    at += round(bytes);
    return here;
  };
  const most = Math.min(2 ** Math.min(maxDepth, 40), Math.ceil(n / minLeaf), maxLeaves);
  const capacity = Math.ceil((2 * most) / 16) * 16;
  const binScratchStride = Math.ceil(n / 16) * 128 + BIN_FIXED_BYTES + 64;
  const openNodes = maxLeaves === NO_LIMIT ? OPEN_NODES : most + 2;
  const nSets = n * nCols * CUT_SHIFTS.length <= MOST_BIN_BYTES ? CUT_SHIFTS.length : 1;
  const strides = {
    columnBinsStride: round(n * nCols),
    nBinsStride: round(nCols * 4),
    cutsStride: round(nCols * 1024),
    countsStride: round(n),
    indexStride: round(4 * n),
    scratchStride: round(SCRATCH_BYTES + ENTRY_BYTES * openNodes),
    orderStride: round(4 * nCols),
    nodesStride: round(NODE_BYTES * capacity),
  };
  return {
    team: place(TEAM_BYTES),
    columnBins: place(nSets * strides.columnBinsStride),
    labels: place(n),
    weights: shape.isWeighted ? place(n * 8) : 0,
    nBins: place(nSets * strides.nBinsStride),
    cuts: place(nSets * strides.cutsStride),
    binScratch: place(nThreads * binScratchStride),
    binScratchStride,
    counts: place(nThreads * strides.countsStride),
    index: place(nThreads * strides.indexStride),
    buffer: place(nThreads * strides.indexStride),
    scratch: place(nThreads * strides.scratchStride),
    order: place(nThreads * strides.orderStride),
    nodes: place(nThreads * strides.nodesStride),
    nSets,
    ...strides,
    capacity,
    bytes: at,
  };
}
