import { InvalidArgumentError, nearest, shownValue } from '@fraudx/core';
import type { JsonValue } from '@fraudx/core';
import type { AlgorithmName } from '../estimator.ts';
import type { ParamDefinition, ParamSchema } from './param-schema.ts';
import { LIGHTGBM_PARAMS } from './lightgbm-params.ts';
import { RANDOM_FOREST_PARAMS } from './random-forest-params.ts';
import { XGBOOST_PARAMS } from './xgboost-params.ts';

/** Every snake_case spelling is accepted in camelCase too. */
function withCamelAliases(params: readonly ParamDefinition[]): readonly ParamDefinition[] {
  return params.map((param) => {
    const spellings = [param.name, ...param.aliases];
    const camel = spellings.map((name) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()));
    const own = new Set([param.name, param.camelName]);
    return { ...param, aliases: [...new Set([...param.aliases, ...camel])].filter((name) => !own.has(name)) };
  });
}

const SCHEMAS: ReadonlyMap<string, readonly ParamDefinition[]> = new Map([
  ['xgboost', withCamelAliases(XGBOOST_PARAMS)],
  ['lightgbm', withCamelAliases(LIGHTGBM_PARAMS)],
  ['random-forest', withCamelAliases(RANDOM_FOREST_PARAMS)],
]);

/**
 * The hyperparameters of an algorithm: types, ranges, defaults, docs.
 *
 * @throws {InvalidArgumentError} `UNKNOWN_ALGORITHM`.
 */
export function paramSchema(algorithm: AlgorithmName): ParamSchema {
  const params = SCHEMAS.get(algorithm);
  if (params === undefined) {
    const known = [...SCHEMAS.keys()];
    const got = shownValue(algorithm);
    const near = nearest(got.replaceAll('"', ''), known);
    throw new InvalidArgumentError(`algorithm must be one of ${known.join(', ')}, got ${got}`, {
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
