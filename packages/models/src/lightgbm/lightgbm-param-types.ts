import type { MonotoneConstraints } from '../parameters/monotone-constraints.ts';

/** Hyperparameters of the algorithm `lightgbm`, by every accepted name. Written by scripts/param-types.ts; above 300 lines where there are many names. */
export interface LightgbmParams {
  /** Number of trees. >= 1, <= 100000. Default 100. */
  readonly numIterations?: number | undefined;
  /** Same as `numIterations`. */
  readonly num_iterations?: number | undefined;
  /** Same as `numIterations`. */
  readonly num_iteration?: number | undefined;
  /** Same as `numIterations`. */
  readonly n_iter?: number | undefined;
  /** Same as `numIterations`. */
  readonly num_tree?: number | undefined;
  /** Same as `numIterations`. */
  readonly num_trees?: number | undefined;
  /** Same as `numIterations`. */
  readonly num_round?: number | undefined;
  /** Same as `numIterations`. */
  readonly num_rounds?: number | undefined;
  /** Same as `numIterations`. */
  readonly nrounds?: number | undefined;
  /** Same as `numIterations`. */
  readonly num_boost_round?: number | undefined;
  /** Same as `numIterations`. */
  readonly n_estimators?: number | undefined;
  /** Same as `numIterations`. */
  readonly max_iter?: number | undefined;
  /** Same as `numIterations`. */
  readonly numIteration?: number | undefined;
  /** Same as `numIterations`. */
  readonly nIter?: number | undefined;
  /** Same as `numIterations`. */
  readonly numTree?: number | undefined;
  /** Same as `numIterations`. */
  readonly numTrees?: number | undefined;
  /** Same as `numIterations`. */
  readonly numRound?: number | undefined;
  /** Same as `numIterations`. */
  readonly numRounds?: number | undefined;
  /** Same as `numIterations`. */
  readonly numBoostRound?: number | undefined;
  /** Same as `numIterations`. */
  readonly nEstimators?: number | undefined;
  /** Same as `numIterations`. */
  readonly maxIter?: number | undefined;
  /** Shrinkage of each tree. > 0, <= 1. Default 0.1. */
  readonly learningRate?: number | undefined;
  /** Same as `learningRate`. */
  readonly learning_rate?: number | undefined;
  /** Same as `learningRate`. */
  readonly eta?: number | undefined;
  /** Same as `learningRate`. */
  readonly shrinkage_rate?: number | undefined;
  /** Same as `learningRate`. */
  readonly shrinkageRate?: number | undefined;
  /** Maximum number of leaves of a tree. >= 2, <= 4096. Default 31. */
  readonly numLeaves?: number | undefined;
  /** Same as `numLeaves`. */
  readonly num_leaves?: number | undefined;
  /** Same as `numLeaves`. */
  readonly num_leaf?: number | undefined;
  /** Same as `numLeaves`. */
  readonly max_leaves?: number | undefined;
  /** Same as `numLeaves`. */
  readonly max_leaf?: number | undefined;
  /** Same as `numLeaves`. */
  readonly max_leaf_nodes?: number | undefined;
  /** Same as `numLeaves`. */
  readonly numLeaf?: number | undefined;
  /** Same as `numLeaves`. */
  readonly maxLeaves?: number | undefined;
  /** Same as `numLeaves`. */
  readonly maxLeaf?: number | undefined;
  /** Same as `numLeaves`. */
  readonly maxLeafNodes?: number | undefined;
  /** Maximum depth of a tree; 0 or less is no limit. >= -1, <= 1000. Default -1. */
  readonly maxDepth?: number | undefined;
  /** Same as `maxDepth`. */
  readonly max_depth?: number | undefined;
  /** Minimum number of rows of a leaf, estimated from hessians. >= 0. Default 20. */
  readonly minDataInLeaf?: number | undefined;
  /** Same as `minDataInLeaf`. */
  readonly min_data_in_leaf?: number | undefined;
  /** Same as `minDataInLeaf`. */
  readonly min_data_per_leaf?: number | undefined;
  /** Same as `minDataInLeaf`. */
  readonly min_data?: number | undefined;
  /** Same as `minDataInLeaf`. */
  readonly min_child_samples?: number | undefined;
  /** Same as `minDataInLeaf`. */
  readonly min_samples_leaf?: number | undefined;
  /** Same as `minDataInLeaf`. */
  readonly minDataPerLeaf?: number | undefined;
  /** Same as `minDataInLeaf`. */
  readonly minData?: number | undefined;
  /** Same as `minDataInLeaf`. */
  readonly minChildSamples?: number | undefined;
  /** Same as `minDataInLeaf`. */
  readonly minSamplesLeaf?: number | undefined;
  /** Minimum sum of hessians in a leaf. >= 0. Default 0.001. */
  readonly minSumHessianInLeaf?: number | undefined;
  /** Same as `minSumHessianInLeaf`. */
  readonly min_sum_hessian_in_leaf?: number | undefined;
  /** Same as `minSumHessianInLeaf`. */
  readonly min_sum_hessian_per_leaf?: number | undefined;
  /** Same as `minSumHessianInLeaf`. */
  readonly min_sum_hessian?: number | undefined;
  /** Same as `minSumHessianInLeaf`. */
  readonly min_hessian?: number | undefined;
  /** Same as `minSumHessianInLeaf`. */
  readonly min_child_weight?: number | undefined;
  /** Same as `minSumHessianInLeaf`. */
  readonly minSumHessianPerLeaf?: number | undefined;
  /** Same as `minSumHessianInLeaf`. */
  readonly minSumHessian?: number | undefined;
  /** Same as `minSumHessianInLeaf`. */
  readonly minHessian?: number | undefined;
  /** Same as `minSumHessianInLeaf`. */
  readonly minChildWeight?: number | undefined;
  /** Share of rows that trees see; used when bagging_freq is above 0. > 0, <= 1. Default 1. */
  readonly baggingFraction?: number | undefined;
  /** Same as `baggingFraction`. */
  readonly bagging_fraction?: number | undefined;
  /** Same as `baggingFraction`. */
  readonly sub_row?: number | undefined;
  /** Same as `baggingFraction`. */
  readonly subsample?: number | undefined;
  /** Same as `baggingFraction`. */
  readonly bagging?: number | undefined;
  /** Same as `baggingFraction`. */
  readonly subRow?: number | undefined;
  /** Draw new rows every this many trees; 0 uses all rows. >= 0. Default 0. */
  readonly baggingFreq?: number | undefined;
  /** Same as `baggingFreq`. */
  readonly bagging_freq?: number | undefined;
  /** Same as `baggingFreq`. */
  readonly subsample_freq?: number | undefined;
  /** Same as `baggingFreq`. */
  readonly subsampleFreq?: number | undefined;
  /** Share of features per tree, rounded to the nearest number, at least 1. > 0, <= 1. Default 1. */
  readonly featureFraction?: number | undefined;
  /** Same as `featureFraction`. */
  readonly feature_fraction?: number | undefined;
  /** Same as `featureFraction`. */
  readonly sub_feature?: number | undefined;
  /** Same as `featureFraction`. */
  readonly colsample_bytree?: number | undefined;
  /** Same as `featureFraction`. */
  readonly colsampleByTree?: number | undefined;
  /** Same as `featureFraction`. */
  readonly subFeature?: number | undefined;
  /** Same as `featureFraction`. */
  readonly colsampleBytree?: number | undefined;
  /** Share of the tree's features per node, rounded in the same way. > 0, <= 1. Default 1. */
  readonly featureFractionByNode?: number | undefined;
  /** Same as `featureFractionByNode`. */
  readonly feature_fraction_bynode?: number | undefined;
  /** Same as `featureFractionByNode`. */
  readonly sub_feature_bynode?: number | undefined;
  /** Same as `featureFractionByNode`. */
  readonly colsample_bynode?: number | undefined;
  /** Same as `featureFractionByNode`. */
  readonly colsampleByNode?: number | undefined;
  /** Same as `featureFractionByNode`. */
  readonly featureFractionBynode?: number | undefined;
  /** Same as `featureFractionByNode`. */
  readonly subFeatureBynode?: number | undefined;
  /** Same as `featureFractionByNode`. */
  readonly colsampleBynode?: number | undefined;
  /** L1 penalty of leaf weights. >= 0. Default 0. */
  readonly lambdaL1?: number | undefined;
  /** Same as `lambdaL1`. */
  readonly lambda_l1?: number | undefined;
  /** Same as `lambdaL1`. */
  readonly reg_alpha?: number | undefined;
  /** Same as `lambdaL1`. */
  readonly l1_regularization?: number | undefined;
  /** Same as `lambdaL1`. */
  readonly regAlpha?: number | undefined;
  /** Same as `lambdaL1`. */
  readonly l1Regularization?: number | undefined;
  /** L2 penalty of leaf weights. >= 0. Default 0. */
  readonly lambdaL2?: number | undefined;
  /** Same as `lambdaL2`. */
  readonly lambda_l2?: number | undefined;
  /** Same as `lambdaL2`. */
  readonly reg_lambda?: number | undefined;
  /** Same as `lambdaL2`. */
  readonly lambda?: number | undefined;
  /** Same as `lambdaL2`. */
  readonly l2_regularization?: number | undefined;
  /** Same as `lambdaL2`. */
  readonly regLambda?: number | undefined;
  /** Same as `lambdaL2`. */
  readonly l2Regularization?: number | undefined;
  /** Minimum gain of a split. >= 0. Default 0. */
  readonly minGainToSplit?: number | undefined;
  /** Same as `minGainToSplit`. */
  readonly min_gain_to_split?: number | undefined;
  /** Same as `minGainToSplit`. */
  readonly min_split_gain?: number | undefined;
  /** Same as `minGainToSplit`. */
  readonly minSplitGain?: number | undefined;
  /** Maximum absolute leaf weight before shrinkage; 0 is no limit. >= 0. Default 0. */
  readonly maxDeltaStep?: number | undefined;
  /** Same as `maxDeltaStep`. */
  readonly max_delta_step?: number | undefined;
  /** Same as `maxDeltaStep`. */
  readonly max_tree_output?: number | undefined;
  /** Same as `maxDeltaStep`. */
  readonly max_leaf_output?: number | undefined;
  /** Same as `maxDeltaStep`. */
  readonly maxTreeOutput?: number | undefined;
  /** Same as `maxDeltaStep`. */
  readonly maxLeafOutput?: number | undefined;
  /** Weight of each fraud row. > 0, <= 1000000. Default 1. */
  readonly scalePosWeight?: number | undefined;
  /** Same as `scalePosWeight`. */
  readonly scale_pos_weight?: number | undefined;
  /** Maximum number of value bins per feature; missing values have one more. >= 2, <= 255. Default 255. */
  readonly maxBin?: number | undefined;
  /** Same as `maxBin`. */
  readonly max_bin?: number | undefined;
  /** Same as `maxBin`. */
  readonly max_bins?: number | undefined;
  /** Same as `maxBin`. */
  readonly maxBins?: number | undefined;
  /** Share of the bins reserved for extreme values (embedded engine only); 0 is plain quantiles; absent: 0.5, and 0 for features that only rise or only fall from row to row, like a clock. >= 0, <= 1. */
  readonly tailShare?: number | undefined;
  /** Same as `tailShare`. */
  readonly tail_share?: number | undefined;
  /** Weight the rarer class so that both have the same total weight; not beside scale_pos_weight. Default false. */
  readonly isUnbalance?: boolean | undefined;
  /** Same as `isUnbalance`. */
  readonly is_unbalance?: boolean | undefined;
  /** Same as `isUnbalance`. */
  readonly unbalance?: boolean | undefined;
  /** Same as `isUnbalance`. */
  readonly unbalanced_sets?: boolean | undefined;
  /** Same as `isUnbalance`. */
  readonly unbalancedSets?: boolean | undefined;
  /** Start from the share of fraud, by sample weights only; false starts from 0.5. Default true. */
  readonly boostFromAverage?: boolean | undefined;
  /** Same as `boostFromAverage`. */
  readonly boost_from_average?: boolean | undefined;
  /** gbdt; goss is the old spelling of data_sample_strategy goss. Default 'gbdt'. */
  readonly boosting?: 'gbdt' | 'goss' | undefined;
  /** Same as `boosting`. */
  readonly boosting_type?: 'gbdt' | 'goss' | undefined;
  /** Same as `boosting`. */
  readonly boost?: 'gbdt' | 'goss' | undefined;
  /** Same as `boosting`. */
  readonly boostingType?: 'gbdt' | 'goss' | undefined;
  /** bagging: rows by chance, see bagging_fraction; goss: rows by gradient, after 1 / learning_rate trees. Default 'bagging'. */
  readonly dataSampleStrategy?: 'bagging' | 'goss' | undefined;
  /** Same as `dataSampleStrategy`. */
  readonly data_sample_strategy?: 'bagging' | 'goss' | undefined;
  /** Share of rows of the largest gradients that each tree sees, with goss. > 0, < 1. Default 0.2. */
  readonly topRate?: number | undefined;
  /** Same as `topRate`. */
  readonly top_rate?: number | undefined;
  /** Share of rows drawn from the others and amplified, with goss. > 0, < 1. Default 0.1. */
  readonly otherRate?: number | undefined;
  /** Same as `otherRate`. */
  readonly other_rate?: number | undefined;
  /** Categorical features with fewer categories split off one at a time, others a set of them. >= 1, <= 65535. Default 4. */
  readonly maxCatToOnehot?: number | undefined;
  /** Same as `maxCatToOnehot`. */
  readonly max_cat_to_onehot?: number | undefined;
  /** Maximum number of categories on one side of a split. >= 1, <= 65535. Default 32. */
  readonly maxCatThreshold?: number | undefined;
  /** Same as `maxCatThreshold`. */
  readonly max_cat_threshold?: number | undefined;
  /** Smoothing of the ratio by which categories are ordered; categories with fewer rows stay with the rest. >= 0. Default 10. */
  readonly catSmooth?: number | undefined;
  /** Same as `catSmooth`. */
  readonly cat_smooth?: number | undefined;
  /** L2 penalty of leaf weights in splits by sets of categories, beside lambda_l2. >= 0. Default 10. */
  readonly catL2?: number | undefined;
  /** Same as `catL2`. */
  readonly cat_l2?: number | undefined;
  /** Fewest rows by which a set of categories grows between two splits that are tried, and of the rest. >= 1. Default 100. */
  readonly minDataPerGroup?: number | undefined;
  /** Same as `minDataPerGroup`. */
  readonly min_data_per_group?: number | undefined;
  /** Per feature 1: the score must not fall when its value rises; -1: not rise; 0: free. A list in feature order, XGBoost's text "(1,-1,0)", or an object by feature name; absent: all free. */
  readonly monotoneConstraints?: MonotoneConstraints | undefined;
  /** Same as `monotoneConstraints`. */
  readonly monotone_constraints?: MonotoneConstraints | undefined;
  /** Same as `monotoneConstraints`. */
  readonly mc?: MonotoneConstraints | undefined;
  /** Same as `monotoneConstraints`. */
  readonly monotone_constraint?: MonotoneConstraints | undefined;
  /** Same as `monotoneConstraints`. */
  readonly monotonic_cst?: MonotoneConstraints | undefined;
  /** Same as `monotoneConstraints`. */
  readonly monotoneConstraint?: MonotoneConstraints | undefined;
  /** Same as `monotoneConstraints`. */
  readonly monotonicCst?: MonotoneConstraints | undefined;
  /** What is minimised. Default 'binary'. */
  readonly objective?: 'binary' | undefined;
  /** Same as `objective`. */
  readonly objective_type?: 'binary' | undefined;
  /** Same as `objective`. */
  readonly app?: 'binary' | undefined;
  /** Same as `objective`. */
  readonly application?: 'binary' | undefined;
  /** Same as `objective`. */
  readonly loss?: 'binary' | undefined;
  /** Same as `objective`. */
  readonly objectiveType?: 'binary' | undefined;
  /** Metric on validation rows of a fit that names none; absent: binary_logloss. */
  readonly metric?: 'binary_logloss' | 'auc' | 'average_precision' | undefined;
  /** Same as `metric`. */
  readonly metrics?: 'binary_logloss' | 'auc' | 'average_precision' | undefined;
  /** Same as `metric`. */
  readonly metric_types?: 'binary_logloss' | 'auc' | 'average_precision' | undefined;
  /** Same as `metric`. */
  readonly metricTypes?: 'binary_logloss' | 'auc' | 'average_precision' | undefined;
  /** Where trees are built. Default 'cpu'. */
  readonly deviceType?: 'cpu' | undefined;
  /** Same as `deviceType`. */
  readonly device_type?: 'cpu' | undefined;
  /** Same as `deviceType`. */
  readonly device?: 'cpu' | undefined;
  /** Threads of a fit that names none; changes no result; 0, -1 or absent: one per core. >= -1, <= 64. */
  readonly numThreads?: number | undefined;
  /** Same as `numThreads`. */
  readonly num_threads?: number | undefined;
  /** Same as `numThreads`. */
  readonly num_thread?: number | undefined;
  /** Same as `numThreads`. */
  readonly nthread?: number | undefined;
  /** Same as `numThreads`. */
  readonly nthreads?: number | undefined;
  /** Same as `numThreads`. */
  readonly n_jobs?: number | undefined;
  /** Same as `numThreads`. */
  readonly numThread?: number | undefined;
  /** Same as `numThreads`. */
  readonly nJobs?: number | undefined;
  /** Random seed of the trees; absent: the seed of the fit. >= 0, <= 9007199254740991. */
  readonly seed?: number | undefined;
  /** Same as `seed`. */
  readonly random_seed?: number | undefined;
  /** Same as `seed`. */
  readonly random_state?: number | undefined;
  /** Same as `seed`. */
  readonly randomSeed?: number | undefined;
  /** Same as `seed`. */
  readonly randomState?: number | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly early_stopping_round?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly earlyStoppingRound?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly early_stopping_rounds?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly earlyStoppingRounds?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly early_stopping?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly earlyStopping?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly n_iter_no_change?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly nIterNoChange?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly early_stopping_min_delta?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly earlyStoppingMinDelta?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly first_metric_only?: true | 'true' | 1 | '1' | false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly firstMetricOnly?: true | 'true' | 1 | '1' | false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly verbosity?: -1 | '-1' | 0 | '0' | 1 | '1' | 2 | '2' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly verbose?: -1 | '-1' | 0 | '0' | 1 | '1' | 2 | '2' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly is_provide_training_metric?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly isProvideTrainingMetric?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly train_metric?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly trainMetric?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly training_metric?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly trainingMetric?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly is_training_metric?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly isTrainingMetric?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly deterministic?: true | 'true' | 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly pos_bagging_fraction?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly posBaggingFraction?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly pos_sub_row?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly posSubRow?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly pos_subsample?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly posSubsample?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly pos_bagging?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly posBagging?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly neg_bagging_fraction?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly negBaggingFraction?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly neg_sub_row?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly negSubRow?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly neg_subsample?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly negSubsample?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly neg_bagging?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly negBagging?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly extra_trees?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly extraTrees?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly extra_tree?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly extraTree?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly path_smooth?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly pathSmooth?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly linear_tree?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly linearTree?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly linear_trees?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly linearTrees?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly linear_lambda?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly linearLambda?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly monotone_constraints_method?: 'basic' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly monotoneConstraintsMethod?: 'basic' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly monotone_constraining_method?: 'basic' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly monotoneConstrainingMethod?: 'basic' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly mc_method?: 'basic' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly mcMethod?: 'basic' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly monotone_penalty?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly monotonePenalty?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly monotone_splits_penalty?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly monotoneSplitsPenalty?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly ms_penalty?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly msPenalty?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly mc_penalty?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly mcPenalty?: 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly use_missing?: true | 'true' | 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly useMissing?: true | 'true' | 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly zero_as_missing?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly zeroAsMissing?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly sigmoid?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly num_class?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly numClass?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly num_classes?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly numClasses?: 1 | '1' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly force_col_wise?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly forceColWise?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly force_row_wise?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly forceRowWise?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly two_round?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly twoRound?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly two_round_loading?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly twoRoundLoading?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly use_two_round_loading?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly useTwoRoundLoading?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly pre_partition?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly prePartition?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly is_pre_partition?: false | 'false' | 0 | '0' | undefined;
  /** Accepted with this value alone, which the engine has anyway. */
  readonly isPrePartition?: false | 'false' | 0 | '0' | undefined;
}
