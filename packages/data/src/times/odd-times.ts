/** What is to be said of single times of a time column: those that have not come yet, and numbers that stand for no date. */
import type { TimeUnit } from './time-settings.ts';

/** How many such times there are, and the first of them with its row; undefined without any. */
export interface OddTimes {
  count: number;
  first: string | undefined;
}

/** Of times in the future. */
export function futureWarning(name: string, { count, first }: OddTimes, unit: TimeUnit | undefined): string {
  return `time column "${name}" holds ${count} ${count === 1 ? 'time' : 'times'} in the future, the first ${first}: check the years${unit === undefined ? '' : ` and timeUnit (${unit})`}`;
}

/** Of dates in digits that stand for none. */
export function noDatesInDigitsWarning(name: string, { count, first }: OddTimes): string {
  return `time column "${name}" holds ${count} ${count === 1 ? 'number that stands' : 'numbers that stand'} for no date, the first ${first}; read as missing`;
}
