import { countText, metricText } from '@fraudx/core';
import type { StudySummary, TrialHistory } from '@fraudx/tuning';
import { valuesOf } from '@fraudx/tuning';

/** `12 complete (2 infeasible), 3 pruned`; states without trials are left out. */
export function countsText({ counts, infeasible }: StudySummary): string {
  const said = Object.entries(counts).filter(([, count]) => count > 0);
  const of = (state: string): string => (state === 'complete' && infeasible > 0 ? ` (${infeasible} infeasible)` : '');
  if (said.length === 0) return 'no trials';
  return said.map(([state, count]) => `${countText(count)} ${state}${of(state)}`).join(', ');
}

/** The values of a trial, with their names where it has several that are known; `–` where it has none. */
export function valueText(trial: TrialHistory | undefined, metrics: readonly string[] = []): string {
  const values = trial === undefined ? undefined : valuesOf(trial);
  if (values === undefined) return '–';
  const named = values.map((value, i) => `${metrics[i] ?? ''} ${metricText(value)}`.trim());
  return (metrics.length > 1 ? named : values.map((value) => metricText(value))).join(', ');
}
