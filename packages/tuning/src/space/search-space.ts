/** A value of a hyperparameter. */
export type ParamValue = string | number | boolean;

/** One trial's hyperparameters, by name, in the order of the space. */
export type Params = Readonly<Record<string, ParamValue>>;

/** What the hyperparameters of a condition must be: by name, the values with which it is met. */
export type Condition = Readonly<Record<string, readonly ParamValue[]>>;

/** What every dimension may have. */
interface Conditional {
  /** With which values of others it has one; in all other trials it has none, and models take its default. Default: always. */
  readonly when?: Condition;
}

/** A real number in [low, high]; `log` draws it log-uniformly, `step` keeps to low, low + step, …. */
export interface FloatDimension extends Conditional {
  readonly type: 'float';
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly step?: number;
}

/** A whole number in [low, high]; `log` draws it log-uniformly, `step` keeps to low, low + step, …. */
export interface IntDimension extends Conditional {
  readonly type: 'int';
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly step: number;
}

/** One of these values, all equally likely; at least one, no two equal. */
export interface CategoricalDimension extends Conditional {
  readonly type: 'categorical';
  readonly values: readonly ParamValue[];
}

/** Always this value. */
export interface FixedDimension extends Conditional {
  readonly type: 'fixed';
  readonly value: ParamValue;
}

/** What one hyperparameter may be. */
export type Dimension = FloatDimension | IntDimension | CategoricalDimension | FixedDimension;

/** What may be tried: a dimension per hyperparameter, at least one. Made by {@link parseSearchSpace}. */
export type SearchSpace = Readonly<Record<string, Dimension>>;

/** A condition as it is written: one value, or a list of them, by name. */
interface ConditionInput {
  readonly when?: Readonly<Record<string, ParamValue | readonly ParamValue[]>>;
}

/** A dimension as it is written: a list of values, or an object with a type. */
export type DimensionInput =
  | readonly ParamValue[]
  | (Omit<FloatDimension, 'log' | 'when'> & ConditionInput & { readonly log?: boolean })
  | (Omit<IntDimension, 'log' | 'step' | 'when'> & ConditionInput & { readonly log?: boolean; readonly step?: number })
  | (Omit<CategoricalDimension, 'when'> & ConditionInput)
  | (Omit<FixedDimension, 'when'> & ConditionInput);

/** A search space as it is written; {@link parseSearchSpace} checks it and fills in defaults. */
export type SearchSpaceInput<Name extends string = string> = Readonly<Partial<Record<Name, DimensionInput>>>;
