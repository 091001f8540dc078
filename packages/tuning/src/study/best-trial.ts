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
  if (directions.length === 1) {
    const best = points.reduce((most, { gains }) => Math.max(most, gains[0]!), -Infinity);
    return points.filter(({ gains }) => gains[0] === best).map(({ trial }) => trial);
  }
  const beats = (a: readonly number[], b: readonly number[]): boolean =>
    a.every((gain, i) => gain >= b[i]!) && a.some((gain, i) => gain > b[i]!);
  // Who beats another comes before it in this order, and is on the front or beaten by one that is.
  const inOrder = points.toSorted((a, b) => {
    const i = a.gains.findIndex((gain, k) => gain !== b.gains[k]);
    return i === -1 ? a.trial.trial - b.trial.trial : b.gains[i]! - a.gains[i]!;
  });
  const front: (typeof points)[number][] = [];
  for (const point of inOrder) if (!front.some((other) => beats(other.gains, point.gains))) front.push(point);
  return front.map(({ trial }) => trial).toSorted((a, b) => a.trial - b.trial);
}
