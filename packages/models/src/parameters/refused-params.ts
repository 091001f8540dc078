/** Parameters of the original library that the embedded engine does not have. */
export interface RefusedParams {
  /** Every spelling of the original, separated by blanks. */
  readonly names: string;
  /** Completes "… is not supported: ". */
  readonly reason: string;
  /** Values that ask for what the engine does anyway: accepted and left out. */
  readonly allowed?: readonly unknown[];
}

/* Reasons that several algorithms share. */

export const OPTION_OF_FIT = 'it is an option of the fit (earlyStoppingRounds)';
export const CATEGORIES =
  'the table says which of its columns are categorical (types of a Matrix; categorical of a config)';
export const DART = 'it belongs to DART, which the embedded engine does not have';
export const PRINTING = 'the engine prints nothing; progress comes from the fit (onIteration)';
export const CONSTRAINTS =
  'the embedded engine constrains the order of scores only (monotone_constraints of xgboost and lightgbm)';
export const ONE_SEED = 'one seed controls all randomness: give "seed"';
export const FILES = 'fraudx reads data and models through its own configuration';
export const BINARY = 'the embedded engine learns binary labels only';
/** What leaves a switch as the engine has it. */
export const OFF = [false, 'false', 0, '0'];
export const GPU = 'the embedded engine runs on the CPU';
