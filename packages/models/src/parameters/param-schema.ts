import type { JsonValue } from '@fraudx/core';
import type { AlgorithmName, ParamValues } from '../estimator.ts';
import type { RefusedParams } from './refused-params.ts';

/** One hyperparameter: type, range, default and meaning. */
export interface ParamDefinition {
  /** Name of the algorithm, as in config files, e.g. `max_depth`. */
  readonly name: string;
  /** Name in TypeScript, e.g. `maxDepth`. */
  readonly camelName: string;
  /** Other accepted spellings. */
  readonly aliases: readonly string[];
  readonly type: 'int' | 'float' | 'categorical' | 'boolean';
  readonly low?: number;
  readonly high?: number;
  /** The value must be above `low`, not equal to it. */
  readonly lowExclusive?: boolean;
  /** The value must be below `high`, not equal to it. */
  readonly highExclusive?: boolean;
  /** Texts that are accepted: the only values of `categorical`, values beside the numbers of `int` and `float`. Where `none` is one, null is too. */
  readonly choices?: readonly string[];
  /** Of a text: `monotone` is one sign per feature, see `monotone_constraints`. */
  readonly form?: 'monotone';
  /** Values of the original library that the engine does not have, with the reason. */
  readonly refusedChoices?: Readonly<Record<string, string>>;
  /** Absent: chosen from the data. */
  readonly default?: number | string | boolean;
  readonly doc: string;
  /** Dimension of the default search space, in the JSON form of `tuning.space`; absent: not searched. */
  readonly search?: JsonValue;
  /** Which of its values make the largest model: the highest ones, or the lowest. Absent: its value does not decide how much memory a fit takes. */
  readonly largestAt?: 'high' | 'low';
  /** Values up to this one mean no limit. */
  readonly noLimitUpTo?: number;
}

/** All hyperparameters of an algorithm. */
export interface ParamSchema {
  readonly algorithm: AlgorithmName;
  readonly params: readonly ParamDefinition[];
}

/** Values by the algorithm's names, with the spelling in which each was given. */
export type GivenParams = Map<string, { readonly as: string; readonly value: number | string | boolean }>;

/** What is known of the hyperparameters of an algorithm; `defineParams` makes it. */
export interface AlgorithmParams {
  readonly name: AlgorithmName;
  readonly params: readonly ParamDefinition[];
  /** Parameters of the original library that the algorithm does not have, with the reason. Default none. */
  readonly refused?: readonly RefusedParams[];
  /** Puts right what earlier versions of the original library spelled otherwise; adds to the problems where two spellings differ. */
  readonly respell?: (given: GivenParams, problems: string[]) => void;
  /** Problems between values that are in their ranges, one text each. Default none. */
  readonly problemsBetween?: (values: ParamValues) => readonly string[];
  /** The parameters that `problemsBetween` looks at together. Default none. */
  readonly related?: readonly (readonly string[])[];
}

/** Adds the camelCase form of every snake_case spelling. */
export function defineParams(given: AlgorithmParams): AlgorithmParams {
  const params = given.params.map((param) => {
    const spellings = [param.name, ...param.aliases];
    const camel = spellings.map((name) => name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()));
    const own = new Set([param.name, param.camelName]);
    return { ...param, aliases: [...new Set([...param.aliases, ...camel])].filter((name) => !own.has(name)) };
  });
  return { ...given, params };
}
