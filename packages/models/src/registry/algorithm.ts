import type { Matrix } from '@fraudx/core';
import type { TrainingShape, WideShape } from '@fraudx/trees';
import type { Estimator, FittedModel, ParamValues } from '../estimator.ts';
import type { ModelFiles } from '../folder/model-files.ts';
import type { ModelManifest } from '../folder/model-manifest.ts';
import type { AlgorithmParams } from '../parameters/param-schema.ts';

/** The limits of one tree. */
export interface TreeLimits {
  /** Maximum depth of a tree. Default: no limit. */
  readonly maxDepth?: number;
  /** Maximum number of leaves of a tree that grows leaf by leaf. Default: no limit. */
  readonly maxLeaves?: number;
  /** Of a random forest: fewest rows of a leaf. Default 1. */
  readonly minLeaf?: number;
}

/** How much memory fits of an algorithm take, known before they begin. */
export interface AlgorithmMemory {
  /** The limits of the model under parsed parameters. */
  readonly limits: (params: ParamValues) => TreeLimits;
  /** The categorical features that take more memory than others. Default none. */
  readonly wide?: (x: Matrix, params: ParamValues) => readonly WideShape[];
  /** Bytes that a fit of this shape allocates beside its table. */
  readonly bytes: (shape: TrainingShape) => number;
}

/** An algorithm: its hyperparameters, how it learns, and how its models are read again. */
export interface Algorithm<Model extends FittedModel = FittedModel> extends AlgorithmParams {
  /** @throws {InvalidArgumentError} `INVALID_PARAMS`, with all problems. */
  readonly createEstimator: (params: Readonly<Record<string, unknown>>) => Estimator<Model>;
  /**
   * The model that `FittedModel.save` wrote. Nothing in its files is executed.
   * Every file that the model has written is read: a folder that names another one is refused.
   *
   * @throws {DataError} `BAD_MODEL`, `BAD_BOOSTER`: a file is damaged, or is not the one of the manifest.
   */
  readonly load: (files: ModelFiles, manifest: ModelManifest) => Promise<Model>;
  /** The parameter that counts iterations: a fit after early stopping is repeated with the best number. Absent: there are none to choose from. */
  readonly rounds?: string;
  /** Settings that a search tries first, the most useful first; each gives all dimensions of the default search space. Default none. */
  readonly portfolio?: readonly ParamValues[];
  /** Absent: unknown, so that no fit is refused for its size. */
  readonly memory?: AlgorithmMemory;
}
