import type { TrialRecord } from './trial.ts';
import { isFeasible } from './trial.ts';

/** Whether a larger or a smaller value is better. */
export type Direction = 'maximize' | 'minimize';

/** The complete trial with the best value that violates no constraint, the lowest number among equals; undefined where there is none. */
export function bestTrial(trials: readonly TrialRecord[], direction: Direction): TrialRecord | undefined {
  const sign = direction === 'maximize' ? 1 : -1;
  let best: TrialRecord | undefined;
  for (const trial of trials) {
    if (!isFeasible(trial) || trial.value === undefined) continue;
    const difference = best === undefined ? 1 : sign * (trial.value - best.value!);
    if (difference > 0 || (difference === 0 && trial.trial < best!.trial)) best = trial;
  }
  return best;
}
