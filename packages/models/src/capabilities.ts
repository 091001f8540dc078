import { InvalidArgumentError } from '@fraudx/core';
import type { Contributions, FeatureImportance, FittedModel } from './estimator.ts';

function missing(owner: string, { algorithm }: FittedModel, what: string): InvalidArgumentError {
  return new InvalidArgumentError(`model must have ${what}, got one of ${algorithm}, which has none`, {
    subject: owner,
    code: 'NOT_OF_THIS_MODEL',
    details: { algorithm },
  });
}

/**
 * What features add to the scores of a model.
 *
 * @param owner - First words of the message.
 * @throws {InvalidArgumentError} `NOT_OF_THIS_MODEL`.
 */
export function contributionsOf(owner: string, model: FittedModel): Contributions {
  if (model.contributions === undefined) throw missing(owner, model, 'contributions of features');
  return model.contributions;
}

/**
 * How much features matter to a model.
 *
 * @param owner - First words of the message.
 * @throws {InvalidArgumentError} `NOT_OF_THIS_MODEL`.
 */
export function importancesOf(owner: string, model: FittedModel): readonly FeatureImportance[] {
  const importances = model.featureImportances?.();
  if (importances === undefined) throw missing(owner, model, 'importances of features');
  return importances;
}
