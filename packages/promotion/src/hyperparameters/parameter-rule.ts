/** What a hyperparameter may be. Names are the algorithm's own. */
export interface ParameterRule {
  readonly name: string;
  readonly type: 'int' | 'float' | 'categorical' | 'boolean';
  /** Smallest value; itself allowed unless `lowExclusive`. */
  readonly low?: number;
  /** Largest value; itself allowed unless `highExclusive`. */
  readonly high?: number;
  readonly lowExclusive?: boolean;
  readonly highExclusive?: boolean;
  /** Allowed values of a categorical parameter; of a number, texts that are allowed beside it. */
  readonly choices?: readonly (string | number | boolean)[];
  /** Default false. */
  readonly required?: boolean;
}

/**
 * What an algorithm says of a whole set of hyperparameters, e.g. of values that exclude each other: one text per problem, empty when it trains
 * with them. Texts of numbers are numbers here.
 */
export type ParameterCheck = (values: Readonly<Record<string, number | string | boolean>>) => readonly string[];

/** One thing that is wrong with a set of hyperparameters. */
export interface HyperparameterProblem {
  /** The parameter, or all of them joined by a comma for what the algorithm says of the set. */
  readonly parameter: string;
  readonly code: 'missing' | 'unknown' | 'type' | 'range' | 'choice' | 'name' | 'text' | 'cross-field';
  /** `parameter must …, got …` */
  readonly message: string;
}
