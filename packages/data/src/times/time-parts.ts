import type { Column, Frame } from '@fraudx/core';
import { DataError, InvalidArgumentError } from '@fraudx/core';
import type { TimeParts } from './time-settings.ts';
import { calendarTime, isExcelDay, timeOf, timeOfDigits } from './time-units.ts';

const dayMs = 86_400_000;

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/** What one cell says; NaN where it says nothing that is meant. */
type CellReader = (value: number | string) => number;

const numberOf: CellReader = (value) => (typeof value === 'number' ? value : value === '' ? Number.NaN : Number(value));

/** 1 to 12 of a number or an English name, of at least its first three letters. */
const monthOf: CellReader = (value) => {
  if (typeof value === 'number') return value;
  const text = value.toLowerCase().replace(/\.$/, '');
  const at =
    text.length < 3
      ? -1
      : months.findIndex((name) => name.startsWith(text) || (text === 'sept' && name === 'september'));
  return at >= 0 ? at + 1 : numberOf(value);
};

/** The day that programs write before a time of day where they have no date: day 0 of Access and spreadsheets, and the first of Unix. */
const dayOfClock =
  /^(?:1899-12-3[01]|1900-01-0[01]|1970-01-01|30[./-]12[./-]1899|12\/30\/1899|0?[01][./-]0?1[./-]1900|0?1[./-]0?1[./-]1970)(?:T| +)/;

/** Milliseconds since midnight of `14:05`, `14:05:09.5`, `14.05`, `14h05`, or `2:05 PM`, `2:05 p. m.`, perhaps behind the day 0 of a program. */
const clockOf: CellReader = (value) => {
  const found =
    /^(\d{1,2})(?:[:.]|\s?h\s?)(\d{2})(?:(?:[:.]|\s?m(?:in)?\s?)(\d{2}(?:\.\d+)?)s?)?\s*([ap])?\.?\s?(?:m\.?)?$/i.exec(
      String(value).replace(dayOfClock, ''),
    );
  if (found === null) return Number.NaN;
  const half = found[4]?.toLowerCase();
  const hour = Number(found[1]);
  if (half !== undefined && (hour < 1 || hour > 12)) return Number.NaN;
  const full = half === undefined ? hour : (hour % 12) + (half === 'p' ? 12 : 0);
  // The second 60 is the first one of the next minute.
  const second = Number(found[3] ?? 0);
  const leap = second >= 60 && second < 61 ? 1 : 0;
  return calendarTime(1970, 1, 1, full, Number(found[2]), second - leap) + 1000 * leap;
};

/** A fraction of a day, as a spreadsheet keeps a time of day. */
const fraction = /^(?:0|0?[.,]\d+|\d(?:[.,]\d+)?E-\d+)$/i;

/** Milliseconds since midnight of a fraction of a day. */
const fractionOf: CellReader = (value) => {
  const number = numberOf(typeof value === 'number' ? value : value.replace(',', '.'));
  return number >= 0 && number < 1 ? Math.round(number * dayMs) : Number.NaN;
};

/** How a column of times of day is read: as fractions of a day where all are such numbers, and one of them has more digits than a clock `0.38`. */
function clockReaderOf(column: Column): CellReader {
  if (column.kind === 'timestamp') return clockOf;
  const texts =
    column.kind === 'categorical'
      ? column.categories
      : Array.from(
          column.values.filter((value) => value === value),
          String,
        );
  const plain = texts.map((text) => text.trim()).filter((text) => text !== '');
  const areFractions = plain.every((text) => fraction.test(text)) && plain.some((text) => /\d{3}|E/i.test(text));
  return areFractions ? fractionOf : clockOf;
}

/** Milliseconds since midnight of whole numbers such as 1405 or 140509, without their zeros in front. */
function digitsOf(digits: 4 | 6): CellReader {
  return (value) => {
    // 000930 is no 0930: what is written with seconds has another meaning.
    const number = typeof value === 'string' && digits === 4 && /^\d{5,}$/.test(value) ? Number.NaN : numberOf(value);
    const padded = digits === 4 ? number * 100 : number;
    return calendarTime(
      1970,
      1,
      1,
      Math.floor(padded / 1e4),
      Math.floor(padded / 100) % 100,
      Number.isInteger(padded) ? padded % 100 : Number.NaN,
    );
  };
}

/** Midnight of a number such as 20250131, or of a day number of a spreadsheet, of which a fraction is a time of day that is not meant. */
const dateOf: CellReader = (value) => {
  const number = numberOf(value);
  return isExcelDay(number) ? timeOf(Math.floor(number), 'excel-days') : timeOfDigits(number, 8);
};

interface Part {
  readonly column: Column;
  readonly wanted: string;
  /** The reading of a row; undefined where the cell is missing. */
  readonly at: (row: number) => number | undefined;
}

function readPart(frame: Frame, name: string, wanted: string, read: CellReader): Part {
  const column = frame.column(name);
  if (column.kind === 'categorical') {
    const known = column.categories.map((text) => read(text.trim()));
    return { column, wanted, at: (row) => (column.codes[row]! < 0 ? undefined : known[column.codes[row]!]!) };
  }
  const { values } = column;
  const isDate = column.kind === 'timestamp';
  return {
    column,
    wanted,
    at: (row) => {
      const value = values[row]!;
      if (Number.isNaN(value)) return undefined;
      // A column of dates needs no reading; its time of day, where it has one, is not meant.
      return isDate ? (read === dateOf ? Math.floor(value / dayMs) * dayMs : Number.NaN) : read(value);
    },
  };
}

