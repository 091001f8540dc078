import type { AlgorithmName, Estimator } from '../estimator.ts';
import type { TreeModel } from '../trees/tree-model.ts';
import { findAlgorithm } from './registry.ts';

/**
 * An estimator by the name of its algorithm.
 *
 * @param params - Values by the algorithm's names or camelCase, numbers or texts.
 * @throws {InvalidArgumentError} `UNKNOWN_ALGORITHM` or `INVALID_PARAMS`.
 */
export function createEstimator(
  algorithm: 'xgboost' | 'lightgbm' | 'random-forest',
  params?: Readonly<Record<string, unknown>>,
): Estimator<TreeModel>;
export function createEstimator(algorithm: AlgorithmName, params?: Readonly<Record<string, unknown>>): Estimator;
export function createEstimator(algorithm: AlgorithmName, params: Readonly<Record<string, unknown>> = {}): Estimator {
  return findAlgorithm(algorithm).createEstimator(params);
}
