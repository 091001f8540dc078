import type { Direction } from './best-trial.ts';
import type { TrialHistory } from './trial.ts';
import { valuesOf } from './trial.ts';

/** What a trial has reached: in every direction, more is better. */
export type Gains = readonly number[];

/** The values of a complete trial, turned so that more is better; undefined for others. */
export function gainsOf(trial: TrialHistory, directions: readonly Direction[]): Gains | undefined {
  return valuesOf(trial)?.map((value, i) => (directions[i] === 'minimize' ? -value : value));
}
