import { InvalidArgumentError, nearest } from '@fraudx/core';
import type { JsonValue } from '@fraudx/core';
import type { AlgorithmName } from '../estimator.ts';
import type { ParamDefinition, ParamSchema } from './param-schema.ts';
import { LIGHTGBM_PARAMS } from './lightgbm-params.ts';
import { RANDOM_FOREST_PARAMS } from './random-forest-params.ts';
import { XGBOOST_PARAMS } from './xgboost-params.ts';

const SCHEMAS: Readonly<Record<string, readonly ParamDefinition[]>> = {
  xgboost: XGBOOST_PARAMS,
  lightgbm: LIGHTGBM_PARAMS,
  'random-forest': RANDOM_FOREST_PARAMS,
};

/**
 * The hyperparameters of an algorithm: types, ranges, defaults, docs.
 *
 * @throws {InvalidArgumentError} `UNKNOWN_ALGORITHM`.
 */
export function paramSchema(algorithm: AlgorithmName): ParamSchema {
  const params = SCHEMAS[algorithm];
  if (params === undefined) {
    const known = Object.keys(SCHEMAS);
    const near = nearest(algorithm, known);
    throw new InvalidArgumentError(`algorithm must be one of ${known.join(', ')}, got "${algorithm}"`, {
      code: 'UNKNOWN_ALGORITHM',
      details: { algorithm, known },
      hint: near === undefined ? `Choose one of ${known.join(', ')}.` : `Did you mean "${near}"?`,
    });
  }
  return { algorithm, params };
}

/** The dimensions that a tuner searches by default, in the JSON form of `tuning.space`. */
export function defaultSearchSpace(algorithm: AlgorithmName): Record<string, JsonValue> {
  const space: Record<string, JsonValue> = {};
  for (const param of paramSchema(algorithm).params) if (param.search !== undefined) space[param.name] = param.search;
  return space;
}
