import { noDateIn } from './no-dates.ts';

/** The order of day and month in dates such as 03/04/2025. */
export type DateOrder = 'day-first' | 'month-first';

/** Cells of a column as TIMESTAMP in UTC; not an ISO time, or the first or last day of the calendar: NULL. Words such as `epoch`, and years of fewer than four digits, are none. */
export function timeOf(column: string): string {
  const iso = `CASE WHEN regexp_matches(${column}, '^[0-9]{4}') AND NOT ${noDateIn(column)} THEN ${column} END`;
  return `timezone('UTC', TRY_CAST(${iso} AS TIMESTAMPTZ))`;
}

/** Cells of a column as TIMESTAMP where they are dates with the year last; anything else: NULL. */
export function orderedDateOf(column: string, order: DateOrder): string {
  const parsed = (year: '%Y' | '%y', signs: readonly string[]): string => {
    const formats = signs.flatMap((sign) => {
      const date = (order === 'day-first' ? ['%d', '%m', year] : ['%m', '%d', year]).join(sign);
      return [date, `${date} %H:%M`, `${date} %H:%M:%S`];
    });
    return `try_strptime(${column}, [${formats.map((format) => `'${format}'`).join(', ')}])`;
  };
  const inFull = `regexp_matches(${column}, '^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}([^0-9]|$)')`;
  // 25-01-02 may begin with the year: with dashes two digits are none.
  return `CASE WHEN ${noDateIn(column)} THEN NULL WHEN ${inFull} THEN ${parsed('%Y', ['/', '.', '-'])} WHEN ${hasShortYear(column)} THEN ${parsed('%y', ['/', '.'])} END`;
}

/** SQL of whether a text is a date whose year has two digits, `04.02.25`. */
export function hasShortYear(column: string): string {
  return `regexp_matches(${column}, '^[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2}([^0-9]|$)')`;
}

const midnight = '(?:[ Tt]00:00(?::00(?:\\.0+)?)?[Zz]?)?';

/** What databases write where they have no date: MySQL's zero date, and the infinities of PostgreSQL. */
const noTime = `[-+]?(?i:inf|infinity)|(?:0000-00-00|0000/00/00|00/00/0000|00\\.00\\.0000|00-00-0000)${midnight}`;

/** SQL of whether a text stands for no time in a column of times: a zero date, an infinite one, or the first or last day of the calendar. */
export function isNoTime(column: string): string {
  // Nearly all texts begin with something else than 0, a sign or an i, and need no pattern.
  const first = `ascii(${column})`;
  const mayBe = `${first} <= 48 OR ${first} = 73 OR ${first} = 105`;
  return `coalesce(${noDateIn(column)} OR CASE WHEN ${mayBe} THEN regexp_full_match(${column}, '${noTime}') END, false)`;
}
