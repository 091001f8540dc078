import type { JsonValue } from '@fraudx/core';
import type { AlgorithmName } from '../estimator.ts';

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
}

/** All hyperparameters of an algorithm. */
export interface ParamSchema {
  readonly algorithm: AlgorithmName;
  readonly params: readonly ParamDefinition[];
}
