import type { BuiltInAlgorithm, FeatureType, Matrix } from '@fraudx/core';

/** What is learned: a built-in algorithm or one that `registerAlgorithm` added. The engine that computes it is recorded beside it. */
export type AlgorithmName = BuiltInAlgorithm | (string & Record<never, never>);

/** Parameter values by the names of the algorithm, e.g. `max_depth`. */
export type ParamValues = Readonly<Record<string, number | string | boolean>>;

/**
 * Metric watched on validation rows while fitting. `aucpr` is XGBoost's area under the precision-recall curve, interpolated between
 * thresholds; `average_precision` is LightGBM's and scikit-learn's sum of its steps.
 */
export type EvalMetric = 'logloss' | 'auc' | 'aucpr' | 'average_precision';

/** A metric by the name of XGBoost or of LightGBM: `binary_logloss` is `logloss`. */
export type EvalMetricName = EvalMetric | 'binary_logloss';

/** How to fit. */
export interface FitOptions {
  /** Length nRows, each 0 or in [1e-30, 1e30], above 0 in a row of each class. Default all 1. */
  readonly sampleWeight?: Float64Array;
  /** Rows to watch the metric on; needed for early stopping. */
  readonly validation?: { readonly x: Matrix; readonly y: Uint8Array; readonly sampleWeight?: Float64Array };
  /** Seed of all chance, an integer in [0, 2^53). Default 0; a parameter `seed` wins. */
  readonly seed?: number | undefined;
  /** Worker threads, in [1, 64]; the result does not depend on it. Default: the number of cores. */
  readonly nThreads?: number;
  /** Called after each iteration on the calling thread; what it throws ends the fit and is thrown by it. */
  readonly onIteration?: (event: {
    readonly iteration: number;
    readonly total: number;
    readonly metric?: { readonly name: string; readonly value: number };
  }) => void;
  /** Stops the fit after the current iteration. */
  readonly signal?: AbortSignal;
  /** Stop when the metric has not improved for so many iterations, keep the best. Default: never. */
  readonly earlyStoppingRounds?: number;
  /** Default: the metric of the parameters, else `logloss`. */
  readonly evalMetric?: EvalMetricName;
  /** WebAssembly where it runs, or one kind; the result does not depend on it. Default `auto`. */
  readonly kernels?: 'auto' | 'wasm' | 'js';
}

/** How much a feature matters to a model. */
export interface FeatureImportance {
  readonly feature: string;
  /** In the unit of the algorithm, at least 0; of trees the gain. */
  readonly value: number;
}

/** How much a feature matters to an ensemble of trees. */
export interface TreeFeatureImportance extends FeatureImportance {
  /** Sum of loss reductions of its splits. */
  readonly gain: number;
  /** Sum of hessians of the rows at its splits. */
  readonly cover: number;
  /** Number of its splits. */
  readonly weight: number;
}

/** What contributions of features are measured in. */
export type ContributionUnit = 'log-odds' | 'probability';

/** Parts of scores. */
export interface Contributions {
  readonly unit: ContributionUnit;
  /** Row-major, nRows × (nFeatures + 1), the last of each row is the base. A row sums to its score in `unit`. */
  of(x: Matrix): Float64Array;
}

/** What a score is: a probability of fraud, or a number that is higher the less a row looks like the others. */
export type ScoreKind = 'probability' | 'anomaly';

/** Who computed a model. */
export interface EngineInfo {
  /** `embedded`: the implementation of this toolkit, not the original library's; `libxgboost`: XGBoost itself, imported. */
  readonly name: 'embedded' | 'libxgboost' | (string & Record<never, never>);
  /** Of the package that holds the engine, or of the imported library. */
  readonly version: string;
  /** WebAssembly, or plain JavaScript where that cannot run; both give the same trees. Absent in models of earlier versions. */
  readonly kernels?: 'wasm' | 'js' | undefined;
}

/** Something to know about a fit that succeeded. */
export interface FitWarning {
  /**
   * `KERNELS_FALLBACK`: plain JavaScript had to do; `EXTREME_WEIGHTS`: rows of the smallest weights count by chance, or not at all;
   * `NO_SPLITS`: no tree of a boosted model has a split; `LARGE_LEAVES`: a leaf of a boosted model outweighs all other trees, with the
   * parameters that prevent it.
   */
  readonly code:
    | 'KERNELS_FALLBACK'
    | 'EXTREME_WEIGHTS'
    | 'NO_SPLITS'
    | 'LARGE_LEAVES'
    | (string & Record<never, never>);
  readonly message: string;
}

/**
 * A fitted model: immutable, scores rows, can be saved. What not every algorithm can do is optional: contributions of features, importances, a
 * choice among iterations.
 */
export interface FittedModel {
  readonly algorithm: AlgorithmName;
  readonly engine: EngineInfo;
  readonly params: ParamValues;
  readonly featureNames: readonly string[];
  readonly featureTypes: readonly FeatureType[];
  /** What the fit says about itself; empty for a loaded model. */
  readonly warnings: readonly FitWarning[];
  readonly scoreKind: ScoreKind;
  /**
   * A score per row, length nRows; higher is more likely fraud. A probability is in [0, 1].
   *
   * @throws {ShapeError} Feature names differ from those of the training matrix.
   * @throws {DataError} `INFINITE_VALUE`, as in training; NaN is missing.
   */
  score(x: Matrix): Float64Array;
  /**
   * Writes the files of the model, texts in UTF-8, into a folder that is there. File names are letters, digits, `.`, `_` and `-`; `model.json` is the
   * manifest's. The algorithm's `load` reads them again.
   */
  save(folder: string): Promise<void>;
  /** Index of the last iteration that is kept, from 0. Absent: the algorithm has none to choose from. */
  readonly bestIteration?: number;
  /** What each feature adds to each row's score. */
  readonly contributions?: Contributions;
  /** One entry per feature, the highest value first. */
  featureImportances?(): readonly FeatureImportance[];
}

/** Learns a model from rows with labels. Parameters are validated when it is made; `fit` may be called many times. */
export interface Estimator<Model extends FittedModel = FittedModel> {
  readonly algorithm: AlgorithmName;
  readonly params: ParamValues;
  /**
   * @param x - Features; NaN is missing, infinite values are refused.
   * @param y - Length nRows, each 0 or 1, both present.
   * @throws {InvalidArgumentError} No matrix or no labels; options out of range, all at once; `UNKNOWN_OPTION`, with the nearest known one.
   */
  fit(x: Matrix, y: Uint8Array, options: FitOptions): Promise<Model>;
}
