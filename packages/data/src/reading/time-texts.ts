import type { DateOrder } from './date-order.ts';
import { noDateIn } from './no-dates.ts';
import { hasZoneName } from './zone-names.ts';

/** Cells of a column as TIMESTAMP in UTC; not an ISO time, or the first or last day of the calendar: NULL. Words such as `epoch`, years of fewer than four digits, and names of zones other than UTC are none. */
export function timeOf(column: string): string {
  const iso = `CASE WHEN regexp_matches(${column}, '^[0-9]{4}') AND NOT ${noDateIn(column)} AND NOT ${hasZoneName(column)} THEN ${column} END`;
  return `timezone('UTC', TRY_CAST(${iso} AS TIMESTAMPTZ))`;
}

/** A clock of twelve hours behind a date, as SQL pattern: what stands before it, hour, minute, second, fraction, half. */
const clock12 =
  '^(.*[0-9]{4}|.*[0-9]{2}),?[ \u00a0\u202fT]+([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,]([0-9]{1,9}))?)?[ \u00a0\u202f]?([AaPp])[.]?[ \u00a0\u202f]?[Mm][.]?$';

/** SQL of a text with a clock of 24 hours, `25/02/2025 13:02:10`, where it has one of twelve, `25/02/2025 1:02:10 PM`; 12 AM is 0 and 12 PM is 12. NULL where the hour is none of 1 to 12. */
export function with24Hours(column: string): string {
  const found = `regexp_extract(${column}, '${clock12}', ['date', 'h', 'min', 's', 'f', 'half'])`;
  const hour = `(p.h::INTEGER % 12 + CASE WHEN lower(p.half) = 'p' THEN 12 ELSE 0 END)::VARCHAR`;
  const fraction = `CASE WHEN p.f = '' THEN '' ELSE '.' || left(p.f, 6) END`;
  const text =
    `CASE WHEN p.h = '' THEN ${column} WHEN p.h::INTEGER BETWEEN 1 AND 12 THEN p.date || ' ' || lpad(${hour}, 2, '0') || ':' || p.min` +
    ` || CASE WHEN p.s = '' THEN ':00' ELSE ':' || p.s || ${fraction} END END`;
  // Nearly all texts end with something else.
  return (
    `CASE WHEN regexp_matches(${column}, '[Mm][.]?$') THEN list_transform([${found}], lambda p: ${text})[1]` +
    // As `toLocaleString` of a browser writes it.
    ` WHEN contains(${column}, ', ') THEN regexp_replace(${column}, '^([0-9./-]{6,10}), +', '\\1 ') ELSE ${column} END`
  );
}

/** Cells of a column as TIMESTAMP where they are dates with the year last, or two digits of it in front; anything else: NULL. */
export function orderedDateOf(column: string, order: DateOrder): string {
  if (order === 'year-first') return shortYearFirst(column);
  const parsed = (year: '%Y' | '%y', signs: readonly string[]): string => {
    const formats = signs.flatMap((sign) => {
      const date = (order === 'day-first' ? ['%d', '%m', year] : ['%m', '%d', year]).join(sign);
      return [date, `${date} %H:%M`, `${date} %H:%M:%S`, `${date} %H:%M:%S.%f`];
    });
    return `try_strptime(${with24Hours(column)}, [${formats.map((format) => `'${format}'`).join(', ')}])`;
  };
  const inFull = `regexp_matches(${column}, '^[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}([^0-9]|$)')`;
  // 25-01-02 may begin with the year: with dashes two digits are none.
  return `CASE WHEN ${noDateIn(column)} THEN NULL WHEN ${inFull} THEN ${parsed('%Y', ['/', '.', '-'])} WHEN ${hasShortYear(column)} THEN ${parsed('%y', ['/', '.'])} END`;
}

/** Cells of a column as TIMESTAMP where they are dates with two digits of the year in front, `24/11/03 00:31`; anything else: NULL. */
function shortYearFirst(column: string): string {
  const formats = ['/', '.', '-'].flatMap((sign) => {
    const date = ['%y', '%m', '%d'].join(sign);
    return [date, `${date} %H:%M`, `${date} %H:%M:%S`, `${date} %H:%M:%S.%f`];
  });
  const isShort = `regexp_matches(${column}, '^[0-9]{2}[./-][0-9]{1,2}[./-][0-9]{1,2}([^0-9]|$)')`;
  return `CASE WHEN ${isShort} THEN try_strptime(${with24Hours(column)}, [${formats.map((format) => `'${format}'`).join(', ')}]) END`;
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
