/**
 * The inner loops of random forests. All pointers are byte offsets into one shared memory.
 *
 * A row of a tree's sample is one word, `row << 8 | times drawn << 1 | label`, so that growing a tree gathers nothing but bins.
 * Sums are whole numbers below 2^53, exact in any order: times drawn, or times drawn × quantised weight (`quantise-weights.ts`).
 * Bin 255 holds missing values.
 */
export interface ForestKernels {
  readonly name: 'js' | 'wasm';
  /**
   * Draws n rows with replacement and lists those drawn, in order, at `index`; returns how many. Rows of weight 0 are left out; if
   * none is left, all rows are taken once.
   *
   * @param counts - n bytes of scratch.
   * @param weights - n float64, or 0 when all rows count the same.
   */
  drawSample(counts: number, n: number, labels: number, weights: number, index: number, seed: number): number;
  /**
   * Grows one tree on the rows listed at `index` (which it reorders) and returns its number of nodes.
   *
   * @param columnBins - nRows bytes per feature.
   * @param buffer - As large as the index.
   * @param scratch - SCRATCH_BYTES + ENTRY_BYTES per open node, see `forest-layout.ts`.
   * @param order - 4 bytes per feature.
   * @param nodes - NODE_BYTES × capacity: feature, threshold, left, right, value, gain, cover (4 bytes each), then missingLeft (1 byte).
   * @param tries - Features drawn per node; more only while all drawn are constant in the node.
   * @param maxLeaves - 2^31 - 1: no limit, depth first; otherwise the best split first.
   * @param negative - Weight of each negative row besides `weights`; `positive` likewise.
   * @param valueScale - Factor of leaf values, which are shares of positives.
   * @param weightScale - Factor of gains and covers.
   */
  growTree(
    columnBins: number,
    nRows: number,
    nFeatures: number,
    nBins: number,
    cuts: number,
    weights: number,
    index: number,
    nIndex: number,
    buffer: number,
    scratch: number,
    order: number,
    nodes: number,
    capacity: number,
    seed: number,
    tries: number,
    maxDepth: number,
    minSplit: number,
    minLeaf: number,
    maxLeaves: number,
    negative: number,
    positive: number,
    valueScale: number,
    weightScale: number,
  ): number;
}
