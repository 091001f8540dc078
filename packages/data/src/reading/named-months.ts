/** Times as Oracle, SAS, DB2 and people write them: `05-JAN-24 10.15.00.000000 AM`, `05JAN2024:10:15:00`, `2024-01-05-10.15.00.000000`, `Jan 5, 2024 10:15`, and dates with the year first that are not quite ISO 8601: `2025.02.01`, `2025-02-25 1:02:10 PM`, `2025-02-01 10:00:00 +01:00`, `2025-02-01 10:00:00 CET`, `2025-02-01 10:00:00,123`. Dates in words without a clock stay texts. */
import { noDateIn } from './no-dates.ts';
import { offsetOf, zoneNames } from './zone-names.ts';

const month =
  '(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const word = '\\p{L}{3,10}';
const apart = '(?:[.] |[-/ .])?';
const clock =
  '(?:,? +|[T:])([0-9]{1,2})[:.]([0-9]{2})(?:[:.]([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(?: ?([AaPp])\\.?[Mm]\\.?)?';

/** Day, month by `name`, year. */
const dayFirst = (name: string): string => `([0-9]{1,2})${apart}(${name})\\.?${apart}([0-9]{4}|[0-9]{2})(?:${clock})?`;
/** Month by `name`, day, year of four digits. */
const monthFirst = (name: string): string => `(${name})\\.?[- ]([0-9]{1,2}),?[- ]([0-9]{4})(?:${clock})?`;
/** A date in words, of which no program is known that writes it: `24 October 2011`, `Jan 5, 2024`. With a clock it is a time. */
const inWords = '[0-9]{1,2}\\.? \\p{L}+\\.? [0-9]{2,4}|\\p{L}+\\.? [0-9]{1,2},? [0-9]{4}';
const db2 = '([0-9]{4}-[0-9]{2}-[0-9]{2})-([0-9]{2})\\.([0-9]{2})\\.([0-9]{2})(?:\\.([0-9]{1,12}))?';
/** Year, month and day in numbers, clock and offset. */
const yearFirst =
  '([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})(?:(?:,? +|T)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(?:[ \u00a0\u202f]?([AaPp])\\.?[ \u00a0\u202f]?[Mm]\\.?)? ?([Zz]|' +
  zoneNames +
  '|[-+][0-9]{2}(?::?[0-9]{2})?)?)?';

const named =
  /^(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}(?:[ ,T]|$)|\d{1,2}(?:[.] |[-/ .])?\p{L}{3,10}\.?[-/ .]?\d{2}|\p{L}{3,10}\.?[- ]\d{1,2},?[- ]\d{4}|\d{4}-\d\d-\d\d-\d\d\.)/u;

/** Whether half of the first cells of a column may be such times: the patterns for the engine are large, and few columns need them. */
export function mayBeNamed(texts: readonly string[]): boolean {
  return 2 * texts.filter((text) => named.test(text)).length >= Math.max(1, texts.length);
}

/** SQL of the parts of a text that a pattern finds, as a struct of texts. */
function partsOf(column: string, pattern: string, names: string): string {
  const list = names.split(' ').map((name) => `'${name}'`);
  return `regexp_extract(${column}, '^(?:${pattern})$', [${list.join(', ')}])`;
}

const hourOfParts =
  `CASE WHEN p.half = '' THEN p.h WHEN TRY_CAST(p.h AS INTEGER) BETWEEN 1 AND 12` +
  ` THEN (p.h::INTEGER % 12 + CASE WHEN lower(p.half) = 'p' THEN 12 ELSE 0 END)::VARCHAR END`;
/** SQL of the clock that such parts make, with a space before it; empty where there is none. */
const clockOfParts = `CASE WHEN p.h = '' THEN '' ELSE ' ' || lpad(${hourOfParts}, 2, '0') || ':' || p.min || ':' || CASE WHEN p.s = '' THEN '00' ELSE p.s END || CASE WHEN p.f = '' THEN '' ELSE '.' || left(p.f, 6) END END`;

/** SQL of the time that a date with the year first makes, as TIMESTAMP in UTC; NULL where no calendar has it. */
function timeYearFirst(column: string): string {
  const parts = partsOf(column, yearFirst, 'y m d h min s f half zone');
  const text = `p.y || '-' || lpad(p.m, 2, '0') || '-' || lpad(p.d, 2, '0') || ${clockOfParts} || ${offsetOf('p.zone')}`;
  return `list_transform([${parts}], lambda p: timezone('UTC', TRY_CAST(${text} AS TIMESTAMPTZ)))[1]`;
}

/** SQL of whether a text that is such a time says its zone. */
export function hasZone(column: string): string {
  return `regexp_matches(${column}, '^[0-9]{4}[-./][0-9].*:[^-+]*([Zz]|${zoneNames}|[-+][0-9:]+)$')`;
}

/** SQL of the time that such parts make, as TIMESTAMP; NULL where no calendar has it. */
function timeOfParts(parts: string): string {
  const names = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
  const at = `list_position([${names.map((name) => `'${name}'`).join(', ')}], lower(left(p.m, 3)))`;
  const year = `CASE WHEN length(p.y) = 4 THEN p.y WHEN p.y >= '69' THEN '19' || p.y ELSE '20' || p.y END`;
  const text = `(${year}) || '-' || lpad(${at}::VARCHAR, 2, '0') || '-' || lpad(p.d, 2, '0') || ${clockOfParts}`;
  return `list_transform([${parts}], lambda p: TRY_CAST(${text} AS TIMESTAMP))[1]`;
}

/** Cells of a column as TIMESTAMP where they are dates with English month names, times as DB2 writes them, or dates with the year first; anything else: NULL. */
export function namedTimeOf(column: string): string {
  const named = timeOfParts(partsOf(column, dayFirst(month), 'd m y h min s f half'));
  const american = timeOfParts(partsOf(column, monthFirst(month), 'm d y h min s f half'));
  const exact = `list_transform([${partsOf(column, db2, 'd h min s f')}], lambda p: TRY_CAST(p.d || ' ' || p.h || ':' || p.min || ':' || p.s || CASE WHEN p.f = '' THEN '' ELSE '.' || left(p.f, 6) END AS TIMESTAMP))[1]`;
  return (
    `CASE WHEN ${noDateIn(column)} OR regexp_full_match(${column}, '${inWords}') THEN NULL WHEN regexp_full_match(${column}, '${dayFirst(month)}') THEN ${named}` +
    ` WHEN regexp_full_match(${column}, '${monthFirst(month)}') THEN ${american} WHEN regexp_full_match(${column}, '${yearFirst}') THEN ${timeYearFirst(column)} WHEN regexp_full_match(${column}, '${db2}') THEN ${exact} END`
  );
}

/** SQL of whether a text is a date with a month name of any language, in full or cut to three letters or more: `05-ENE-24`. */
export function isNamedDate(column: string): string {
  return `regexp_full_match(${column}, '${dayFirst(word)}|${monthFirst(word)}')`;
}

/** SQL of the word that stands for the month in such a date; NULL where there is none. */
export function monthWordOf(column: string): string {
  return `nullif(lower(regexp_extract(${column}, '${word}')), '')`;
}

/** SQL of whether such a date has a year of two digits. */
export function hasShortNamedYear(column: string): string {
  return `regexp_matches(${column}, '^[0-9]{1,2}${apart}${month}\\.?${apart}[0-9]{2}([^0-9]|$)')`;
}
