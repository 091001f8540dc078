/**
 * Days that programs write where there is no date: 9999-12-31 and 0001-01-01, which no transaction has, and 1900-01-01, which may be meant where other dates are near.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { oldestDayWarning } from './time-warnings.ts';

const dayMs = 86_400_000;
/** 9999-12-31 and 0001-01-01 in milliseconds since 1970. */
const lastDay = 253_402_214_400_000;
const firstDay = -62_135_596_800_000;
/** 1900-01-01. */
const oldDay = -2_208_988_800_000;
/** Dates from here on are far from 1900-01-01: 30 years. */
const farDay = oldDay + 10_957 * dayMs;

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

/** The warning for times of which some lie on 1900-01-01 and all others decades later; undefined for others. Missing ones (NaN) do not count. */
export function oldestDayOf(name: string, values: Float64Array, nRows: number): string | undefined {
  let count = 0;
  let next = Infinity;
  for (let i = 0; i < nRows; i++) {
    const value = values[i]!;
    if (value >= farDay) {
      if (value < next) next = value;
    } else if (value < farDay) {
      if (value < oldDay || value >= oldDay + dayMs) return undefined;
      count++;
    }
  }
  return count === 0 || next === Infinity ? undefined : oldestDayWarning(name, count, new Date(next).getUTCFullYear());
}

/**
 * The same of a relation in the engine.
 *
 * @param text - SQL of the text of a cell, where the times are made from texts: nearly none has 1900 in it, and then nothing is computed.
 */
export async function oldestDayIn(
  connection: DuckDBConnection,
  name: string,
  cell: string,
  text?: string,
): Promise<string | undefined> {
  if (text !== undefined) {
    const has = await connection.runAndReadAll(`SELECT 1 FROM source WHERE contains(${text}, '1900') LIMIT 1`);
    if (has.currentRowCount === 0) return undefined;
  }
  const ms = `epoch_ms(${cell})`;
  const isOld = `${ms} >= ${oldDay} AND ${ms} < ${oldDay + dayMs}`;
  const found = await connection.runAndReadAll(
    `SELECT count(*) FILTER (${isOld}), min(${ms}) FILTER (NOT (${isOld})) FROM source`,
  );
  const [count, next] = found.getRows()[0]!.map((value) => (value === null ? Number.NaN : Number(value))) as [
    number,
    number,
  ];
  return count === 0 || !(next >= farDay) ? undefined : oldestDayWarning(name, count, new Date(next).getUTCFullYear());
}
