/**
 * Times whose meaning is certain and that are no ISO 8601 of everyday: RFC 2822 (`Wed, 01 Jan 2025 10:00:00 +0100`), Java's `ZonedDateTime`
 * (`2025-01-01T10:00:00-05:00[America/New_York]`, of which the offset counts), basic ISO 8601 (`20250101T101500`), JavaScript's `Date`
 * (`Wed Jan 01 2025 10:00:00 GMT+0100 (…)`), `date` and `ctime` of Unix (`Wed Jan  1 10:00:00 UTC 2025`), web logs (`01/Jan/2025:10:00:00 +0100`),
 * and Go's `Time.String` (`2025-01-03 00:05:09.5 +0100 CET`, of which the offset counts).
 */
import { offsetOf, zoneNames } from './zone-names.ts';

const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const weekday = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*';
const clock = '[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,6})?)?';
const offset = '[-+][0-9]{2}:?[0-9]{2}';
const zone = `(?:UTC|GMT|UT)${offset}|${offset}|[Zz]|UT|${zoneNames}`;
/** What stands behind for people: `(CET)`, `(Central European Standard Time)`. */
const comment = '(?: +[(][^()]*[)])?';

const basic = `[0-9]{4}[0-9]{2}[0-9]{2}(?:T[0-9]{4}(?:[0-9]{2}(?:[.,][0-9]{1,6})?)?|[T ]${clock})(?:Z|[-+][0-9]{2}(?::?[0-9]{2})?)?`;
const go = `([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2})((?:[.][0-9]{1,9})?) ([-+][0-9]{2})([0-9]{2}) (?:[A-Z]{2,5}|[-+][0-9]{2,4})(?: m=[-+][0-9.]+)?`;
const java = `[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}(?:Z|${offset})\\[[A-Za-z_/+0-9-]+\\]`;
/** Day, month by name, year, clock, with a day of the week or a zone: without both it is read otherwise. */
const mail =
  `${weekday},? +[0-9]{1,2}[- /]${month}[a-z]*[- /][0-9]{4} +${clock}(?: +(?:${zone}))?${comment}` +
  `|[0-9]{1,2}[- /]${month}[a-z]*[- /][0-9]{4}[ :]+${clock} +(?:${zone})${comment}`;
const script = `${weekday} +${month} +[0-9]{1,2} +[0-9]{4} +${clock}(?: +(?:${zone}))?${comment}`;
const unix = `${weekday} +${month} +[0-9]{1,2} +${clock}(?: +(?:${zone}))? +[0-9]{4}`;

/** SQL of whether a text is such a time. */
export function isZonedForm(column: string): string {
  return `regexp_full_match(${column}, '${[basic, java, go, mail, script, unix].join('|').replaceAll(/(?<![\\[])\((?!\?)/g, '(?:')}')`;
}

/** The first that a pattern finds; an empty text where it finds nothing. */
const found = (column: string, pattern: string): string => `regexp_extract(${column}, '${pattern}', 1)`;

/** SQL of the offset that a zone stands for, with a colon: `GMT+0100` is `+01:00`. */
function offsetIn(zoneSql: string): string {
  const bare = `regexp_replace(${zoneSql}, '^(?:UTC|GMT|UT)([-+])', '\\1')`;
  const known = offsetOf(`CASE WHEN ${bare} = 'UT' THEN 'UTC' ELSE ${bare} END`);
  return `regexp_replace(${known}, '^([-+][0-9]{2})([0-9]{2})$', '\\1:\\2')`;
}

/** SQL of such a time as ISO 8601; of any other text as it stands. */
export function zonedFormAsIso(column: string): string {
  const day = `^([0-9]{4})([0-9]{2})([0-9]{2})[T ]([0-9]{2}):?([0-9]{2})(?::?([0-9]{2}))?(?:[.,]([0-9]{1,6}))?(.*)$`;
  const parts = `regexp_extract(${column}, '${day}', ['y', 'm', 'd', 'h', 'min', 's', 'f', 'zone'])`;
  const seconds = `CASE WHEN p.s = '' THEN '00' ELSE p.s END || CASE WHEN p.f = '' THEN '' ELSE '.' || p.f END`;
  const fromBasic = `list_transform([${parts}], lambda p: p.y || '-' || p.m || '-' || p.d || 'T' || p.h || ':' || p.min || ':' || ${seconds} || ${offsetIn('p.zone')})[1]`;
  // The clock and the year stand by themselves in all of these forms; the zone behind either of them.
  const bare = `regexp_replace(${column}, '${comment}$', '')`;
  const monthName = found(column, `(${month})`);
  const names = 'JanFebMarAprMayJunJulAugSepOctNovDec';
  const monthNumber = `lpad(((position(${monthName} IN '${names}') + 2) // 3)::VARCHAR, 2, '0')`;
  const dayNumber = `CASE WHEN regexp_matches(${column}, '^(?:${weekday},? +)?[0-9]') THEN ${found(column, '^[^0-9]*([0-9]{1,2})')} ELSE ${found(column, `${month} +([0-9]{1,2})`)} END`;
  const year = found(bare, '(?:^|[^0-9:+-])([0-9]{4})(?:[^0-9]|$)');
  const time = found(column, `[ :](${clock})`);
  const zoneText = found(bare, `[0-9] +(${zone})(?: +[0-9]{4})?$`);
  const fromWords = `${year} || '-' || ${monthNumber} || '-' || lpad(${dayNumber}, 2, '0') || 'T' || CASE WHEN length(split_part(${time}, ':', 1)) = 1 THEN '0' ELSE '' END || ${time} || ${offsetIn(zoneText)}`;
  return (
    `CASE WHEN NOT ${isZonedForm(column)} THEN ${column} WHEN regexp_full_match(${column}, '${java}') THEN regexp_extract(${column}, '^[^[]+')` +
    ` WHEN regexp_full_match(${column}, '${go}') THEN regexp_replace(regexp_replace(${column}, '^${go}$', '\\1T\\2\\3\\4:\\5'), '([.][0-9]{6})[0-9]+', '\\1')` +
    ` WHEN regexp_full_match(${column}, '${basic}') THEN ${fromBasic} ELSE ${fromWords} END`
  );
}
