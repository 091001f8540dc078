import type { AlgorithmName, Estimator } from './estimator.ts';
import { LightgbmClassifier } from './lightgbm-classifier.ts';
import { paramSchema } from './parameters/schema-of.ts';
import { RandomForestClassifier } from './random-forest-classifier.ts';
import { XgboostClassifier } from './xgboost-classifier.ts';

/**
 * An estimator by the name of its algorithm.
 *
 * @param params - Values by the algorithm's names or camelCase, numbers or texts.
 * @throws {InvalidArgumentError} `UNKNOWN_ALGORITHM` or `INVALID_PARAMS`.
 */
export function createEstimator(algorithm: AlgorithmName, params: Readonly<Record<string, unknown>> = {}): Estimator {
  paramSchema(algorithm);
  if (algorithm === 'lightgbm') return new LightgbmClassifier(params);
  if (algorithm === 'random-forest') return new RandomForestClassifier(params);
  return new XgboostClassifier(params);
}
