import { countText, metricText } from '@fraudx/core';
import type { StudySummary, TrialHistory } from '@fraudx/tuning';
import { valuesOf } from '@fraudx/tuning';

/** `12 complete, 3 pruned`; states without trials are left out. */
export function countsText(counts: StudySummary['counts']): string {
  const said = Object.entries(counts).filter(([, count]) => count > 0);
  return said.length === 0 ? 'no trials' : said.map(([state, count]) => `${countText(count)} ${state}`).join(', ');
}

/** The values of a trial; `–` where it has none. */
export function valueText(trial: TrialHistory | undefined): string {
  const values = trial === undefined ? undefined : valuesOf(trial);
  return values === undefined ? '–' : values.map((value) => metricText(value)).join(', ');
}
