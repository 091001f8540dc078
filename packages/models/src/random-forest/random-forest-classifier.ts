import type { Matrix } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';
import type { ForestSpec } from '@fraudx/trees';
import { fitForest } from '@fraudx/trees';
import { TreeModel } from '../trees/tree-model.ts';
import { checkFit } from '../check-fit.ts';
import { embeddedEngine } from '../embedded-engine.ts';
import type { Estimator, FitOptions, ParamValues } from '../estimator.ts';
import { seedOf } from '../parameters/fit-params.ts';
import { readParams } from '../parameters/read-params.ts';
import { tailShareOf } from '../parameters/tail-share-param.ts';
import { RANDOM_FOREST_PARAMS } from './random-forest-params.ts';
import type { RandomForestParams } from './random-forest-param-types.ts';

/** Features that each split tries, at least one, by the rules of scikit-learn. */
function triedFeatures(maxFeatures: ParamValues[string] | undefined, nCols: number): number {
  if (typeof maxFeatures === 'number') return Math.max(1, Math.floor(maxFeatures * nCols));
  if (maxFeatures === 'none') return nCols;
  // of a whole number, exactly
  if (maxFeatures === 'log2') return Math.max(1, 31 - Math.clz32(nCols));
  return Math.max(1, Math.floor(Math.sqrt(nCols)));
}

/**
 * A random forest: the mean of fully grown trees on bootstrap samples, each split chosen by Gini impurity among features drawn at
 * random, as in scikit-learn; values are binned first. Categorical features are split by sets of codes.
 *
 * @see Breiman (2001), "Random forests", Machine Learning 45(1).
 */
export class RandomForestClassifier implements Estimator<TreeModel> {
  readonly algorithm = 'random-forest';
  readonly params: ParamValues;

  /**
   * @param params - See `paramSchema('random-forest')` for names, ranges and defaults.
   * @throws {InvalidArgumentError} `INVALID_PARAMS`, with all problems.
   */
  constructor(params: RandomForestParams = {}) {
    this.params = readParams(RANDOM_FOREST_PARAMS, params as Readonly<Record<string, unknown>>);
  }

  /**
   * Validation rows are not used: a forest has no iterations to choose from.
   *
   * @throws {InvalidArgumentError} `earlyStoppingRounds` was given.
   */
  async fit(x: Matrix, y: Uint8Array, options: FitOptions): Promise<TreeModel> {
    checkFit(x, y, options);
    const { validation: _validation, earlyStoppingRounds, ...others } = options;
    if (earlyStoppingRounds !== undefined) {
      throw new InvalidArgumentError(
        `random-forest: earlyStoppingRounds must be absent, got ${earlyStoppingRounds}: trees do not build on each other`,
      );
    }
    const number = (name: string): number => this.params[name] as number;
    const optional = <K extends string>(key: K, name: string): Partial<Record<K, number>> =>
      (this.params[name] === undefined ? {} : { [key]: number(name) }) as Partial<Record<K, number>>;
    const spec: ForestSpec = {
      nEstimators: number('n_estimators'),
      maxFeatures: triedFeatures(this.params['max_features'], x.nCols),
      ...optional('maxDepth', 'max_depth'),
      minSamplesSplit: number('min_samples_split'),
      minSamplesLeaf: number('min_samples_leaf'),
      ...optional('maxLeafNodes', 'max_leaf_nodes'),
      scalePosWeight: number('scale_pos_weight'),
      ...(this.params['class_weight'] === 'balanced' ? { classWeight: 'balanced' as const } : {}),
      maxBin: number('max_bin'),
      ...tailShareOf(this.params),
      seed: seedOf(this.params, options),
    };
    const { sampleWeight, seed: _seed, evalMetric: _evalMetric, ...rest } = others;
    const rows = { x, y, ...(sampleWeight === undefined ? {} : { sampleWeight }) };
    const threads = Number(this.params['n_jobs'] ?? 0);
    const nThreads = threads > 0 ? { nThreads: threads } : {};
    const { ensemble, kernels, warnings } = await fitForest(rows, spec, { ...nThreads, ...rest });
    return new TreeModel({
      algorithm: this.algorithm,
      engine: { ...embeddedEngine, kernels },
      warnings,
      params: this.params,
      featureNames: x.names,
      featureTypes: x.types,
      bestIteration: ensemble.trees.length - 1,
      ensemble,
    });
  }
}
