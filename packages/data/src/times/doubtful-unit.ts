import type { CategoricalColumn, NumericColumn } from '@fraudx/core';
import { countText, DataError, epochMilliseconds } from '@fraudx/core';
import type { ShortDateForm } from './time-units.ts';
import { timeOf, timeOfDayFirst, timeOfDigits, timeOfShortDate } from './time-units.ts';

const dayMs = 86_400_000;

/** Texts of dates without a separator, of two digits each. */
const shortDate = /^\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d$/;
/** Fewer different numbers may look like dates by chance: one of 200 counts of seconds does. */
const fewestShortDates = 3;
/** Of numbers of six digits one in 27 is a date by chance. */
const fewestShortDays = 5;
/** Dates in digits that stand for no date: mainframes write them for accounts that are not closed. */
const noDates: ReadonlySet<number> = new Set([0, 10_101, 19_000_101, 22_991_231, 29_991_231, 99_991_231, 99_999_999]);
/** Years that the rows of one table are expected to span at most. */
const mostYearsMs = 40 * 365 * dayMs;

/** Before 1970 and after 2100 no transaction is expected, and many a number is a date by accident. */
function isExpected(ms: number): boolean {
  return ms >= 0 && ms < 130 * 365 * dayMs;
}

/** What the numbers of a time column without a unit are, over all its rows. */
export class NumbersSeen {
  #count = 0;
  #least = Infinity;
  #most = -Infinity;
  /** The first number that is too large for seconds. */
  #large: number | undefined;
  readonly #digits = new Map<8 | 12 | 14, boolean>([
    [8, true],
    [12, true],
    [14, true],
  ]);
  readonly #dayFirst = new Map<8 | 14, boolean>([
    [8, true],
    [14, true],
  ]);

  readonly #shortDays = new Map<ShortDateForm, { least: number; most: number } | undefined>([
    ['yymmdd', { least: Infinity, most: -Infinity }],
    ['ddmmyy', { least: Infinity, most: -Infinity }],
  ]);
  readonly #different = new Set<number>();
  /** Of dates yyyymmdd: how many numbers stand for none, the first of them, and the others. */
  readonly #noDates = { count: 0, example: 0, days: new Set<number>(), least: Infinity, most: -Infinity, fit: true };

  /** Takes further rows. */
  add({ values }: NumericColumn): void {
    for (const value of values) {
      if (Number.isNaN(value)) continue;
      this.#count++;
      if (value < this.#least) this.#least = value;
      if (value > this.#most) this.#most = value;
      if (this.#large === undefined && Math.abs(value) >= 1e11) this.#large = value;
      for (const [digits, isFitting] of this.#digits) {
        if (!isFitting) continue;
        const ms = timeOfDigits(value, digits);
        if (!isExpected(ms)) this.#digits.set(digits, false);
      }
      for (const [digits, isFitting] of this.#dayFirst) {
        if (isFitting && !isExpected(timeOfDayFirst(value, digits))) this.#dayFirst.set(digits, false);
      }
      this.#addShortDay(value);
      this.#addDayOrNone(value);
    }
  }

  #addDayOrNone(value: number): void {
    const seen = this.#noDates;
    if (!seen.fit) return;
    if (noDates.has(value)) {
      if (seen.count++ === 0) seen.example = value;
      return;
    }
    seen.fit = isExpected(timeOfDigits(value, 8));
    seen.least = Math.min(seen.least, value);
    seen.most = Math.max(seen.most, value);
    if (seen.days.size < fewestShortDays) seen.days.add(value);
  }

  /** Of numbers that all are dates yyyymmdd or stand for no date, such as 99991231, the first and the last date and the numbers for none; undefined for others, and for few different dates without such as 99991231, which is none by accident. */
  get datesOrNone():
    | { readonly least: number; readonly most: number; readonly none: number; readonly example: number }
    | undefined {
    const { fit, days, count, least, most, example } = this.#noDates;
    const isEnough = days.size === fewestShortDays || (days.size > 0 && example > 19_000_000);
    return fit && isEnough ? { least, most, none: count, example } : undefined;
  }

  #addShortDay(value: number): void {
    for (const [form, days] of this.#shortDays) {
      if (days === undefined) continue;
      const ms = timeOfShortDate(value, form);
      if (Number.isNaN(ms)) {
        this.#shortDays.set(form, undefined);
        continue;
      }
      days.least = Math.min(days.least, ms);
      days.most = Math.max(days.most, ms);
      if (this.#different.size < fewestShortDays) this.#different.add(value);
    }
  }

  /** The dates of two digits each that all numbers are, `250303`, with the first and the last day of each order that fits, the one of fewer days first; none for other numbers. */
  get shortDates(): readonly { readonly form: ShortDateForm; readonly first: string; readonly last: string }[] {
    if (this.#different.size < fewestShortDays) return [];
    return [...this.#shortDays]
      .flatMap(([form, days]) =>
        days === undefined || days.most - days.least > mostYearsMs ? [] : [{ form, ...days }],
      )
      .sort((a, b) => a.most - a.least - (b.most - b.least))
      .map(({ form, least, most }) => ({ form, first: isoDay(least), last: isoDay(most) }));
  }

  /** The least and the greatest; undefined without any, and where there is something else to say of them. */
  get plainRange(): { readonly least: number; readonly most: number } | undefined {
    const isPlain = this.#count > 0 && this.warning('') === undefined;
    return isPlain ? { least: this.#least, most: this.#most } : undefined;
  }

  /** The unit that all numbers fit as dates, such as yyyymmdd; undefined for other numbers. */
  get datesIn(): 'yyyymmdd' | 'yyyymmddhhmm' | 'yyyymmddhhmmss' | undefined {
    if (this.#count === 0) return undefined;
    const found = [...this.#digits].find(([, isFitting]) => isFitting)?.[0];
    return found === undefined
      ? undefined
      : ({ 8: 'yyyymmdd', 12: 'yyyymmddhhmm', 14: 'yyyymmddhhmmss' } as const)[found];
  }

  /** Whether the numbers lie where spreadsheets count the days of 2000 to 2064, within ten years: seconds of a day span more. */
  get areExcelDays(): boolean {
    return areExcelDays(this.#count, this.#least, this.#most);
  }

  /** Whether the numbers lie where spreadsheets count the days of 1927 to 2119: of a column whose name speaks of a date. */
  get mayBeExcelDays(): boolean {
    return this.#count > 0 && this.#least >= 10_000 && this.#most < 80_000;
  }

  /** Whether the numbers count from a start of their own and span less than a day, taken as seconds. */
  get areTooFewSeconds(): boolean {
    // Seconds since 1970 passed 1e8 in 1973; a count of two rows says nothing.
    return this.#count > 2 && this.#most < 1e8 && this.#least >= 0 && this.#most - this.#least < 86_400;
  }

  /** What to ask of a column of this name, or to say of how its numbers are taken; undefined where seconds are fine. */
  warning(name: string): string | undefined {
    const dates = this.datesIn;
    if (dates !== undefined) {
      return `time column "${name}" holds numbers such as ${this.#most} that look like dates written ${dates}, but numbers are taken as counted from 1970 on: if they are dates, say timeUnit: ${dates}`;
    }
    const dayFirst = this.#count === 0 ? undefined : [...this.#dayFirst].find(([, isFitting]) => isFitting)?.[0];
    if (dayFirst !== undefined) {
      const [form, forms] = dayFirst === 8 ? ['ddmmyyyy', 'yyyymmdd'] : ['ddmmyyyyhhmmss', 'yyyymmddhhmmss'];
      return `time column "${name}" holds numbers such as ${this.#most} that look like dates written ${form}, but numbers are taken as counted from 1970 on, so that rows are in a wrong order: if they are dates, write them as 2025-01-31 or as ${forms}, with timeUnit: ${forms}`;
    }
    const [short] = this.shortDates;
    if (short !== undefined) {
      return `time column "${name}" holds numbers such as ${this.#most} that look like dates written ${short.form}, ${short.first} to ${short.last}, but numbers are taken as counted from 1970 on: if they are dates, write them as 2025-01-31 or as yyyymmdd, with timeUnit: yyyymmdd`;
    }
    if (this.areExcelDays) {
      return `time column "${name}" holds numbers from ${this.#least} to ${this.#most}, but numbers are taken as counted in seconds: if they are day numbers of a spreadsheet, of which the last is ${excelDate(this.#most)}, say timeUnit: excel-days`;
    }
    if (this.areTooFewSeconds) {
      return `time column "${name}" holds numbers from ${this.#least} to ${this.#most}: taken as seconds they all lie within ${spanText(this.#most - this.#least)}, so hours, days and windows come out wrong if they count something else; say what they count with timeUnit: hours, minutes, days and so on (timeUnit: seconds where they are seconds)`;
    }
    if (this.#large === undefined) return undefined;
    const size = Math.abs(this.#large);
    const unit = size < 1e14 ? 'milli' : size < 1e17 ? 'micro' : 'nano';
    return `time column "${name}" holds numbers such as ${this.#large}, which are too large for seconds: taken as ${unit}seconds since 1970`;
  }
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Day numbers of spreadsheets from 2000-01-01 on, up to 2064. */
const firstExcelDay = 36_526;
const endOfExcelDays = 60_000;
/** Days that the rows of one table are expected to span at most. */
const mostDays = 3660;

function areExcelDays(count: number, least: number, most: number): boolean {
  return count > 0 && least >= firstExcelDay && most < endOfExcelDays && most - least <= mostDays;
}

function excelDate(value: number): string {
  return isoDay(timeOf(value, 'excel-days'));
}

/** What to ask of a time column of which these are the days since 1970 that its numbers were taken for; undefined where they are no days of a spreadsheet. */
export function excelDaysWarning(name: string, first: number, last: number): string | undefined {
  const [least, most] = [first / dayMs, last / dayMs];
  if (!areExcelDays(1, least, most)) return undefined;
  const date = new Date(last).toISOString().slice(0, 10);
  return `time column "${name}" holds numbers such as ${Number(most.toFixed(6))}, which counted in days since 1970 is ${date}: as a day number of a spreadsheet it is ${excelDate(most)}; say timeUnit: excel-days if they are such numbers`;
}

function spanText(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} seconds`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`;
}

/** Milliseconds by which numbers count from 1970 are expected to begin and end: 2001-09-09 and 2033-05-18. From 2e9 on seconds could be dates yyyymmddhh. */
const firstEpoch = 1e12;
const lastEpoch = 2e12;

/** Texts of numbers that could count from 1970. */
const digits = /^\d{10,19}$/;

/** The unit that the size of a number since 1970 shows. */
function unitBySize(value: number): 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds' {
  if (value < 1e11) return 'seconds';
  if (value < 1e14) return 'milliseconds';
  return value < 1e17 ? 'microseconds' : 'nanoseconds';
}

/** Numbers of a time column that all count from 1970. */
export interface EpochNumbers {
  readonly unit: ReturnType<typeof unitBySize>;
  /** The first of them. */
  readonly example: string;
}

/**
 * What the numbers of a time column, or its texts that all are whole numbers, count since 1970: where all lie between 2001-09-09 and 2033-05-18 in one unit of seconds,
 * milliseconds, microseconds or nanoseconds. Undefined for others, without any, and where at least three different ones all are dates yymmddhhmm.
 */
export function epochUnitOf(column: NumericColumn | CategoricalColumn): EpochNumbers | undefined {
  const texts = column.kind === 'categorical' ? column.categories : [];
  if (!texts.every((text) => digits.test(text))) return undefined;
  let found: EpochNumbers | undefined;
  const shortDates = new Set<number>();
  let areShortDates = true;
  for (const value of column.kind === 'categorical' ? texts.map(Number) : column.values) {
    if (Number.isNaN(value)) continue;
    const unit = epochUnitOfNumber(value);
    if (unit === undefined) return undefined;
    found ??= { unit, example: texts[0] ?? String(value) };
    if (unit !== found.unit) return undefined;
    if (!areShortDates) continue;
    areShortDates = shortDate.test(String(value));
    if (areShortDates && shortDates.size < fewestShortDates) shortDates.add(value);
  }
  return areShortDates && shortDates.size === fewestShortDates ? undefined : found;
}

/**
 * Refuses a time column of numbers that all count from 1970 and not all in one unit: rows would be in a wrong order.
 *
 * @param rowsBefore - Rows in earlier frames, for messages.
 * @throws {DataError} `TIME_UNIT_CHANGES`, with the first 1-based data row of another unit than that of the first number.
 */
export function checkOneUnit(column: NumericColumn | CategoricalColumn, rowsBefore: number): void {
  const numbers = column.kind === 'categorical' ? column.categories.map(Number) : undefined;
  if (column.kind === 'categorical' && !column.categories.every((text) => digits.test(text))) return;
  const cells = column.kind === 'categorical' ? column.codes : column.values;
  const found = new Map<EpochNumbers['unit'], { count: number; readonly row: number; readonly value: number }>();
  for (let row = 0; row < cells.length; row++) {
    const value = numbers === undefined ? cells[row]! : (numbers[cells[row]!] ?? Number.NaN);
    if (Number.isNaN(value)) continue;
    const unit = epochUnitOfNumber(value);
    if (unit === undefined) return;
    const known = found.get(unit);
    if (known === undefined) found.set(unit, { count: 1, row: rowsBefore + row + 1, value });
    else known.count++;
  }
  if (found.size < 2) return;
  const [[unit], [, { row, value }]] = [...found] as [
    [EpochNumbers['unit'], unknown],
    [unknown, { row: number; value: number }],
  ];
  const listed = [...found].map(
    ([name, one]) => `${name} in ${countText(one.count)} rows (${one.value} in data row ${one.row})`,
  );
  throw new DataError(
    'TIME_UNIT_CHANGES',
    `data: time column "${column.name}" must count from 1970 in one unit, got ${listed.join(', ')}`,
    {
      details: { column: column.name, row, value: String(value), unit },
      hint: 'Say timeUnit: epoch, which takes each number by its size, or write all of them in one unit.',
    },
  );
}

/** The unit in which one number lies between 2001-09-09 and 2033-05-18; undefined where it does in none. */
function epochUnitOfNumber(value: number): EpochNumbers['unit'] | undefined {
  const ms = epochMilliseconds(value);
  return ms >= firstEpoch && ms < lastEpoch ? unitBySize(value) : undefined;
}

/**
 * Refuses further rows that do not count what the rows before count: taken together, the numbers would not have been read as times.
 *
 * @param rowsBefore - Rows in earlier frames, for messages.
 * @throws {DataError} `TIME_UNIT_CHANGES`, with the 1-based data row over all frames.
 */
export function checkSameUnit(
  column: NumericColumn | CategoricalColumn,
  { unit, example }: EpochNumbers,
  rowsBefore: number,
): void {
  const other = (value: number): boolean => !Number.isNaN(value) && epochUnitOfNumber(value) !== unit;
  const others =
    column.kind === 'categorical'
      ? column.categories.map((text) => !digits.test(text) || other(Number(text)))
      : undefined;
  const row =
    column.kind === 'categorical'
      ? column.codes.findIndex((code) => others![code] === true)
      : column.values.findIndex(other);
  if (row < 0) return;
  const got = column.kind === 'categorical' ? `"${column.categories[column.codes[row]!]}"` : String(column.values[row]);
  throw new DataError(
    'TIME_UNIT_CHANGES',
    `data: time column "${column.name}" must hold ${unit} since 1970 in every row, as the rows up to ${countText(rowsBefore)} do (${example}), got ${got} in data row ${rowsBefore + row + 1}`,
    {
      details: { column: column.name, row: rowsBefore + row + 1, value: got.replaceAll('"', ''), unit },
      hint: 'Correct the cell or mark it as missing, or say what the numbers count with timeUnit: epoch where the size of each shows its unit.',
    },
  );
}

/** What to tell of a time column of such numbers. */
export function epochWarning(name: string, { unit, example }: EpochNumbers): string {
  return `time column "${name}" holds numbers such as ${example}, taken as ${unit} since 1970, as their size shows (timeUnit says otherwise)`;
}
