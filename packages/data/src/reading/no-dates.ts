/**
 * Days that programs write where there is no date: 9999-12-31 and 0001-01-01, which no transaction has, and those that a program counts from, such as 1900-01-01, which may
 * be meant where other dates are near. Far days such as 2999-12-31, which programs write where there is no end. Years below 100, of which a century was lost, and years of other
 * calendars.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { earlyYearsWarning, farDayWarning, oldestDayWarning, otherCalendarWarning } from './time-warnings.ts';

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

/** No transaction is expected from here on; a day of the far future may stand for no end where all other times lie this much before it. */
const startOfFar = Date.UTC(2090, 0, 1);
const farAhead = 30 * yearMs;
/** More different days of the far future are no sign for "no end". */
const mostFarDays = 3;

/** Years that a whole column has by another calendar: those of the Buddhist one lie 543 years ahead, those of the Hijri and Persian ones about 600 behind. */
const otherCalendars = [
  { calendar: 'Hijri or Persian', from: Date.UTC(1300, 0, 1), to: Date.UTC(1500, 0, 1) },
  { calendar: 'Buddhist', from: Date.UTC(2443, 0, 1), to: Date.UTC(2620, 0, 1) },
];

/** How often each zero day occurs, the first other time, times of early years, and days of the far future. */
interface OldTimes {
  readonly counts: readonly number[];
  /** Infinity where there is none. */
  readonly next: number;
  readonly early: number;
  readonly firstEarly: number;
  /** The last time before the far future, without those of early years; -Infinity where there is none. */
  readonly last: number;
  /** The last time of all. */
  readonly most: number;
  /** Days since 1970 of the far future, in order, with how often each occurs; perhaps cut where there are more than {@link mostFarDays}. */
  readonly far: readonly (readonly [day: number, count: number])[];
}

function warningsOf(name: string, times: OldTimes): string[] {
  return [oldWarning(name, times), farWarning(name, times), calendarWarning(name, times)].filter(
    (warning) => warning !== undefined,
  );
}

function farWarning(name: string, { far, last }: OldTimes): string | undefined {
  if (far.length === 0 || far.length > mostFarDays || last === -Infinity) return undefined;
  if (far[0]![0] * dayMs - last < farAhead) return undefined;
  const days = far.map(([day]) => new Date(day * dayMs).toISOString().slice(0, 10));
  const count = far.reduce((sum, [, each]) => sum + each, 0);
  return farDayWarning(name, days, count, new Date(last).getUTCFullYear());
}

function calendarWarning(name: string, { next, most, early }: OldTimes): string | undefined {
  return early > 0 ? undefined : otherCalendarOf(name, next, most);
}

/** The warning for times all of which lie in years that another calendar has today, by the first and the last of them; undefined for others. */
export function otherCalendarOf(name: string, first: number, last: number): string | undefined {
  const found = otherCalendars.find(({ from, to }) => first >= from && first < to && last < to);
  if (found === undefined) return undefined;
  return otherCalendarWarning(name, found.calendar, new Date(first).getUTCFullYear(), new Date(last).getUTCFullYear());
}

function oldWarning(name: string, { counts, next, early, firstEarly }: OldTimes): string | undefined {
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
 * The warnings for times of which some lie on a day that programs count from and all others decades later, or on a far day and all others decades before, or in years below 100
 * or of another calendar; none for others. Missing ones (NaN) do not count.
 */
export function oddDaysOf(name: string, values: Float64Array, nRows: number): string[] {
  const counts = zeroDays.map(() => 0);
  let next = Infinity;
  let early = 0;
  let firstEarly = Infinity;
  let last = -Infinity;
  let most = -Infinity;
  const far = new Map<number, number>();
  for (let i = 0; i < nRows; i++) {
    const value = values[i]!;
    if (value >= endOfZeroDays) {
      if (value < next) next = value;
      if (value > most) most = value;
      if (value < startOfFar) {
        if (value > last) last = value;
      } else if (far.size <= mostFarDays) {
        const day = Math.floor(value / dayMs);
        far.set(day, (far.get(day) ?? 0) + 1);
      }
      continue;
    }
    if (Number.isNaN(value)) continue;
    if (value < endOfEarlyYears) {
      early++;
      if (value < firstEarly) firstEarly = value;
      continue;
    }
    if (value > last) last = value;
    if (value > most) most = value;
    const zero = zeroDays.findIndex(({ from }) => value >= from && value < from + dayMs);
    if (zero >= 0) counts[zero]!++;
    else if (value < next) next = value;
  }
  const days = [...far].toSorted(([a], [b]) => a - b);
  return warningsOf(name, { counts, next, early, firstEarly, last, most, far: days });
}

/**
 * The same of a relation in the engine.
 *
 * @param text - SQL of the text of a cell, where the times are made from texts: nearly none has such a year in it, and then nothing is computed.
 */
export async function oddDaysIn(
  connection: DuckDBConnection,
  name: string,
  cell: string,
  text?: string,
): Promise<string[]> {
  if (text !== undefined) {
    const other = '(?:^|[^0-9])(?:00[0-9][0-9]|1[34][0-9][0-9]|209[0-9]|2[1-9][0-9][0-9]|[3-9][0-9]{3})(?:[^0-9]|$)';
    const years = [...zeroDays.map(({ day }) => day.slice(0, 4)), other].join('|');
    const has = await connection.runAndReadAll(
      `SELECT 1 FROM source WHERE regexp_matches(${text}, '${years}') LIMIT 1`,
    );
    if (has.currentRowCount === 0) return [];
  }
  const ms = `epoch_ms(${cell})`;
  const isEarly = `${ms} < ${endOfEarlyYears}`;
  const areOn = zeroDays.map(({ from }) => `(${ms} >= ${from} AND ${ms} < ${from + dayMs})`);
  const asked = [
    ...areOn.map((isOn) => `count(*) FILTER (${isOn})`),
    `min(${ms}) FILTER (NOT (${[isEarly, ...areOn].join(' OR ')}))`,
    `count(*) FILTER (${isEarly})`,
    `min(${ms})`,
    `max(${ms})`,
    `max(${ms}) FILTER (${ms} < ${startOfFar} AND NOT (${isEarly}))`,
  ];
  const found = await connection.runAndReadAll(`SELECT ${asked.join(', ')} FROM source`);
  const row = found.getRows()[0]!;
  const numbers = row.map((value) => (value === null ? Infinity : Number(value)));
  const [next, early, firstEarly, most] = numbers.slice(zeroDays.length) as [number, number, number, number];
  const last = row.at(-1) === null ? -Infinity : Number(row.at(-1));
  const far = most < startOfFar || most === Infinity ? [] : await farDaysIn(connection, ms);
  return warningsOf(name, { counts: numbers.slice(0, zeroDays.length), next, early, firstEarly, last, most, far });
}

async function farDaysIn(connection: DuckDBConnection, ms: string): Promise<OldTimes['far']> {
  const found = await connection.runAndReadAll(
    `SELECT ${ms} // ${dayMs}, count(*) FROM source WHERE ${ms} >= ${startOfFar} GROUP BY 1 ORDER BY 1 LIMIT ${mostFarDays + 1}`,
  );
  return found.getRows().map(([day, count]) => [Number(day), Number(count)] as const);
}
