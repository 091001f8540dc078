import type { ScoredRows } from '../metrics/scored-rows.ts';

/** Whole days that these rows are worth: distinct days times the share of each that is here; undefined without days. */
export function countDays({ day, dayShare = 1 }: Pick<ScoredRows, 'day' | 'dayShare'>): number | undefined {
  return day === undefined ? undefined : new Set(day).size * dayShare;
}
