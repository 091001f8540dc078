import { timeUnits } from '@fraudx/core';

export { timeUnits };

/** What numbers of a time column count. */
export type TimeUnit = (typeof timeUnits)[number];

/** The roles that columns can have in a time made from several: a date (`year` and `month`, or `date`), and perhaps a time of day. */
export const timePartNames = [
  'year',
  'month',
  'day',
  'date',
  'hour',
  'minute',
  'second',
  'clock',
  'hhmm',
  'hhmmss',
] as const;

/**
 * Names of the columns that a time is made from.
 *
 * `year`, `month` (a number or an English name) and `day` (default 1), or `date` (dates, numbers yyyymmdd, or day numbers of a spreadsheet); then nothing, or `hour`, `minute` and
 * `second` (numbers; hours default to 0), or `clock` (texts such as `14:05`, `14:05:09`, `14h05` or `2:05 PM`, also behind 1899-12-30, or
 * fractions of a day), or `hhmm` or `hhmmss` (whole numbers such as 1405).
 */
export type TimeParts = { readonly [K in (typeof timePartNames)[number]]?: string | undefined };

/** How the times of data are meant; plain data, kept with a model. */
export interface TimeSettings {
  /** Name of the time column. Where it is made from `parts`: default `event_time`, or `event_time_2` and so on where the data has a column of that name. */
  readonly column?: string | undefined;
  /** Columns from which the time column is made. */
  readonly parts?: TimeParts | undefined;
  /**
   * What numbers of the time column count. Seconds, milliseconds, microseconds and nanoseconds count from 1970-01-01 UTC; minutes, hours and days from
   * 1970-01-01 by the clocks of `zone`, also where their true start is not known; `excel-days` are the day numbers of spreadsheets; `epoch` counts from 1970-01-01 UTC,
   * each number in seconds, or by its size in milliseconds, microseconds or nanoseconds. Default: `epoch` where all numbers of the column look like it, see `epochUnitOf`; other
   * numbers stay numbers.
   */
  readonly unit?: TimeUnit | undefined;
  /** Time zone of times that say none, and of the calendar: an IANA name. Default UTC. */
  readonly zone?: string | undefined;
  /** Columns whose times are local ones of `zone`. Default: found in the data; settled by training. */
  readonly localColumns?: readonly string[] | undefined;
}
