import { InvalidArgumentError } from '@fraudx/core';
import { BoostedModel } from '../booster/boosted-model.ts';
import type { FittedModel } from '../estimator.ts';

/** The model as one of trees, which is all that XGBoost and LightGBM know. */
export function boostedModelOf(owner: string, model: FittedModel): BoostedModel {
  if (model instanceof BoostedModel) return model;
  throw new InvalidArgumentError(`${owner}: model must be an ensemble of trees, got ${model.algorithm}`);
}
