/** Hyperparameters of the algorithm `random-forest`, by every accepted name. Written by scripts/param-types.ts; above 300 lines where there are many names. */
export interface RandomForestParams {
  /** Number of trees. >= 1, <= 10000. Default 100. */
  readonly nEstimators?: number | undefined;
  /** Same as `nEstimators`. */
  readonly n_estimators?: number | undefined;
  /** Same as `nEstimators`. */
  readonly num_round?: number | undefined;
  /** Same as `nEstimators`. */
  readonly numRound?: number | undefined;
  /** Same as `nEstimators`. */
  readonly numTrees?: number | undefined;
  /** Maximum depth of a tree; absent: trees grow until their leaves are pure. >= 1, <= 1000000. */
  readonly maxDepth?: number | undefined;
  /** Same as `maxDepth`. */
  readonly max_depth?: number | undefined;
  /** Minimum number of distinct rows in a leaf. >= 1, <= 1000000000. Default 1. */
  readonly minSamplesLeaf?: number | undefined;
  /** Same as `minSamplesLeaf`. */
  readonly min_samples_leaf?: number | undefined;
  /** Minimum number of distinct rows in a node that is split. >= 2, <= 1000000000. Default 2. */
  readonly minSamplesSplit?: number | undefined;
  /** Same as `minSamplesSplit`. */
  readonly min_samples_split?: number | undefined;
  /** Maximum number of leaves of a tree, those of the largest impurity decrease first; absent: no limit. >= 2, <= 16777216. */
  readonly maxLeafNodes?: number | undefined;
  /** Same as `maxLeafNodes`. */
  readonly max_leaf_nodes?: number | undefined;
  /** balanced: both classes have the same total weight. Default 'none'. */
  readonly classWeight?: 'none' | 'balanced' | null | undefined;
  /** Same as `classWeight`. */
  readonly class_weight?: 'none' | 'balanced' | null | undefined;
  /** Features tried at each split: a share of them, sqrt or log2 of their number, none or null for all; absent: sqrt. > 0, <= 1. */
  readonly maxFeatures?: number | 'sqrt' | 'log2' | 'none' | null | undefined;
  /** Same as `maxFeatures`. */
  readonly max_features?: number | 'sqrt' | 'log2' | 'none' | null | undefined;
  /** Weight of each fraud row. > 0, <= 1000000. Default 1. */
  readonly scalePosWeight?: number | undefined;
  /** Same as `scalePosWeight`. */
  readonly scale_pos_weight?: number | undefined;
  /** Maximum number of value bins per feature; missing values have one more. >= 2, <= 255. Default 255. */
  readonly maxBin?: number | undefined;
  /** Same as `maxBin`. */
  readonly max_bin?: number | undefined;
  /** Share of the bins reserved for extreme values (embedded engine only); 0 is plain quantiles; absent: 0.5, and 0 for features that only rise or only fall from row to row, like a clock. >= 0, <= 1. */
  readonly tailShare?: number | undefined;
  /** Same as `tailShare`. */
  readonly tail_share?: number | undefined;
  /** Threads of a fit that names none; changes no result; 0, -1 or absent: one per core. >= -1, <= 64. */
  readonly nJobs?: number | undefined;
  /** Same as `nJobs`. */
  readonly n_jobs?: number | undefined;
  /** Random seed of the trees; absent: the seed of the fit. >= 0, <= 9007199254740991. */
  readonly seed?: number | undefined;
  /** Same as `seed`. */
  readonly random_state?: number | undefined;
  /** Same as `seed`. */
  readonly randomState?: number | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly criterion?: 'gini' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly min_weight_fraction_leaf?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly minWeightFractionLeaf?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly min_impurity_decrease?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly minImpurityDecrease?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly ccp_alpha?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly ccpAlpha?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly bootstrap?: true | 'true' | 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly max_samples?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly maxSamples?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly oob_score?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly oobScore?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly warm_start?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly warmStart?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly verbose?: false | 'false' | 0 | '0' | undefined;
}