function cellText(column: Column, row: number): string {
  if (column.kind === 'categorical') return `"${column.categories[column.codes[row]!]}"`;
  return column.kind === 'timestamp' ? new Date(column.values[row]!).toISOString() : String(column.values[row]!);
}

/** Whether texts are dates such as 03/04/2025, which stay texts where day and month may be either. */
function fitsTwoOrders(column: Column): boolean {
  if (column.kind !== 'categorical') return false;
  const parts = column.categories.map((text) => /^(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d{2})(?!\d)/.exec(text.trim()));
  return parts.every((found) => found !== null && Number(found[1]) <= 12 && Number(found[2]) <= 12);
}

/**
 * Checks that a time can be made from these columns.
 *
 * @throws {InvalidArgumentError} `TIME_PARTS`: there is no date, or two ways of saying the same.
 */
export function checkTimeParts(parts: TimeParts): void {
  const has = (name: keyof TimeParts): boolean => parts[name] !== undefined;
  const clocks = (['clock', 'hhmm', 'hhmmss', 'hour'] as const).filter(has);
  const problem =
    has('date') === has('year')
      ? 'either date or year and month'
      : has('year') && !has('month')
        ? 'month beside year'
        : has('date') && (has('month') || has('day'))
          ? 'date without month and day'
          : clocks.length > 1
            ? `one of clock, hhmm, hhmmss and hour, got ${clocks.join(' and ')}`
            : (has('minute') && !has('hour')) || (has('second') && !has('minute'))
              ? 'hour beside minute, and minute beside second'
              : undefined;
  if (problem === undefined) return;
  throw new InvalidArgumentError(`time: parts must name ${problem}`, {
    code: 'TIME_PARTS',
    details: { parts: Object.keys(parts) },
    hint: 'For example { year: Year, month: Month, day: Day, clock: Time }, or { date: Date, hhmmss: Time }: each is the name of a column.',
  });
}

/** Columns that a time made of them says better, so that they need not be features: those that only grow, and clocks. */
export function replacedParts(parts: TimeParts): string[] {
  const names = [parts.year, parts.date, parts.clock, parts.hhmm, parts.hhmmss];
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** Columns of times of day, to be read as texts: a clock is no number, and 000130 keeps its zeros. */
export function clockColumns(parts: TimeParts | undefined): string[] {
  return [parts?.clock, parts?.hhmm, parts?.hhmmss].filter((name) => name !== undefined);
}

/**
 * Readings of calendar and clock in milliseconds, as UTC has them; NaN where a cell of the row is missing.
 *
 * @param rowsBefore - Rows in earlier frames, for messages.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`.
 * @throws {DataError} `TIME_PART_INVALID`: a cell, or a combination of cells, that no calendar has.
 */
export function timesOfParts(frame: Frame, parts: TimeParts, rowsBefore = 0): Float64Array {
  checkTimeParts(parts);
  const read = (name: string | undefined, wanted: string, reader: CellReader): Part | undefined =>
    name === undefined ? undefined : readPart(frame, name, wanted, reader);
  const date = read(parts.date, 'dates, numbers yyyymmdd or day numbers of a spreadsheet', dateOf);
  const year = read(parts.year, 'years', numberOf);
  const month = read(parts.month, 'months 1 to 12 or English names', monthOf);
  const day = read(parts.day, 'days of the month', numberOf);
  const clock =
    read(
      parts.clock,
      'times of day such as 14:05 or 2:05 PM',
      parts.clock === undefined ? clockOf : clockReaderOf(frame.column(parts.clock)),
    ) ??
    read(parts.hhmm, 'times of day hhmm', digitsOf(4)) ??
    read(parts.hhmmss, 'times of day hhmmss', digitsOf(6));
  const hour = read(parts.hour, 'hours 0 to 23', numberOf);
  const minute = read(parts.minute, 'minutes 0 to 59', numberOf);
  const second = read(parts.second, 'seconds 0 to 59', numberOf);
  const all = [date, year, month, day, clock, hour, minute, second].filter((part) => part !== undefined);
  const refuse = (row: number): DataError => {
    const wrong = all.find((part) => Number.isNaN(part.at(row)));
    const got =
      wrong === undefined
        ? `must make a time, got ${all.map((part) => `${part.column.name} ${cellText(part.column, row)}`).join(', ')}`
        : `must hold ${wrong.wanted}, got ${cellText(wrong.column, row)}`;
    const what = wrong === undefined ? 'columns of the time' : `column "${wrong.column.name}"`;
    return new DataError('TIME_PART_INVALID', `data: ${what} ${got} in data row ${rowsBefore + row + 1}`, {
      details: { row: rowsBefore + row + 1, columns: all.map((part) => part.column.name) },
      hint:
        wrong === date && date !== undefined && fitsTwoOrders(date.column)
          ? 'The dates fit day/month and month/day alike: say which with dateOrder, day-first or month-first.'
          : 'Correct the cells, or mark one as missing.',
    });
  };
  return Float64Array.from({ length: frame.nRows }, (_, row) => {
    if (all.some((part) => part.at(row) === undefined)) return Number.NaN;
    const start = date === undefined ? calendarTime(year!.at(row)!, month!.at(row)!, day?.at(row) ?? 1) : date.at(row)!;
    const ofDay =
      clock?.at(row) ?? calendarTime(1970, 1, 1, hour?.at(row) ?? 0, minute?.at(row) ?? 0, second?.at(row) ?? 0);
    const ms = start + ofDay;
    if (Number.isNaN(ms)) throw refuse(row);
    return ms;
  });
}
