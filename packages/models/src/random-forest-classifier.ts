import type { Matrix } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';
import type { BoosterSpec } from '@fraudx/trees';
import { fitModel } from './booster/fit-model.ts';
import type { Estimator, FitOptions, FittedModel, ParamValues } from './estimator.ts';
import { parseParams } from './parameters/parse-params.ts';
import { tailShareOf } from './parameters/tail-share-param.ts';

/**
 * A random forest: the mean of trees on bootstrap samples, each split chosen by Gini impurity among a random share of features.
 *
 * A row enters each tree's sample a Poisson(1) number of times, which for large data is the bootstrap.
 *
 * @see Breiman (2001), "Random forests", Machine Learning 45(1).
 */
export class RandomForestClassifier implements Estimator {
  readonly algorithm = 'random-forest';
  readonly params: ParamValues;

  /**
   * @param params - See `paramSchema('random-forest')` for names, ranges and defaults.
   * @throws {InvalidArgumentError} `INVALID_PARAMS`, with all problems.
   */
  constructor(params: Readonly<Record<string, unknown>> = {}) {
    this.params = parseParams('random-forest', params);
  }

  /**
   * Validation rows are not used: a forest has no iterations to choose from.
   *
   * @throws {InvalidArgumentError} `earlyStoppingRounds` was given.
   */
  async fit(x: Matrix, y: Uint8Array, options: FitOptions): Promise<FittedModel> {
    const { validation: _validation, earlyStoppingRounds, ...rest } = options;
    if (earlyStoppingRounds !== undefined) {
      throw new InvalidArgumentError(
        `random-forest: earlyStoppingRounds must be absent, got ${earlyStoppingRounds}: trees do not build on each other`,
      );
    }
    const number = (name: string): number => this.params[name] as number;
    const share = this.params['max_features'] as number | undefined;
    // half a feature more, so that rounding down meets the square root whatever the division gives
    const root = Math.min(1, (Math.floor(Math.sqrt(x.nCols)) + 0.5) / Math.max(1, x.nCols));
    const rounds = number('n_estimators');
    const spec: BoosterSpec = {
      objective: 'mean',
      growth: 'depth',
      maxLeaves: 2,
      minChildRows: 1,
      sampleEvery: 1,
      rounds,
      maxDepth: number('max_depth'),
      eta: 1 / rounds,
      lambda: 0,
      alpha: 0,
      gamma: 0,
      minChildWeight: number('min_samples_leaf'),
      maxDeltaStep: 0,
      subsample: 1,
      colsampleByTree: 1,
      colsampleByLevel: 1,
      colsampleByNode: share ?? root,
      scalePosWeight: number('scale_pos_weight'),
      maxBin: number('max_bin'),
      ...tailShareOf(this.params),
      seed: options.seed,
    };
    return fitModel(this, spec, x, y, rest);
  }
}
