import { cells } from './cells-text.ts';
import type { DateOrder } from './date-order.ts';

/** What to tell of a column of times of which only some say their zone; undefined where all do, or none. */
export function mixedZonesWarning(name: string, withZone: number, without: number): string | undefined {
  if (withZone === 0 || without === 0) return undefined;
  return `column "${name}" holds times of which ${withZone} of ${withZone + without} say their zone; ${without} without one were read as UTC`;
}

/** What to tell of a column of times in which some cells are zero dates, infinite ones, or the first or last day of the calendar. */
export function noTimesWarning(name: string, count: number, first: string): string {
  return `column "${name}" holds ${count} ${cells(count)} without a real time: ${first}; read as missing`;
}

/** What to tell of a column of times of which some lie on days that programs count from, such as 1900-01-01, and no other before the year `next`. */
export function oldestDayWarning(name: string, days: readonly string[], count: number, next: number): string {
  return `column "${name}" holds ${days.join(' and ')} in ${count} ${cells(count)}, and no other time before ${next}: some programs write it where there is no date; read as it stands (list it in missing, as it is written in the file, if it means "no value")`;
}

/** What to tell of a column of times of which some lie on days of the far future, and no other after the year `last`. */
export function farDayWarning(name: string, days: readonly string[], count: number, last: number): string {
  return `column "${name}" holds ${days.join(' and ')} in ${count} ${cells(count)}, and no other time after ${last}: some programs write it where there is no end; read as it stands (list it in missing, as it is written in the file, if it means "no value")`;
}

/** What to tell of a column of times all of which lie in years that another calendar has today. */
export function otherCalendarWarning(name: string, calendar: string, first: number, last: number): string {
  return `column "${name}" holds ${first === last ? `the year ${first}` : `years from ${first} to ${last}`} in all cells: are they years of the ${calendar} calendar? Read as Gregorian dates, of which months, weekdays and nights are others (convert them before)`;
}

/** What to tell of a column of times in years below 100, of which the first is such as `0025-02-01`. */
export function earlyYearsWarning(name: string, count: number, first: string): string {
  return `column "${name}" holds years below 100 in ${count} ${cells(count)}, such as ${first}: the century may be lost; read as they stand (write all four digits of the year)`;
}

/** What to tell of a column of texts that look like times, in forms of which each has an example. */
export function unreadTimesWarning(
  name: string,
  shown: readonly { readonly text: string; readonly row: number; readonly count: number }[],
  forms: number,
  { fitting, all }: { readonly fitting: number; readonly all: number },
): string {
  const looks = `column "${name}" looks like times in ${fitting} of ${all} cells`;
  const listed = shown
    .map(({ text, row, count }) => `"${text}" (row ${row}, ${count} such ${cells(count)})`)
    .join(', ');
  const remedy = 'write all of them as in 2025-01-31 14:05:00';
  return forms === 1
    ? `${looks}, in a form that is not known: ${listed}; read as text (${remedy})`
    : `${looks}, but in ${forms} forms: ${listed}${forms > shown.length ? ', …' : ''}; read as text (${remedy})`;
}

interface ShownCells {
  readonly text: string;
  /** Of the first such cell; 1 is the first of data. */
  readonly row: number;
  readonly count: number;
}

/** What to tell of a column of dates of which some have the day first and some the month, and `both` fit either. */
export function mixedOrdersWarning(name: string, dayFirst: ShownCells, monthFirst: ShownCells, both: number): string {
  const shown = ({ text, row, count }: ShownCells): string => `"${text}" (row ${row}, ${count} such ${cells(count)})`;
  const doubt = both === 0 ? '' : `, and ${both} ${cells(both)} ${both === 1 ? 'fits' : 'fit'} either`;
  return `column "${name}" holds dates in two orders: the day first as in ${shown(dayFirst)}, the month first as in ${shown(monthFirst)}${doubt}; read as text (write all of them as in 2025-01-31)`;
}

/** What to tell of a column of texts that look like times with names of zones that may mean several, or that are not known. */
export function unreadZonesWarning(
  name: string,
  example: string,
  zones: readonly string[],
  { fitting, all }: { readonly fitting: number; readonly all: number },
  areKnown: boolean,
): string {
  const why = areKnown
    ? /^\d{4}/.test(example)
      ? 'in a form that is not known'
      : 'that are read behind dates with the year first alone'
    : 'that may mean several or are not known';
  return `column "${name}" looks like times in ${fitting} of ${all} cells, with names of zones (${zones.join(', ')}) ${why}: "${example}"; read as text (write the offset, as in 2025-01-31 14:05:00+02:00, or leave the zone out and say timeZone)`;
}

/** What to tell of a column of dates in words, or with other names of months than English ones. */
export function otherMonthsWarning(name: string, first: string): string {
  return `column "${name}" looks like dates in words, or with names of months that are not English: ${first}; read as text (write them in numbers, as in 2025-01-31, if they are times)`;
}

/** For years of two digits. */
export function shortYearsWarning(name: string, count: number, first: string): string {
  return `column "${name}" has years of two digits in ${count} cells (${first}): they are read as 1969 to 2068`;
}

/** What to tell of a column of texts that are times of day, durations or ratios. */
export function clockWarning(name: string, text: string): string {
  return `column "${name}" holds times of day, durations or ratios such as ${text}; read as text (for times of the day beside a date, say time: { date: …, clock: ${name} }; otherwise write them as numbers, for example of seconds, if the model shall see more than categories)`;
}

/** What to tell of a column of dates that do not fit the order that is declared for the file. */
export function notInOrderWarning(
  name: string,
  declared: DateOrder,
  cells: { readonly all: number; readonly count: number; readonly first: string },
  found: { readonly order: DateOrder; readonly fitting: number },
): string {
  const { all, count, first } = cells;
  const remedy = `say dateOrder: ${found.order}, or leave it out, if this file is right`;
  const read =
    found.fitting === all
      ? `${found.order} fits all cells: read so (${remedy})`
      : `${found.order} fits ${found.fitting}: read as text (${remedy} and the other cells are corrected)`;
  return `column "${name}" is written otherwise than declared: dateOrder is ${declared}, but ${count} of ${all} cells are no such dates, the first ${first}; ${read}`;
}

/** What to tell of a column of dates such as 24/11/03 that fit the year in front, too: as `text` is read, and as it would be. */
export function yearFirstWarning(
  name: string,
  text: string,
  read: { readonly order: DateOrder; readonly date: string },
  other: { readonly order: DateOrder; readonly date: string },
  seen: { readonly first: number; readonly last: number } | undefined,
): string {
  const why =
    seen === undefined
      ? ''
      : `, as the number in front takes ${seen.first === 1 ? 'one value' : `${seen.first} values`} and the last ${seen.last}`;
  return `column "${name}" holds dates such as ${text}, read as ${read.date} (${read.order})${why}, but all of them fit ${other.order}, too, where this one is ${other.date}; check which is meant, and say it with dateOrder: ${read.order} or ${other.order}`;
}

/** What to tell of a column of times in Parquet of which some are infinite. */
export function infiniteTimesWarning(name: string, count: number): string {
  return `column "${name}" holds ${count} infinite ${count === 1 ? 'time' : 'times'}; read as missing`;
}

/** What to tell of a column of times in Parquet of which some are the first or last day of the calendar. */
export function noDatesWarning(name: string, count: number): string {
  return `column "${name}" holds 9999-12-31 or 0001-01-01 in ${count} ${cells(count)}, which stand for no date; read as missing`;
}
