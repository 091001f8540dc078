import type { CategoricalColumn, NumericColumn } from '@fraudx/core';
import { DataError, epochMilliseconds } from '@fraudx/core';
import { isNoDate } from '../reading/no-dates.ts';
import type { TimeUnit } from './time-settings.ts';

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** Day number of 1970-01-01 in spreadsheets, whose day 1 is 1900-01-01 with a 29 February that year did not have. */
const excelDayOf1970 = 25_569;

/** Whether a number lies where spreadsheets count the days of 2000 to 2064. */
export function isExcelDay(value: number): boolean {
  return value >= 36_526 && value < 60_000;
}

/** Units whose numbers are instants; those of the others are readings of the local clock and calendar. */
const instants: ReadonlySet<TimeUnit> = new Set(['seconds', 'milliseconds', 'microseconds', 'nanoseconds', 'epoch']);

/** Whether numbers of a unit count from 1970-01-01 UTC, whatever the time zone. */
export function isInstantUnit(unit: TimeUnit): boolean {
  return instants.has(unit);
}

/** Milliseconds of a date and a time of day as UTC has them; NaN where the calendar or the clock has no such time. */
export function calendarTime(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  const isWhole = [year, month, day, hour, minute].every((value) => Number.isInteger(value));
  if (!isWhole || year < 1 || year > 9999 || hour < 0 || minute < 0 || minute > 59 || !(second >= 0 && second < 60)) {
    return Number.NaN;
  }
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  if (time.getUTCFullYear() !== year || time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day)
    return Number.NaN;
  const isEndOfDay = hour === 24 && minute === 0 && second === 0;
  return hour > 23 && !isEndOfDay ? Number.NaN : time.getTime() + hour * hourMs + minute * minuteMs + second * 1000;
}

/** Milliseconds of a number such as 20250131, 202501311405 or 20250131140509 with this many digits; NaN for another. */
export function timeOfDigits(value: number, digits: 8 | 12 | 14): number {
  if (!Number.isInteger(value) || value < 10 ** (digits - 1) || value >= 10 ** digits) return Number.NaN;
  const padded = value * 10 ** (14 - digits);
  const pair = (from: number): number => Math.floor(padded / 10 ** from) % 100;
  return calendarTime(Math.floor(padded / 1e10), pair(8), pair(6), pair(4), pair(2), pair(0));
}

/** Milliseconds of a whole number such as 1022025 (01022025) or 1022025000929, day, month and year, perhaps with a time of day; NaN for another. */
export function timeOfDayFirst(value: number, digits: 8 | 14): number {
  const date = digits === 8 ? value : Math.floor(value / 1e6);
  if (!Number.isInteger(value) || date < 1_010_001 || date > 31_129_999) return Number.NaN;
  const clock = digits === 8 ? 0 : value % 1e6;
  const [day, month] = [Math.floor(date / 1e6), Math.floor(date / 1e4) % 100];
  return calendarTime(date % 1e4, month, day, Math.floor(clock / 1e4), Math.floor(clock / 100) % 100, clock % 100);
}

/** Orders of dates of two digits each. */
export type ShortDateForm = 'yymmdd' | 'ddmmyy';

/** Milliseconds of a whole number such as 250303 (yymmdd) or 30325 (030325, ddmmyy), of the years 1970 to 2069; NaN for another. */
export function timeOfShortDate(value: number, form: ShortDateForm): number {
  if (!Number.isInteger(value) || value < 10_101 || value > 991_231) return Number.NaN;
  const [first, month, last] = [Math.floor(value / 1e4), Math.floor(value / 100) % 100, value % 100];
  const [year, day] = form === 'yymmdd' ? [first, last] : [last, first];
  return calendarTime(year < 70 ? 2000 + year : 1900 + year, month, day, 0, 0, 0);
}

/** Milliseconds of one number. */
export function timeOf(value: number, unit: TimeUnit): number {
  switch (unit) {
    case 'seconds':
      return value * 1000;
    case 'milliseconds':
      return value;
    case 'microseconds':
      return value / 1e3;
    case 'nanoseconds':
      return value / 1e6;
    case 'epoch':
      return epochMilliseconds(value);
    case 'minutes':
      return value * minuteMs;
    case 'hours':
      return value * hourMs;
    case 'days':
      return value * dayMs;
    case 'excel-days':
      // To the millisecond: a fraction of a day has no more digits in a double.
      return Math.round((value - excelDayOf1970) * dayMs);
    case 'yyyymmdd':
      return timeOfDigits(value, 8);
    case 'yyyymmddhhmm':
      return timeOfDigits(value, 12);
    case 'yyyymmddhhmmss':
      return timeOfDigits(value, 14);
  }
}

