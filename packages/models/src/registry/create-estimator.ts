import type { BuiltInAlgorithm } from '@fraudx/core';
import type { AlgorithmName, Estimator } from '../estimator.ts';
import type { BuiltInModel } from './registry.ts';
import { findAlgorithm } from './registry.ts';

/**
 * An estimator by the name of its algorithm.
 *
 * @param params - Values by the algorithm's names or camelCase, numbers or texts.
 * @throws {InvalidArgumentError} `UNKNOWN_ALGORITHM` or `INVALID_PARAMS`.
 */
export function createEstimator<Name extends BuiltInAlgorithm>(
  algorithm: Name,
  params?: Readonly<Record<string, unknown>>,
): Estimator<BuiltInModel<Name>>;
export function createEstimator(algorithm: AlgorithmName, params?: Readonly<Record<string, unknown>>): Estimator;
export function createEstimator(algorithm: AlgorithmName, params: Readonly<Record<string, unknown>> = {}): Estimator {
  return findAlgorithm(algorithm).createEstimator(params);
}
