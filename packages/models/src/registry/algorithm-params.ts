import type { JsonValue } from '@fraudx/core';
import type { AlgorithmName, ParamValues } from '../estimator.ts';
import type { ParamSchema } from '../parameters/param-schema.ts';
import { problemsOfCombination, problemsOfParams, readParams } from '../parameters/read-params.ts';
import { findAlgorithm } from './registry.ts';

/**
 * The hyperparameters of an algorithm: types, ranges, defaults, docs.
 *
 * @throws {InvalidArgumentError} `UNKNOWN_ALGORITHM`.
 */
export function paramSchema(algorithm: AlgorithmName): ParamSchema {
  return { algorithm, params: findAlgorithm(algorithm).params };
}

/** The dimensions that a tuner searches by default, in the JSON form of `tuning.space`. */
export function defaultSearchSpace(algorithm: AlgorithmName): Record<string, JsonValue> {
  const space: Record<string, JsonValue> = {};
  for (const param of paramSchema(algorithm).params) if (param.search !== undefined) space[param.name] = param.search;
  return space;
}

/** Settings that a search in the default space tries first, the most useful first; empty where none were chosen for the algorithm. */
export function searchPortfolio(algorithm: AlgorithmName): readonly ParamValues[] {
  return findAlgorithm(algorithm).portfolio ?? [];
}

/**
 * Hyperparameters from unknown input: numbers or texts, by the algorithm's names, their aliases or camelCase. Defaults fill the rest.
 *
 * @returns Values by the algorithm's names; parameters without a default are left out when not given.
 * @throws {InvalidArgumentError} `INVALID_PARAMS`, with every problem; `UNKNOWN_ALGORITHM`.
 */
export function parseParams(
  algorithm: AlgorithmName,
  input: Readonly<Record<string, unknown>>,
): Record<string, number | string | boolean> {
  return readParams(findAlgorithm(algorithm), input);
}

/**
 * Says of each hyperparameter by itself what {@link parseParams} would say of it; what values exclude each other is not looked at.
 *
 * @returns One text per problem, e.g. `eta must be a number in (0, 1], got 2`; empty when all are right.
 */
export function paramProblems(algorithm: AlgorithmName, input: Readonly<Record<string, unknown>>): string[] {
  return problemsOfParams(findAlgorithm(algorithm), input);
}

/**
 * Says of hyperparameters what {@link parseParams} would say of values that exclude each other; values by themselves are not looked at.
 *
 * @returns One text per problem, e.g. `max_leaves must be 0 with grow_policy depthwise, got 8: give grow_policy lossguide`.
 */
export function combinationProblems(algorithm: AlgorithmName, input: Readonly<Record<string, unknown>>): string[] {
  return problemsOfCombination(findAlgorithm(algorithm), input);
}

/** Which parameters {@link combinationProblems} looks at together, by the algorithm's names. */
export function relatedParams(algorithm: AlgorithmName): readonly (readonly string[])[] {
  return findAlgorithm(algorithm).related ?? [];
}

/** The parameter that counts the iterations of an algorithm, or undefined where it has none to choose from. */
export function roundsParam(algorithm: AlgorithmName): string | undefined {
  return findAlgorithm(algorithm).rounds;
}