/** The number that a text of digits says, as exact as a time needs it: nanoseconds are beyond what a double holds. */
function timeOfText(text: string, unit: TimeUnit): number {
  const plain = text.trim();
  // Nanoseconds by their size have 18 digits or more.
  const nanoseconds = unit === 'nanoseconds' ? /^-?\d{16,}$/ : unit === 'epoch' ? /^-?\d{18,}$/ : undefined;
  if (nanoseconds?.test(plain) === true) return Number(BigInt(plain) / 1000n) / 1e3;
  return plain === '' ? Number.NaN : timeOf(Number(plain), unit);
}

/** No transaction is expected from here on: 2200-01-01. A unit that puts one there is another one. */
const farFuture = Date.UTC(2200, 0, 1);

/** What dates in digits are where there is no date: zeros, and the first and last day of the calendar, with a clock or without. */
function isNoDateInDigits(value: number, ms: number): boolean {
  return value === 0 || isNoDate(ms) || /^1?0101(?:0{4}|0{6})?$/.test(String(value));
}

/** The unit by which a number lies between 1980 and 2100, where there is one: what it probably counts. */
function likelyUnit(value: number): { readonly unit: TimeUnit; readonly day: string } | undefined {
  const units = [
    'seconds',
    'milliseconds',
    'microseconds',
    'nanoseconds',
    'yyyymmdd',
    'yyyymmddhhmm',
    'yyyymmddhhmmss',
  ] as const;
  for (const unit of units) {
    const ms = timeOf(value, unit);
    if (ms >= Date.UTC(1980, 0, 1) && ms < Date.UTC(2100, 0, 1))
      return { unit, day: new Date(ms).toISOString().slice(0, 10) };
  }
  return undefined;
}

/**
 * Times of a column of numbers, or of texts that are numbers, in milliseconds; missing cells are NaN. So are dates in digits that stand for none, such as 0 and 99991231 in
 * yyyymmdd.
 *
 * @param rowsBefore - Rows in earlier frames, for messages.
 * @throws {DataError} `TIME_NOT_IN_UNIT`: a number that is no time in this unit, such as 20250230 in yyyymmdd, or one of the year 2200 or later, such as
 *   milliseconds taken as seconds, with the unit that it probably has.
 */
export function timesInUnit(column: NumericColumn | CategoricalColumn, unit: TimeUnit, rowsBefore = 0): Float64Array {
  const refuse = (text: string, value: number, ms: number, row: number): DataError => {
    const likely = likelyUnit(value);
    const year = Math.abs(ms) <= 8.64e15 ? `, which is in the year ${new Date(ms).getUTCFullYear()}` : '';
    return new DataError(
      'TIME_NOT_IN_UNIT',
      `data: column "${column.name}" must hold times in ${unit}, got ${text} in data row ${rowsBefore + row + 1}${year}`,
      {
        details: {
          column: column.name,
          row: rowsBefore + row + 1,
          value: text.replaceAll('"', ''),
          unit,
          ...(likely === undefined ? {} : { likely: likely.unit }),
        },
        hint:
          likely === undefined || likely.unit === unit
            ? 'Correct the cell, mark it as missing, or say another timeUnit.'
            : `In ${likely.unit} it is ${likely.day}: say timeUnit: ${likely.unit}, or correct the cell or mark it as missing.`,
      },
    );
  };
  const isInDigits = unit.startsWith('yyyymmdd');
  const read = (value: number, ms: number, text: () => string, row: number): number => {
    if (isInDigits && isNoDateInDigits(value, ms)) return Number.NaN;
    if (Math.abs(ms) <= 8.64e15 && ms < farFuture) return ms;
    throw refuse(text(), value, ms, row);
  };
  if (column.kind === 'categorical') {
    const known = column.categories.map((text) => timeOfText(text, unit));
    return Float64Array.from(column.codes, (code, row) => {
      if (code < 0) return Number.NaN;
      const text = column.categories[code]!;
      return read(Number(text), known[code]!, () => `"${text}"`, row);
    });
  }
  return column.values.map((value, row) =>
    Number.isNaN(value) ? value : read(value, timeOf(value, unit), () => String(value), row),
  );
}
