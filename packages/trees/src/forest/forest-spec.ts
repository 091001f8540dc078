/** What a random forest learns by, in plain values that a worker thread can receive. Names are those of scikit-learn in camelCase. */
export interface ForestSpec {
  /** Number of trees, >= 1. */
  readonly nEstimators: number;
  /** Features drawn at each split, an integer in [1, nFeatures]; more are drawn only while all drawn ones are constant. */
  readonly maxFeatures: number;
  /** Largest depth of a leaf, an integer >= 1. Default none: trees grow until every leaf is pure. */
  readonly maxDepth?: number;
  /** Fewest distinct rows of a node that is split, an integer >= 2. Default 2. */
  readonly minSamplesSplit?: number;
  /** Fewest distinct rows of a leaf, an integer >= 1. Default 1. */
  readonly minSamplesLeaf?: number;
  /** Most leaves of a tree, an integer >= 2, split in the order of their impurity decrease. Default none. */
  readonly maxLeafNodes?: number;
  /** Weight of each positive row, > 0. Default 1. */
  readonly scalePosWeight?: number;
  /** `balanced`: rows of each class weigh nRows / (2 × rows of the class). Default none. */
  readonly classWeight?: 'balanced';
  /** Most value bins per feature, an integer in [2, 255]. Default 255. */
  readonly maxBin?: number;
  /** Share of the cuts that keep resolution in the tails, in [0, 1]; 0 is plain quantiles. Default 0.5. */
  readonly tailShare?: number;
  /** Seed of all chance, an integer in [0, 2^53). */
  readonly seed: number;
}
