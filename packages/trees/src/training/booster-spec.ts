/** How categorical features are split; names are those of XGBoost and LightGBM in camelCase. */
export interface CategoricalSpec {
  /** Features with fewer categories split off one category at a time, >= 1. */
  readonly maxCatToOnehot: number;
  /** Most categories on one side of a split, >= 1. */
  readonly maxCatThreshold: number;
  /** Categories are ordered by gradient / (hessian + catSmooth), >= 0. */
  readonly catSmooth: number;
  /** Fewest rows of a category that takes part in the ordering, >= 0, estimated from hessians; the others stay with the rest. */
  readonly minCatRows: number;
  /** L2 penalty of leaf weights in splits by sets, beside `lambda`, >= 0. */
  readonly catL2: number;
  /** Rows by which sets must grow between two splits that are tried, and fewest rows of the rest, >= 1. */
  readonly minDataPerGroup: number;
}

/** What a booster learns by, in plain values that a worker thread can receive. Names are those of XGBoost in camelCase. */
export interface BoosterSpec {
  /** Number of trees, >= 1. */
  readonly rounds: number;
  /** `depth`: all nodes until `maxDepth`; `leaf`: the best leaf first until `maxLeaves`. */
  readonly growth: 'depth' | 'leaf';
  /** Most leaves of a tree, >= 2; used by growth `leaf`. */
  readonly maxLeaves: number;
  /** Fewest rows of a child, >= 0, estimated from hessians as LightGBM does. */
  readonly minChildRows: number;
  /** Draw new rows of `subsample` every so many trees, >= 1. */
  readonly sampleEvery: number;
  /** Largest depth of a leaf, >= 1. */
  readonly maxDepth: number;
  /** Shrinkage of each tree, in (0, 1]. */
  readonly eta: number;
  /** L2 penalty of leaf weights, >= 0. */
  readonly lambda: number;
  /** L1 penalty of leaf weights, >= 0. */
  readonly alpha: number;
  /** Smallest loss reduction of a split, >= 0. */
  readonly gamma: number;
  /** Smallest hessian sum of a child, >= 0. */
  readonly minChildWeight: number;
  /** Largest absolute leaf weight before shrinkage, >= 0; 0 is no limit. */
  readonly maxDeltaStep: number;
  /** Share of rows that each tree sees, in (0, 1]. */
  readonly subsample: number;
  /**
   * Gradient-based one-side sampling from iteration 1 / `eta` on: rows of the `topRate` largest |gradient × hessian|, and a
   * share `otherRate` of all rows drawn from the others and amplified; each in (0, 1), sum <= 1. Only with `subsample` 1.
   */
  readonly goss?: { readonly topRate: number; readonly otherRate: number };
  /** Share of features per tree, level and node, each in (0, 1]. */
  readonly colsampleByTree: number;
  readonly colsampleByLevel: number;
  readonly colsampleByNode: number;
  /** How a share of features becomes a number, at least 1: rounded down as in XGBoost, or to the nearest, halves up, as in LightGBM. Default `down`. */
  readonly roundFeatures?: 'down' | 'nearest';
  /** Weight of each positive row, > 0. */
  readonly scalePosWeight: number;
  /** Probability that boosting starts from, in (0, 1); absent: the weighted share of positives. */
  readonly baseScore?: number;
  /** How features of type `categorical` are split; absent: their codes are taken as numbers. */
  readonly categorical?: CategoricalSpec;
  /** Per feature 1: the margin must not fall when the value rises; -1: not rise; 0: free. Absent: all free. */
  readonly monotoneConstraints?: readonly number[];
  /** Most value bins per feature, in [2, 255]. With more categories the rare ones share a bin. */
  readonly maxBin: number;
  /** Share of the cuts that keep resolution in the tails, in [0, 1]; 0 is plain quantiles. Default 0.5. */
  readonly tailShare?: number;
  /** Seed of what is sampled, rows and features, an integer in [0, 2^53); without sampling it changes nothing. */
  readonly seed: number;
}

/**
 * The metric watched on validation rows. `aucpr` is the area under the precision-recall curve with XGBoost's interpolation,
 * `average_precision` the sum of its steps, as LightGBM and scikit-learn have it.
 */
export type EvalMetric = 'logloss' | 'auc' | 'aucpr' | 'average_precision';
