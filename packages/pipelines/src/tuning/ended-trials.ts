import type { TrialRecord } from '@fraudx/tuning';

/** How many trials have ended, and in which ways where not all were complete. */
export function endedTrials(trials: readonly TrialRecord[]): {
  readonly ended: number;
  readonly text: string;
  readonly counts: Readonly<Record<'complete' | 'pruned' | 'failed', number>>;
} {
  const countOf = (state: TrialRecord['state']): number => trials.filter((trial) => trial.state === state).length;
  const counts = { complete: countOf('complete'), pruned: countOf('pruned'), failed: countOf('failed') };
  const ended = counts.complete + counts.pruned + counts.failed;
  const others = [
    ...(counts.pruned === 0 ? [] : [`${counts.pruned} ended early`]),
    ...(counts.failed === 0 ? [] : [`${counts.failed} failed`]),
  ];
  const text = others.length === 0 ? '' : ` (${[`${counts.complete} complete`, ...others].join(', ')})`;
  return { ended, text, counts };
}
