import type { TrialRecord } from '@fraudx/tuning';

/** The states of trials that a stopped search has, in the order in which studies show them. */
const states = ['complete', 'pruned', 'failed', 'interrupted'] as const;

/**
 * How many trials have ended, and how many are in each state where not all are complete, as studies show them. A trial that was interrupted has not ended: it
 * is run again.
 */
export function endedTrials(trials: readonly Pick<TrialRecord, 'state'>[]): {
  readonly ended: number;
  readonly text: string;
  readonly counts: Readonly<Record<(typeof states)[number], number>>;
} {
  const counts = { complete: 0, pruned: 0, failed: 0, interrupted: 0 };
  for (const { state } of trials) counts[state] += 1;
  const ended = counts.complete + counts.pruned + counts.failed;
  const said = states.filter((state) => counts[state] > 0).map((state) => `${counts[state]} ${state}`);
  return { ended, text: counts.complete === trials.length ? '' : ` (${said.join(', ')})`, counts };
}
