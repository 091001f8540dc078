import type { MonotoneConstraints } from '../parameters/monotone-constraints.ts';

/** Hyperparameters of the algorithm `xgboost`, by every accepted name. Written by scripts/param-types.ts; above 300 lines where there are many names. */
export interface XgboostParams {
  /** Number of trees. >= 1, <= 100000. Default 100. */
  readonly numRound?: number | undefined;
  /** Same as `numRound`. */
  readonly num_round?: number | undefined;
  /** Same as `numRound`. */
  readonly nEstimators?: number | undefined;
  /** Same as `numRound`. */
  readonly n_estimators?: number | undefined;
  /** Same as `numRound`. */
  readonly num_boost_round?: number | undefined;
  /** Same as `numRound`. */
  readonly numBoostRound?: number | undefined;
  /** Maximum depth of a tree; 0 is no limit, with grow_policy lossguide and max_leaves. >= 0, <= 20. Default 6. */
  readonly maxDepth?: number | undefined;
  /** Same as `maxDepth`. */
  readonly max_depth?: number | undefined;
  /** Shrinkage of each tree. > 0, <= 1. Default 0.3. */
  readonly eta?: number | undefined;
  /** Same as `eta`. */
  readonly learningRate?: number | undefined;
  /** Same as `eta`. */
  readonly learning_rate?: number | undefined;
  /** Minimum loss reduction of a split. >= 0. Default 0. */
  readonly gamma?: number | undefined;
  /** Same as `gamma`. */
  readonly minSplitLoss?: number | undefined;
  /** Same as `gamma`. */
  readonly min_split_loss?: number | undefined;
  /** Minimum sum of hessians in a child. >= 0. Default 1. */
  readonly minChildWeight?: number | undefined;
  /** Same as `minChildWeight`. */
  readonly min_child_weight?: number | undefined;
  /** Maximum absolute leaf weight before shrinkage; 0 is no limit. >= 0. Default 0. */
  readonly maxDeltaStep?: number | undefined;
  /** Same as `maxDeltaStep`. */
  readonly max_delta_step?: number | undefined;
  /** Share of rows that each tree sees. > 0, <= 1. Default 1. */
  readonly subsample?: number | undefined;
  /** Share of features per tree, rounded down, at least 1. > 0, <= 1. Default 1. */
  readonly colsampleByTree?: number | undefined;
  /** Same as `colsampleByTree`. */
  readonly colsample_bytree?: number | undefined;
  /** Same as `colsampleByTree`. */
  readonly colsampleBytree?: number | undefined;
  /** Share of the tree's features per level. > 0, <= 1. Default 1. */
  readonly colsampleByLevel?: number | undefined;
  /** Same as `colsampleByLevel`. */
  readonly colsample_bylevel?: number | undefined;
  /** Same as `colsampleByLevel`. */
  readonly colsampleBylevel?: number | undefined;
  /** Share of the level's features per node. > 0, <= 1. Default 1. */
  readonly colsampleByNode?: number | undefined;
  /** Same as `colsampleByNode`. */
  readonly colsample_bynode?: number | undefined;
  /** Same as `colsampleByNode`. */
  readonly colsampleBynode?: number | undefined;
  /** L2 penalty of leaf weights. >= 0. Default 1. */
  readonly lambda?: number | undefined;
  /** Same as `lambda`. */
  readonly regLambda?: number | undefined;
  /** Same as `lambda`. */
  readonly reg_lambda?: number | undefined;
  /** L1 penalty of leaf weights. >= 0. Default 0. */
  readonly alpha?: number | undefined;
  /** Same as `alpha`. */
  readonly regAlpha?: number | undefined;
  /** Same as `alpha`. */
  readonly reg_alpha?: number | undefined;
  /** Weight of each fraud row. > 0, <= 1000000. Default 1. */
  readonly scalePosWeight?: number | undefined;
  /** Same as `scalePosWeight`. */
  readonly scale_pos_weight?: number | undefined;
  /** Probability that boosting starts from; absent: the weighted share of fraud, with scale_pos_weight one Newton step from 0.5. > 0, < 1. */
  readonly baseScore?: number | undefined;
  /** Same as `baseScore`. */
  readonly base_score?: number | undefined;
  /** Maximum number of value bins per feature; missing values have one more; 256, XGBoost's own default, means as many as there are: 255. >= 2, <= 256. Default 255. */
  readonly maxBin?: number | undefined;
  /** Same as `maxBin`. */
  readonly max_bin?: number | undefined;
  /** Share of the bins reserved for extreme values (embedded engine only); 0 is plain quantiles; absent: 0.5, and 0 for features that only rise or only fall from row to row, like a clock. >= 0, <= 1. */
  readonly tailShare?: number | undefined;
  /** Same as `tailShare`. */
  readonly tail_share?: number | undefined;
  /** depthwise: level by level; lossguide: the split of the largest gain first. Default 'depthwise'. */
  readonly growPolicy?: 'depthwise' | 'lossguide' | undefined;
  /** Same as `growPolicy`. */
  readonly grow_policy?: 'depthwise' | 'lossguide' | undefined;
  /** Maximum number of leaves of a tree, with grow_policy lossguide; 0 is no limit but max_depth. >= 0, <= 4096. Default 0. */
  readonly maxLeaves?: number | undefined;
  /** Same as `maxLeaves`. */
  readonly max_leaves?: number | undefined;
  /** Categorical features with fewer categories split off one at a time, others a set of them. >= 1, <= 65535. Default 4. */
  readonly maxCatToOnehot?: number | undefined;
  /** Same as `maxCatToOnehot`. */
  readonly max_cat_to_onehot?: number | undefined;
  /** Maximum number of categories on one side of a split. >= 1, <= 65535. Default 64. */
  readonly maxCatThreshold?: number | undefined;
  /** Same as `maxCatThreshold`. */
  readonly max_cat_threshold?: number | undefined;
  /** Per feature 1: the score must not fall when its value rises; -1: not rise; 0: free. A list in feature order, XGBoost's text "(1,-1,0)", or an object by feature name; absent: all free. */
  readonly monotoneConstraints?: MonotoneConstraints | undefined;
  /** Same as `monotoneConstraints`. */
  readonly monotone_constraints?: MonotoneConstraints | undefined;
  /** What is minimised. Default 'binary:logistic'. */
  readonly objective?: 'binary:logistic' | undefined;
  /** What is boosted. Default 'gbtree'. */
  readonly booster?: 'gbtree' | undefined;
  /** How splits are found; auto is hist. Default 'hist'. */
  readonly treeMethod?: 'hist' | 'auto' | undefined;
  /** Same as `treeMethod`. */
  readonly tree_method?: 'hist' | 'auto' | undefined;
  /** How rows are drawn when subsample is below 1. Default 'uniform'. */
  readonly samplingMethod?: 'uniform' | undefined;
  /** Same as `samplingMethod`. */
  readonly sampling_method?: 'uniform' | undefined;
  /** Where trees are built. Default 'cpu'. */
  readonly device?: 'cpu' | undefined;
  /** Metric on validation rows of a fit that names none; absent: logloss. */
  readonly evalMetric?: 'logloss' | 'auc' | 'aucpr' | undefined;
  /** Same as `evalMetric`. */
  readonly eval_metric?: 'logloss' | 'auc' | 'aucpr' | undefined;
  /** Threads of a fit that names none; changes no result; 0, -1 or absent: one per core. >= -1, <= 64. */
  readonly nthread?: number | undefined;
  /** Same as `nthread`. */
  readonly n_jobs?: number | undefined;
  /** Same as `nthread`. */
  readonly nJobs?: number | undefined;
  /** Random seed of the trees; absent: the seed of the fit. >= 0, <= 9007199254740991. */
  readonly seed?: number | undefined;
  /** Same as `seed`. */
  readonly random_state?: number | undefined;
  /** Same as `seed`. */
  readonly randomState?: number | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly num_parallel_tree?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly numParallelTree?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly verbosity?: 0 | '0' | 1 | '1' | 2 | '2' | 3 | '3' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly verbose?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly silent?: true | 'true' | 1 | '1' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly validate_parameters?: true | 1 | 'true' | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly validateParameters?: true | 1 | 'true' | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly enable_categorical?: true | 'true' | 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly enableCategorical?: true | 'true' | 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly predictor?: 'auto' | 'cpu_predictor' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly seed_per_iteration?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly seedPerIteration?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly missing?: number | 'NaN' | 'nan' | undefined;
}
