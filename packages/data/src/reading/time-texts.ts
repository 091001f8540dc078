import { sqlText } from './duckdb.ts';

/** The order of day and month in dates such as 03/04/2025. */
export type DateOrder = 'day-first' | 'month-first';

/** Cells of a column as TIMESTAMP in UTC; not an ISO time: NULL. Words such as `epoch`, and years of fewer than four digits, are none. */
export function timeOf(column: string): string {
  const iso = `CASE WHEN regexp_matches(${column}, '^[0-9]{4}') THEN ${column} END`;
  return `timezone('UTC', TRY_CAST(${iso} AS TIMESTAMPTZ))`;
}

/** Cells of a column as TIMESTAMP where they are dates with the year last; anything else: NULL. */
export function orderedDateOf(column: string, order: DateOrder): string {
  const formats = ['/', '.', '-'].flatMap((sign) => {
    const date = (order === 'day-first' ? ['%d', '%m', '%Y'] : ['%m', '%d', '%Y']).join(sign);
    return [date, `${date} %H:%M`, `${date} %H:%M:%S`];
  });
  return `try_strptime(${column}, [${formats.map((format) => `'${format}'`).join(', ')}])`;
}

const clocks = ['', ' 00:00', ' 00:00:00', 't00:00:00', ' 00:00:00.000', ' 00:00:00.000000', 't00:00:00z'];

/** Texts in lower case that databases write where they have no date: MySQL's zero date, and the infinities of PostgreSQL. */
const noTimes: readonly string[] = [
  'infinity',
  '-infinity',
  'inf',
  '-inf',
  ...['0000-00-00', '0000/00/00', '00/00/0000', '00.00.0000', '00-00-0000'].flatMap((date) =>
    clocks.map((clock) => `${date}${clock}`),
  ),
];

/** SQL of whether a text stands for no time in a column of times: a zero date, or an infinite one. */
export function isNoTime(column: string): string {
  return `list_contains([${noTimes.map(sqlText).join(', ')}], lower(${column}))`;
}
