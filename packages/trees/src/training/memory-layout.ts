import { TEAM_BYTES } from './team.ts';

/** Rows whose gradient sums are added up in one go; fixed, so that sums do not depend on the number of threads. */
export const ROW_BLOCK = 4096;
/** Most nodes that are split together. */
export const SPLIT_BATCH = 64;
/** Nodes that are split together in trees of a depth: fewer in deep ones, whose open nodes hold many histograms. */
export function splitBatch(maxDepth: number): number {
  return maxDepth > 20 ? 16 : SPLIT_BATCH;
}

/** Nodes with more rows are histogrammed by all threads together. */
export const SHARED_NODE_ROWS = 4096;
/** Rows that are gathered at a time. */
export const GATHER_ROWS = 512;
/** Bytes of one histogram of 8 features: 256 bins of gradient and hessian, each an int32. */
export const GROUP_HISTOGRAM_BYTES = 8 * 256 * 8;
/** Bytes of the prefix sums of a split scan. */
export const SCAN_BYTES = 2176;
/** Bytes of counters, cut keys and table for binning, after the keys. */
export const BIN_FIXED_BYTES = 24_576 + 1024 + 65_600;
/** Bytes of one candidate split. */
export const CANDIDATE_BYTES = 32;
/** Bytes of a set of bins, a bit each. */
export const CATEGORY_SET_BYTES = 32;

/** Where a categorical feature lies whose bins take two bytes; byte offsets. */
export interface WideFeature {
  readonly feature: number;
  /** Bins of values; the next number stands for missing ones. */
  readonly nBins: number;
  /** Bins by row, two bytes each. */
  readonly bins: number;
  /** Code of each bin, float32. */
  readonly codes: number;
  /** By node: bins that go right, a bit each, `setBytes` apart. */
  readonly sets: number;
  readonly setBytes: number;
  /** Offset in each histogram. */
  readonly histogram: number;
  /** Cells of its histogram, an even number. */
  readonly cells: number;
}

/** Bins of the categorical features whose bins take two bytes. */
export interface WideShape {
  readonly feature: number;
  readonly nBins: number;
}

/** Where everything lies in the shared memory of one fit: byte offsets, all multiples of 64. */
export interface MemoryLayout {
  readonly team: number;
  /** Bins by row, 8 × nGroups bytes each. */
  readonly rowBins: number;
  /** Bins by feature, n bytes each. */
  readonly columnBins: number;
  readonly labels: number;
  readonly weights: number;
  readonly margins: number;
  readonly gradients: number;
  readonly hessians: number;
  /** Quantised hessian (low word) and gradient (high word) by row. */
  readonly packed: number;
  readonly rowIndex: number;
  readonly partitionBuffer: number;
  readonly validationLabels: number;
  readonly validationWeights: number;
  readonly validationMargins: number;
  readonly nBins: number;
  readonly cuts: number;
  readonly blockSums: number;
  readonly threadSums: number;
  readonly splitCounts: number;
  readonly candidates: number;
  /** Per candidate: bins of a categorical split that go right, a bit each; used with categorical features only. */
  readonly categorySets: number;
  /** Per thread: a byte per bin, where it goes in a categorical split. */
  readonly categoryTables: number;
  readonly categoryTableBytes: number;
  /** Features whose bins take two bytes, by number. */
  readonly wide: readonly WideFeature[];
  /** Per feature: int32 1, -1 or 0, the monotone constraint. */
  readonly signs: number;
  /** Per thread: gathered bins. */
  readonly gatherBins: number;
  readonly gatherBinsStride: number;
  /** Per thread: gathered packed gradients. */
  readonly gatherPacked: number;
  /** Per thread: bin counts of 8 features with those not sampled set to 0. */
  readonly maskedBins: number;
  /** Per thread: prefix sums of a split scan. */
  readonly scanScratch: number;
  /** Per thread: keys, sorted keys, counters, cut keys and table of the feature being binned. */
  readonly binScratch: number;
  readonly binScratchStride: number;
  readonly histograms: number;
  readonly histogramBytes: number;
  readonly slots: number;
  readonly nGroups: number;
  readonly maxNodes: number;
  readonly bytes: number;
}

