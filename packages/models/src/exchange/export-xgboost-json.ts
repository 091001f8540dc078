import { toXgboostJson, xgboostJsonText } from '../trees/to-xgboost-json.ts';
import type { FittedModel } from '../estimator.ts';
import { treeModelOf } from './tree-model-of.ts';

/**
 * A model as text in XGBoost's JSON format, for `xgboost.Booster(model_file='model.json')` of XGBoost >= 1.7.
 *
 * Boosted trees get the objective `binary:logistic`. A random forest gets one round of `num_parallel_tree` trees with the objective
 * `reg:squarederror`: `predict` gives the probability, a sum that can miss [0, 1] by rounding. Splits by categories keep their
 * sets, and only their features are of type `c`; all others are `float`.
 *
 * @param model - A fitted model of trees; its features are those after all transforms.
 * @returns One line of JSON with a line feed; the same model gives the same text.
 * @throws {InvalidArgumentError} The model is not one of trees.
 * @see https://xgboost.readthedocs.io/en/stable/tutorials/saving_model.html
 */
export function exportXgboostJson(model: FittedModel): string {
  const { ensemble, featureNames } = treeModelOf('exportXgboostJson', model);
  return `${xgboostJsonText(toXgboostJson(ensemble, featureNames))}\n`;
}
