/** Columns that look like times and are not read as times: several forms in one column, names of zones, clocks that no program reads. Such a column is lost without a warning: every cell is another text. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { countCells, where } from './count-cells.ts';
import { firstTexts } from './first-texts.ts';
import { mixedOrders } from './mixed-orders.ts';
import { unreadTimesWarning, unreadZonesWarning } from './time-warnings.ts';
import type { TextColumn, TextTable } from './text-column.ts';
import { isKnownZone } from './zone-names.ts';

/** A date with the year first or last, perhaps with a month name. */
const date =
  '(?:[0-9]{4}(?:[-./] ?[0-9]{1,2}[-./] ?[0-9]{1,2}[.]?|[年년] ?[0-9]{1,2}[月월] ?[0-9]{1,2}[日일])' +
  '|[0-9]{1,2}[-./] ?(?:[0-9]{1,2}|\\p{L}{3,10}\\.?)[-./] ?(?:[0-9]{4}[.]?|[0-9]{2}))';
/** A clock, perhaps of hours alone, a word before it (`à`, `um`, the half of the day in other scripts), and what stands behind it: half of the day, offset, name of a zone. */
const clock =
  '[ \u00a0\u202f,T:-]+(?:(?:à|um|kl[.]?|klo|v|alle|às|a las|오전|오후|上午|下午|午前|午後) ?)?[0-9]{1,2}(?:[:.hH][0-9]{1,2}){0,2}(?:[.,:][0-9]{1,9})?(?:[ \u00a0\u202f]?[-+(\\[A-Za-z][-+A-Za-z0-9./_:()\\[\\] \u00a0\u202f]*)?';
/** A day of the week, of any language. */
// Counted letters would make the engine's pattern many times as large.
const weekday = '\\p{L}+[.,]* +';
const monthName = '\\p{L}+\\.?';
const inWords = `(?:${monthName} +[0-9]{1,2},? +[0-9]{4}|[0-9]{1,2}\\.? +${monthName} +[0-9]{4})`;
const dated =
  `(?:(?:${weekday})?${date}|${weekday}${inWords})(?:${clock})?` +
  `|(?:${inWords}|${weekday}${monthName} +[0-9]{1,2})${clock}`;
/** Numbers that stand beside dates where a program made numbers of some of them: days of spreadsheets, dates in digits, counts since 1970. */
const counted = '[2-6][0-9]{4}(?:[.,][0-9]+)?|(?:19|20)[0-9]{6}(?:[0-9]{4}(?:[0-9]{2})?)?|1[0-9]{9}(?:[0-9]{3})?';

const datedText = new RegExp(`^(?:${dated})$`, 'u');
const timeText = new RegExp(`^(?:${dated}|${counted})$`, 'u');

/** SQL of whether a text of three numbers of two digits is a date in no order: British sort codes are `20-45-99`. */
function isNoDay(column: string): string {
  const [a, b, c] = [1, 4, 7].map((at) => `TRY_CAST(substr(${column}, ${at}, 2) AS TINYINT)`);
  const isDayMonth = (day: string, month: string): string => `(${day} BETWEEN 1 AND 31 AND ${month} BETWEEN 1 AND 12)`;
  const fits = [isDayMonth(a!, b!), isDayMonth(b!, a!), isDayMonth(c!, b!)].join(' OR ');
  return `(length(${column}) = 8 AND regexp_full_match(${column}, '[0-9]{2}[-./][0-9]{2}[-./][0-9]{2}') AND NOT (${fits}))`;
}

/** At least this share of cells that look like times makes a warning. */
const nearly = 0.9;
/** Numbers count as times where at least this share of the cells are dates. */
const fewDates = 0.2;
const mostForms = 3;
/** Longer texts are no times, whatever they begin with. */
const mostLength = 60;

