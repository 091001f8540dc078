/**
 * Gradients and hessians of at least so many quanta are rounded to the nearest whole number, so that what is equal stays equal and
 * splits that gain the same tie; smaller ones are rounded up or down at random, since to the nearest they would lose more than 1/32.
 */
export const EXACT_QUANTA = 16;

/**
 * The inner loops of training. All pointers are byte offsets into one shared memory; a histogram cell is two int32, hessian
 * first, so that integer sums are exact and the same in any order. Bin 255 holds missing values.
 */
export interface Kernels {
  readonly name: 'js' | 'wasm';
  /** Logistic gradients of rows [from, to): float32 gradient and hessian; adds sums of |gradient| and hessian at `sums` (float64 × 2). */
  gradients(
    margins: number,
    labels: number,
    weights: number,
    gradients: number,
    hessians: number,
    from: number,
    to: number,
    sums: number,
  ): void;
  /** Quantises rows [from, to) to the nearest whole number, below {@link EXACT_QUANTA} by stochastic rounding keyed by row and `seed`; rows not drawn (hash >= keepBelow) become 0. Adds int32 sums at `sums`: hessian, gradient. */
  quantise(
    gradients: number,
    hessians: number,
    packed: number,
    from: number,
    to: number,
    gradientScale: number,
    hessianScale: number,
    seed: number,
    keepBelow: number,
    sums: number,
  ): void;
  /** Adds rows [from, to) in memory order into the histogram. */
  histogramRange(
    rowBins: number,
    nGroups: number,
    lastWidth: number,
    packed: number,
    from: number,
    to: number,
    histogram: number,
  ): void;
  /** Adds the n rows listed at `index` into the histogram, gathered through two buffers. */
  histogramRows(
    rowBins: number,
    nGroups: number,
    lastWidth: number,
    index: number,
    n: number,
    packed: number,
    histogram: number,
    gatherBins: number,
    gatherPacked: number,
  ): void;
  /** Adds rows [from, to) into the histogram of a feature whose bins take two bytes. */
  wideHistogramRange(bins: number, packed: number, from: number, to: number, histogram: number): void;
  /** Adds the n rows listed at `index` into the histogram of a feature whose bins take two bytes. */
  wideHistogramRows(bins: number, index: number, n: number, packed: number, histogram: number): void;
  zero(at: number, bytes: number): void;
  /** target += source over `cells` histogram cells. */
  add(target: number, source: number, cells: number): void;
  /** target -= source over `cells` histogram cells. */
  subtract(target: number, source: number, cells: number): void;
  /** Best split of a group of `width` features, leaf weights in [lower, upper]. `signs`: per feature int32 1 when weights must rise from left to right, -1 fall, 0 free; address 0: all free. Writes at `out`: float64 score (-Infinity: none), int32 feature, int32 bin + 256 when missing goes left, int32 hessian, int32 gradient of the left child. `scratch`: 2112 bytes. */
  findSplit(
    histogram: number,
    nBins: number,
    width: number,
    gradient: number,
    hessian: number,
    lambda: number,
    alpha: number,
    lower: number,
    upper: number,
    signs: number,
    minHessian: number,
    out: number,
    scratch: number,
  ): void;
  /** Orders n row numbers at `index` by bin (left: (bin + shift) mod 256 <= bin limit + shift), stable; returns how many go left. */
  partition(columnBins: number, shift: number, limit: number, index: number, n: number, buffer: number): number;
  /** Orders n row numbers at `index` by the byte that `table` (256 bytes) has for their bin: 0 left, 1 right; stable; returns how many go left. */
  partitionByTable(columnBins: number, table: number, index: number, n: number, buffer: number): number;
  /** As {@link partitionByTable}, by bins of two bytes. */
  partitionByWideTable(bins: number, table: number, index: number, n: number, buffer: number): number;
  /** Adds `value` to the margins of the n rows listed at `index`. */
  addToMargins(margins: number, index: number, n: number, value: number): void;
  /** Writes from, from + 1, … to - 1 at `index` + 4 × from. */
  iota(index: number, from: number, to: number): void;
  /** Turns n float32 at `keys` into uint32 that order like them; -0 like 0, NaN becomes 2^32 - 1. Returns how many are NaN. */
  orderKeys(keys: number, n: number): number;
  /** Sorts n uint32 at `keys` into `sorted`; overwrites `keys`. `counters`: 24 576 bytes. */
  radixSort(keys: number, sorted: number, n: number, counters: number): void;
  /** Bins n ordered keys: bin = number of cuts <= key, 255 for key 2^32 - 1 (missing). Writes bytes `stride` apart and in a row. `table`: 65 600 bytes. */
  binKeys(
    keys: number,
    n: number,
    cuts: number,
    nCuts: number,
    table: number,
    rowBins: number,
    stride: number,
    columnBins: number,
  ): void;
}
