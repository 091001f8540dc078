import type { Matrix } from '@fraudx/core';
import type { BoosterSpec } from '@fraudx/trees';
import { balanceClasses } from '../trees/balance-classes.ts';
import { fitModel } from '../trees/fit-model.ts';
import { shareOfFraud } from '../trees/share-of-fraud.ts';
import { checkFit } from '../check-fit.ts';
import type { TreeModel } from '../trees/tree-model.ts';
import type { Estimator, FitOptions, ParamValues } from '../estimator.ts';
import { seedOf } from '../parameters/fit-params.ts';
import { monotoneOf } from '../parameters/monotone-constraints.ts';
import { readParams } from '../parameters/read-params.ts';
import { tailShareOf } from '../parameters/tail-share-param.ts';
import { LIGHTGBM_PARAMS } from './lightgbm-params.ts';
import type { LightgbmParams } from './lightgbm-param-types.ts';

/**
 * Gradient-boosted trees grown leaf by leaf with LightGBM's parameters, computed by the embedded engine.
 *
 * @see Ke et al. (2017), "LightGBM: a highly efficient gradient boosting decision tree", NeurIPS.
 */
export class LightgbmClassifier implements Estimator<TreeModel> {
  readonly algorithm = 'lightgbm';
  readonly params: ParamValues;

  /**
   * @param params - By LightGBM's names or in camelCase; see `paramSchema('lightgbm')` for ranges and defaults.
   * @throws {InvalidArgumentError} `INVALID_PARAMS`, with all problems.
   */
  constructor(params: LightgbmParams = {}) {
    this.params = readParams(LIGHTGBM_PARAMS, params as Readonly<Record<string, unknown>>);
  }

  async fit(x: Matrix, y: Uint8Array, options: FitOptions): Promise<TreeModel> {
    checkFit(x, y, options);
    const number = (name: string): number => this.params[name] as number;
    const maxLeaves = number('num_leaves');
    const depth = number('max_depth');
    const bags = number('bagging_freq');
    const goss = this.params['data_sample_strategy'] === 'goss';
    const balanced = this.params['is_unbalance'] === true ? balanceClasses(y, options.sampleWeight) : undefined;
    const spec: BoosterSpec = {
      growth: 'leaf',
      maxLeaves,
      minChildRows: number('min_data_in_leaf'),
      sampleEvery: Math.max(1, bags),
      rounds: number('num_iterations'),
      maxDepth: depth > 0 ? depth : maxLeaves,
      eta: number('learning_rate'),
      lambda: number('lambda_l2'),
      alpha: number('lambda_l1'),
      gamma: number('min_gain_to_split'),
      minChildWeight: number('min_sum_hessian_in_leaf'),
      maxDeltaStep: number('max_delta_step'),
      subsample: bags > 0 && !goss ? number('bagging_fraction') : 1,
      colsampleByTree: number('feature_fraction'),
      colsampleByLevel: 1,
      colsampleByNode: number('feature_fraction_bynode'),
      roundFeatures: 'nearest',
      scalePosWeight: balanced?.scalePosWeight ?? number('scale_pos_weight'),
      baseScore: this.params['boost_from_average'] === false ? 0.5 : shareOfFraud(y, options.sampleWeight),
      ...(goss ? { goss: { topRate: number('top_rate'), otherRate: number('other_rate') } } : {}),
      maxBin: number('max_bin'),
      categorical: {
        maxCatToOnehot: number('max_cat_to_onehot'),
        maxCatThreshold: number('max_cat_threshold'),
        catSmooth: number('cat_smooth'),
        minCatRows: number('cat_smooth'),
        catL2: number('cat_l2'),
        minDataPerGroup: number('min_data_per_group'),
      },
      ...monotoneOf(this.params, x),
      ...tailShareOf(this.params),
      seed: seedOf(this.params, options),
    };
    const weights = balanced?.sampleWeight === undefined ? {} : { sampleWeight: balanced.sampleWeight };
    return fitModel(this, spec, x, y, { ...options, ...weights });
  }
}