/** Whether three numbers of two digits are a date in no order, as of {@link isNoDay}. */
function isNoDayText(text: string): boolean {
  const [a, b, c] = (/^(\d\d)[-./](\d\d)[-./](\d\d)$/.exec(text) ?? []).slice(1).map(Number);
  if (a === undefined || b === undefined || c === undefined) return false;
  const isDayMonth = (day: number, month: number): boolean => day >= 1 && day <= 31 && month >= 1 && month <= 12;
  return !isDayMonth(a, b) && !isDayMonth(b, a) && !isDayMonth(c, b);
}

/** Whether a text looks like a date, perhaps with a clock, in any form. */
export function looksLikeTime(text: string): boolean {
  return text.length < mostLength && datedText.test(text) && !isNoDayText(text);
}

/** Whether nearly all of some texts look like dates; false without any. */
export function areLikeTimes(texts: readonly string[]): boolean {
  return texts.length > 0 && texts.filter(looksLikeTime).length >= nearly * texts.length;
}

/**
 * Whether most of the first cells may be times, numbers among them.
 *
 * @param texts - The first cells.
 * @param leastDates - Share of them that must be dates. Default 0: the first rows may all be numbers.
 */
export function mayBeTimes(texts: readonly string[], leastDates = 0): boolean {
  const times = texts.filter((text) => text.length < mostLength && timeText.test(text)).length;
  return (
    texts.length > 0 && times >= 0.8 * texts.length && texts.filter(looksLikeTime).length >= leastDates * texts.length
  );
}

/**
 * The warning for a column of texts of which nearly all look like times: the forms with an example of each, or the names of zones; undefined for another column.
 *
 * @param all - Cells that are not missing.
 */
export async function unreadTimes(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  all: number,
): Promise<string | undefined> {
  const { row } = table;
  const { name, column } = text;
  if (all === 0 || !mayBeTimes(await firstTexts(connection, table, column))) return undefined;
  const isDate = `(length(${column}) < ${mostLength} AND regexp_full_match(${column}, '${dated}') AND NOT ${isNoDay(column)})`;
  const isCount = `regexp_full_match(${column}, '${counted}')`;
  const [dates, counts] = (await countCells(connection, [isDate, isCount].map(where))) as [number, number];
  if (dates < fewDates * all || dates + counts < nearly * all) return undefined;
  const cells = { fitting: dates + counts, all };
  const zone = `nullif(regexp_extract(${column}, '[0-9] ?[(]?([A-Z]{3,5})[)]?$', 1), '')`;
  const zones = await connection.runAndReadAll(
    `SELECT ${zone} AS zone, min_by(${column}, ${row}), count(*) FROM source WHERE ${isDate} AND ${zone} IS NOT NULL GROUP BY 1 ORDER BY 3 DESC, 1 LIMIT 4`,
  );
  const named = zones.getRows();
  const zoned = named.reduce((sum, found) => sum + Number(found[2]), 0);
  if (zoned >= nearly * dates) {
    const names = named.map((found) => String(found[0]));
    const example = String(named[0]![1]);
    return unreadZonesWarning(name, example, names, cells, names.every(isKnownZone));
  }
  const orders = counts === 0 ? await mixedOrders(connection, table, text, dates) : undefined;
  if (orders !== undefined) return orders;
  // What a text is without its digits and letters; 9:05 and 10:05 are one form.
  const letters = `regexp_replace(regexp_replace(regexp_replace(${column}, '[0-9]+', '9', 'g'), '\\p{L}+', 'a', 'g'), ' +', ' ', 'g')`;
  const isYearFirst = `regexp_matches(${column}, '^[0-9]{4}')`;
  const forms = await connection.runAndReadAll(
    `SELECT ${letters}, ${isYearFirst}, min_by(${column}, ${row}), min(${row}), count(*) FROM source WHERE ${isDate} OR ${isCount}` +
      ` GROUP BY 1, 2 ORDER BY 5 DESC, 4`,
  );
  const found = forms
    .getRows()
    .map((form) => ({ text: String(form[2]), row: Number(form[3]) + 1, count: Number(form[4]) }));
  return unreadTimesWarning(name, found.slice(0, mostForms), found.length, cells);
}
