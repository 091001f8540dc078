import type { Direction } from './best-trial.ts';
import type { TrialHistory } from './trial.ts';
import { valuesOf, violationOf } from './trial.ts';

/** Trials with a value come first, then those that violate a constraint, then those without a value. */
function keysOf(trial: TrialHistory, sign: number): readonly [number, number] {
  const value = valuesOf(trial)?.[0];
  if (value === undefined) return [2, 0];
  const violation = violationOf(trial);
  return violation > 0 ? [1, violation] : [0, sign * value];
}

/** Trials, the best by the first value first; then those that violate a constraint, by how much; then those without a value. Of equal ones the earlier first. */
export function bestFirst(history: readonly TrialHistory[], direction: Direction): TrialHistory[] {
  const sign = direction === 'maximize' ? -1 : 1;
  return history
    .map((trial) => ({ trial, keys: keysOf(trial, sign) }))
    .toSorted((a, b) => a.keys[0] - b.keys[0] || a.keys[1] - b.keys[1] || a.trial.trial - b.trial.trial)
    .map(({ trial }) => trial);
}
