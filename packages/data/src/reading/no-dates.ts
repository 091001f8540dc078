/**
 * Days that programs write where there is no date: 9999-12-31 and 0001-01-01, which no transaction has, and those that a program counts from, such as 1900-01-01, which may
 * be meant where other dates are near. And years below 100, of which a century was lost.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { earlyYearsWarning, oldestDayWarning } from './time-warnings.ts';

const dayMs = 86_400_000;
/** 9999-12-31 and 0001-01-01 in milliseconds since 1970. */
const lastDay = 253_402_214_400_000;
const firstDay = -62_135_596_800_000;
/** The year 100: nothing is expected before. */
const endOfEarlyYears = -59_011_459_200_000;
const yearMs = 365.25 * dayMs;

/** Days that programs count from, and years that all other dates lie behind where such a day stands for none. */
const zeroDays = [
  // Files of Windows.
  { day: '1601-01-01', years: 30 },
  // The first day of SQL Server's datetime.
  { day: '1753-01-01', years: 30 },
  // Day 0 of Access, Delphi and OLE.
  { day: '1899-12-30', years: 30 },
  { day: '1900-01-01', years: 30 },
  // Unix. Accounts of the seventies are nearer to it than transactions.
  { day: '1970-01-01', years: 10 },
].map(({ day, years }) => ({ day, from: Date.parse(day), far: Date.parse(day) + years * yearMs }));

/** Times from here on are no zero day: there are hardly others. */
const endOfZeroDays = Date.UTC(1970, 0, 2);

/** Whether a time lies on the first or the last day of the calendar, give or take a time zone. */
export function mayBeNoDate(ms: number): boolean {
  return ms >= lastDay - dayMs || ms < firstDay + 2 * dayMs;
}

/** Whether a text that is an ISO time is written with one of these days. */
export function isNoDateText(text: string): boolean {
  return text.startsWith('9999-12-31') || text.startsWith('0001-01-01');
}

/** Whether a time of a calendar without zone lies on one of these days. */
export function isNoDate(ms: number): boolean {
  return Math.floor(ms / dayMs) * dayMs === lastDay || Math.floor(ms / dayMs) * dayMs === firstDay;
}

/** SQL of whether a text is a date, perhaps with a clock, on one of these days, with the year first or last. */
export function noDateIn(column: string): string {
  const last = '(?:31[./-]12|12[./-]31)[./-]9999|31[-/ .]?dec(?:ember)?[-/ .]?9999';
  const first = '01[./-]01[./-]0001|0?1[-/ .]?jan(?:uary)?[-/ .]?0001';
  const yearLast = `regexp_matches(${column}, '^(?i:${last}|${first})(?:[^0-9]|$)')`;
  const mayBeLast = `(contains(${column}, '9999') OR contains(${column}, '0001'))`;
  return `(starts_with(${column}, '9999-12-31') OR starts_with(${column}, '0001-01-01') OR (${mayBeLast} AND ${yearLast}))`;
}

/** SQL of whether a date or timestamp of the engine lies on one of these days. */
export function isNoDateValue(column: string): string {
  return `(${column}::DATE IN (DATE '9999-12-31', DATE '0001-01-01'))`;
}

/** How often each zero day occurs, the first other time, and times of early years. */
interface OldTimes {
  readonly counts: readonly number[];
  /** Infinity where there is none. */
  readonly next: number;
  readonly early: number;
  readonly firstEarly: number;
}

function warningOf(name: string, { counts, next, early, firstEarly }: OldTimes): string | undefined {
  if (early > 0) return earlyYearsWarning(name, early, new Date(firstEarly).toISOString().slice(0, 10));
  const found = zeroDays.flatMap((zero, k) =>
    counts[k]! > 0 && next >= zero.far ? [{ ...zero, count: counts[k]! }] : [],
  );
  if (found.length === 0 || !Number.isFinite(next)) return undefined;
  const count = found.reduce((sum, zero) => sum + zero.count, 0);
  return oldestDayWarning(
    name,
    found.map(({ day }) => day),
    count,
    new Date(next).getUTCFullYear(),
  );
}

/**
 * The warning for times of which some lie on a day that programs count from and all others decades later, or in years below 100; undefined for others. Missing ones
 * (NaN) do not count.
 */
export function oldestDayOf(name: string, values: Float64Array, nRows: number): string | undefined {
  const counts = zeroDays.map(() => 0);
  let next = Infinity;
  let early = 0;
  let firstEarly = Infinity;
  for (let i = 0; i < nRows; i++) {
    const value = values[i]!;
    if (value >= endOfZeroDays) {
      if (value < next) next = value;
      continue;
    }
    if (Number.isNaN(value)) continue;
    if (value < endOfEarlyYears) {
      early++;
      if (value < firstEarly) firstEarly = value;
      continue;
    }
    const zero = zeroDays.findIndex(({ from }) => value >= from && value < from + dayMs);
    if (zero >= 0) counts[zero]!++;
    else if (value < next) next = value;
  }
  return warningOf(name, { counts, next, early, firstEarly });
}

/**
 * The same of a relation in the engine.
 *
 * @param text - SQL of the text of a cell, where the times are made from texts: nearly none has such a year in it, and then nothing is computed.
 */
export async function oldestDayIn(
  connection: DuckDBConnection,
  name: string,
  cell: string,
  text?: string,
): Promise<string | undefined> {
  if (text !== undefined) {
    const years = [...zeroDays.map(({ day }) => day.slice(0, 4)), '(?:^|[^0-9])00[0-9][0-9](?:[^0-9]|$)'].join('|');
    const has = await connection.runAndReadAll(
      `SELECT 1 FROM source WHERE regexp_matches(${text}, '${years}') LIMIT 1`,
    );
    if (has.currentRowCount === 0) return undefined;
  }
  const ms = `epoch_ms(${cell})`;
  const isEarly = `${ms} < ${endOfEarlyYears}`;
  const areOn = zeroDays.map(({ from }) => `(${ms} >= ${from} AND ${ms} < ${from + dayMs})`);
  const asked = [
    ...areOn.map((isOn) => `count(*) FILTER (${isOn})`),
    `min(${ms}) FILTER (NOT (${[isEarly, ...areOn].join(' OR ')}))`,
    `count(*) FILTER (${isEarly})`,
    `min(${ms})`,
  ];
  const found = await connection.runAndReadAll(`SELECT ${asked.join(', ')} FROM source`);
  const numbers = found.getRows()[0]!.map((value) => (value === null ? Infinity : Number(value)));
  const [next, early, firstEarly] = numbers.slice(zeroDays.length) as [number, number, number];
  return warningOf(name, { counts: numbers.slice(0, zeroDays.length), next, early, firstEarly });
}
