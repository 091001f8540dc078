import type { TrialRecord } from './trial.ts';
import { valuesOf } from './trial.ts';

/** Whether a larger or a smaller value is better. */
export type Direction = 'maximize' | 'minimize';

/** The complete trial with the best value, the lowest number among equals; undefined when none is complete. */
export function bestTrial(trials: readonly TrialRecord[], direction: Direction): TrialRecord | undefined {
  const sign = direction === 'maximize' ? 1 : -1;
  let best: TrialRecord | undefined;
  for (const trial of trials) {
    if (trial.state !== 'complete' || trial.value === undefined) continue;
    const difference = best === undefined ? 1 : sign * (trial.value - best.value!);
    if (difference > 0 || (difference === 0 && trial.trial < best!.trial)) best = trial;
  }
  return best;
}

/**
 * The complete trials that no other one beats: none is at least as good in every direction and better in one. By trial number; trials with equal
 * values are all kept.
 */
export function paretoFront(trials: readonly TrialRecord[], directions: readonly Direction[]): TrialRecord[] {
  const points = trials.flatMap((trial) => {
    const values = valuesOf(trial);
    return values === undefined
      ? []
      : [{ trial, gains: values.map((value, i) => (directions[i] === 'minimize' ? -value : value)) }];
  });
  const beats = (a: readonly number[], b: readonly number[]): boolean =>
    a.every((gain, i) => gain >= b[i]!) && a.some((gain, i) => gain > b[i]!);
  return points
    .filter((point) => !points.some((other) => beats(other.gains, point.gains)))
    .map(({ trial }) => trial)
    .toSorted((a, b) => a.trial - b.trial);
}