/** Places the arrays of a fit after `reserved` bytes. */
export function layoutMemory(
  shape: {
    nRows: number;
    nCols: number;
    nValidation: number;
    maxDepth: number;
    maxLeaves: number;
    nThreads: number;
    hasCategories: boolean;
    wide?: readonly WideShape[] | undefined;
  },
  reserved: number,
): MemoryLayout {
  const { nRows: n, nCols, nValidation, maxDepth, maxLeaves, nThreads } = shape;
  let at = Math.ceil(reserved / 4096) * 4096;
  const place = (bytes: number): number => {
    const here = at;
    at += Math.ceil(bytes / 64) * 64 + 64;
    return here;
  };
  const nGroups = Math.ceil(nCols / 8);
  const maxNodes = Math.min(2 ** (maxDepth + 1), 2 * n + 1, 2 * maxLeaves + 1);
  // leaf by leaf, every open leaf holds a histogram; level by level, only those of the batches under way
  const open = Number.isFinite(maxLeaves) ? maxLeaves : splitBatch(maxDepth) * (maxDepth + 2);
  const slots = Math.min(2 ** maxDepth, open, n + 1) + 2;
  const shared = Math.min(SPLIT_BATCH, Math.ceil(n / SHARED_NODE_ROWS) + 1) * (nThreads - 1) + nThreads;
  let histogramBytes = nGroups * GROUP_HISTOGRAM_BYTES;
  const wide = (shape.wide ?? []).map(({ feature, nBins }): WideFeature => {
    const cells = 2 * Math.ceil((nBins + 1) / 2);
    const setBytes = 4 * Math.max(8, (nBins + 31) >>> 5);
    const histogram = histogramBytes;
    histogramBytes += 64 * Math.ceil(cells / 8);
    const places = { bins: place(2 * n), codes: place(4 * nBins), sets: place(maxNodes * setBytes), setBytes };
    return { feature, nBins, ...places, histogram, cells };
  });
  const categoryTableBytes = 256 * Math.ceil((wide.reduce((most, { nBins }) => Math.max(most, nBins), 0) + 1) / 256);
  const binScratchStride = Math.ceil(n / 16) * 128 + BIN_FIXED_BYTES;
  const gatherBinsStride = Math.ceil((GATHER_ROWS * nGroups * 8) / 64) * 64 + 64;
  return {
    team: place(TEAM_BYTES),
    rowBins: place(n * nGroups * 8),
    columnBins: place(n * nCols),
    labels: place(n),
    weights: place(n * 4),
    margins: place(n * 4),
    gradients: place(n * 4),
    hessians: place(n * 4),
    packed: place(n * 8),
    rowIndex: place(n * 4),
    partitionBuffer: place(n * 4),
    validationLabels: place(nValidation),
    validationWeights: place(nValidation * 4),
    validationMargins: place(nValidation * 4),
    nBins: place(nGroups * 8 * 4),
    cuts: place(nCols * 256 * 4),
    blockSums: place(Math.ceil(n / ROW_BLOCK) * 16),
    threadSums: place(nThreads * 64),
    splitCounts: place(nThreads * SPLIT_BATCH * 16),
    candidates: place(maxNodes * (nGroups + wide.length) * CANDIDATE_BYTES),
    categorySets: place(shape.hasCategories ? maxNodes * nGroups * CATEGORY_SET_BYTES : 0),
    categoryTables: place(nThreads * categoryTableBytes),
    categoryTableBytes,
    wide,
    signs: place(nGroups * 8 * 4),
    gatherBins: place(nThreads * gatherBinsStride),
    gatherBinsStride,
    gatherPacked: place(nThreads * GATHER_ROWS * 8),
    maskedBins: place(nThreads * 64),
    scanScratch: place(nThreads * SCAN_BYTES),
    binScratch: place(nThreads * binScratchStride),
    binScratchStride,
    histograms: place((slots + shared) * histogramBytes),
    histogramBytes,
    slots,
    nGroups,
    maxNodes,
    bytes: at,
  };
}
