import { InvalidArgumentError } from '@fraudx/core';
import { TreeModel } from '../trees/tree-model.ts';
import type { FittedModel } from '../estimator.ts';

/** The model as one of trees, which is all that XGBoost and LightGBM know. */
export function treeModelOf(owner: string, model: FittedModel): TreeModel {
  if (model instanceof TreeModel) return model;
  throw new InvalidArgumentError(`model must be an ensemble of trees, got ${model.algorithm}`, { subject: owner });
}
