import type { ScoredRows } from '../metrics/scored-rows.ts';

/** Whole days that these rows are worth: distinct days times the share of each that is here; undefined without days. */
export function countDays({ day, dayShare = 1 }: Pick<ScoredRows, 'day' | 'dayShare'>): number | undefined {
  return day === undefined ? undefined : new Set(day).size * dayShare;
}

/** `16 %` of a day's rows; nearly all is not all. */
export function dayShareText(dayShare: number): string {
  const percent = dayShare > 0.99 ? Math.floor(1000 * dayShare) / 10 : Number((100 * dayShare).toPrecision(2));
  return `${percent} %`;
}
