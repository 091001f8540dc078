import type { Matrix } from '@fraudx/core';
import type { BoosterSpec } from '@fraudx/trees';
import { fitModel } from '../trees/fit-model.ts';
import { newtonStart } from '../trees/newton-start.ts';
import { checkFit } from '../check-fit.ts';
import type { TreeModel } from '../trees/tree-model.ts';
import type { Estimator, FitOptions, ParamValues } from '../estimator.ts';
import { xgboostLimits } from './xgboost-limits.ts';
import { seedOf } from '../parameters/fit-params.ts';
import { monotoneOf } from '../parameters/monotone-constraints.ts';
import { readParams } from '../parameters/read-params.ts';
import { tailShareOf } from '../parameters/tail-share-param.ts';
import { XGBOOST_PARAMS } from './xgboost-params.ts';
import type { XgboostParams } from './xgboost-param-types.ts';

/**
 * Gradient-boosted trees with XGBoost's objective, split gain and parameters, computed by the embedded engine.
 *
 * @see Chen and Guestrin (2016), "XGBoost: a scalable tree boosting system", KDD.
 */
export class XgboostClassifier implements Estimator<TreeModel> {
  readonly algorithm = 'xgboost';
  readonly params: ParamValues;

  /**
   * @param params - By XGBoost's names or in camelCase.
   * @throws {InvalidArgumentError} `INVALID_PARAMS`, with all problems.
   */
  constructor(params: XgboostParams = {}) {
    this.params = readParams(XGBOOST_PARAMS, params as Readonly<Record<string, unknown>>);
  }

  async fit(x: Matrix, y: Uint8Array, options: FitOptions): Promise<TreeModel> {
    checkFit(x, y, options);
    const number = (name: string): number => this.params[name] as number;
    const lossguide = this.params['grow_policy'] === 'lossguide';
    const { maxDepth = number('max_depth'), maxLeaves = 2 } = xgboostLimits(this.params);
    const scalePosWeight = number('scale_pos_weight');
    const baseScore =
      (this.params['base_score'] as number | undefined) ?? newtonStart(y, scalePosWeight, options.sampleWeight);
    const spec: BoosterSpec = {
      growth: lossguide ? 'leaf' : 'depth',
      maxLeaves,
      minChildRows: 1,
      sampleEvery: 1,
      rounds: number('num_round'),
      maxDepth,
      eta: number('eta'),
      lambda: number('lambda'),
      alpha: number('alpha'),
      gamma: number('gamma'),
      minChildWeight: number('min_child_weight'),
      maxDeltaStep: number('max_delta_step'),
      subsample: number('subsample'),
      colsampleByTree: number('colsample_bytree'),
      colsampleByLevel: number('colsample_bylevel'),
      colsampleByNode: number('colsample_bynode'),
      scalePosWeight,
      ...(baseScore === undefined ? {} : { baseScore }),
      maxBin: Math.min(255, number('max_bin')),
      categorical: {
        maxCatToOnehot: number('max_cat_to_onehot'),
        maxCatThreshold: number('max_cat_threshold'),
        catSmooth: number('lambda'),
        minCatRows: 0,
        catL2: 0,
        minDataPerGroup: 1,
      },
      ...monotoneOf(this.params, x),
      ...tailShareOf(this.params),
      seed: seedOf(this.params, options),
    };
    return fitModel(this, spec, x, y, options);
  }
}
