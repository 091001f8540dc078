/** A value of a hyperparameter. */
export type ParamValue = string | number | boolean;

/** One trial's hyperparameters, by name, in the order of the space. */
export type Params = Readonly<Record<string, ParamValue>>;

/** A real number in [low, high]; `log` draws it log-uniformly, `step` keeps to low, low + step, …. */
export interface FloatDimension {
  readonly type: 'float';
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly step?: number;
}

/** A whole number in [low, high]; `log` draws it log-uniformly, `step` keeps to low, low + step, …. */
export interface IntDimension {
  readonly type: 'int';
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly step: number;
}

/** One of these values, all equally likely; at least one, no two equal. */
export interface CategoricalDimension {
  readonly type: 'categorical';
  readonly values: readonly ParamValue[];
}

/** Always this value. */
export interface FixedDimension {
  readonly type: 'fixed';
  readonly value: ParamValue;
}

/** What one hyperparameter may be. */
export type Dimension = FloatDimension | IntDimension | CategoricalDimension | FixedDimension;

/** What may be tried: a dimension per hyperparameter, at least one. Made by {@link parseSearchSpace}. */
export type SearchSpace = Readonly<Record<string, Dimension>>;

/** A dimension as it is written: a list of values, or an object with a type. */
export type DimensionInput =
  | readonly ParamValue[]
  | (Omit<FloatDimension, 'log'> & { readonly log?: boolean })
  | (Omit<IntDimension, 'log' | 'step'> & { readonly log?: boolean; readonly step?: number })
  | CategoricalDimension
  | FixedDimension;

/** A search space as it is written; {@link parseSearchSpace} checks it and fills in defaults. */
export type SearchSpaceInput<Name extends string = string> = Readonly<Partial<Record<Name, DimensionInput>>>;
