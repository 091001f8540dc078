/** Columns of numbers that may count times: shown as plain numbers, they say nothing to a reader who does not convert them. */
import type { Column, Frame, NumericColumn } from '@fraudx/core';
import { countText } from '@fraudx/core';
import { epochUnitOf, NumbersSeen } from '../times/doubtful-unit.ts';
import { timeOf } from '../times/time-units.ts';
import type { TimeUnit } from '../times/time-settings.ts';
import { isOf, nameWords } from './name-words.ts';

const dayMs = 86_400_000;
/** Rows of one table are expected to span less; numbers that only look like times span more. */
const mostDays = 3660;
/** Fewer different numbers are codes. */
const fewestDifferent = 5;

/** Names of numbers that name things, beside the words that speak of ids. */
const account = /^(?:acct|account|konto|phone|telefon)[ _-]?(?:no|nr|num|number|nummer|id)?$/i;

/** Whether the name says that a column is an id, a code or an amount. */
function namesOther(name: string): boolean {
  return nameWords(name).some((word) => isOf(word, 'id', 'code', 'amount', 'entity', 'terminal'));
}

function namesTime(name: string): boolean {
  return nameWords(name).some((word) => isOf(word, 'time', 'event', 'otherTime', 'afterEvent', 'never'));
}

/** Words of dates, beside those that also are other words of times. */
const dateWords = new Set(['date', 'datum', 'fecha', 'data', 'tarih', 'tarihi']);

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function rangeOf({ values }: NumericColumn): {
  readonly least: number;
  readonly most: number;
  readonly areMany: boolean;
} {
  let [least, most] = [Infinity, -Infinity];
  const different = new Set<number>();
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
    if (different.size < fewestDifferent && !Number.isNaN(value)) different.add(value);
  }
  return { least, most, areMany: different.size === fewestDifferent };
}

const countedFrom: Partial<Readonly<Record<TimeUnit, string>>> = {
  seconds: 'seconds since 1970',
  milliseconds: 'milliseconds since 1970',
  microseconds: 'microseconds since 1970',
  nanoseconds: 'nanoseconds since 1970',
  'excel-days': 'day numbers of a spreadsheet (excel-days)',
};

/** What the numbers of a column may count, with the first and the last day that it would mean; undefined for other numbers. */
function mayCount(column: NumericColumn): string | undefined {
  const { least, most, areMany } = rangeOf(column);
  const seen = new NumbersSeen();
  seen.add(column);
  const hasNone = (seen.datesOrNone?.none ?? 0) > 0;
  if (!areMany && !hasNone) return undefined;
  if (account.test(column.name)) return undefined;
  const isNamed = namesTime(column.name);
  if (!isNamed && namesOther(column.name)) return undefined;
  const namesDate = nameWords(column.name).some((word) => dateWords.has(word));
  const areDays = seen.areExcelDays || (namesDate && seen.mayBeExcelDays);
  const unit = epochUnitOf(column)?.unit ?? seen.datesIn ?? (areDays ? 'excel-days' : undefined);
  if (unit === undefined && seen.datesOrNone !== undefined) {
    const { least: one, most: other, none, example } = seen.datesOrNone;
    const [first, last] = [timeOf(one, 'yyyymmdd'), timeOf(other, 'yyyymmdd')];
    return `dates written yyyymmdd, they are times from ${dayOf(first)} to ${dayOf(last)}, and ${example} stands for no date in ${countText(none)} ${none === 1 ? 'row' : 'rows'}`;
  }
  if (unit !== undefined) {
    const [first, last] = [timeOf(least, unit), timeOf(most, unit)];
    // that many different numbers are dates by no accident, whatever they span
    const areDates = seen.datesOrNone !== undefined;
    if (!isNamed && !areDates && (last - first > mostDays * dayMs || last - first < dayMs)) return undefined;
    return `${countedFrom[unit] ?? `dates written ${unit}`}, they are times from ${dayOf(first)} to ${dayOf(last)}`;
  }
  const forms = seen.shortDates.map(({ form, first, last }) => `dates written ${form}, they are ${first} to ${last}`);
  return forms.length === 0 ? undefined : forms.join('; if they are ');
}

/**
 * Notes about columns of numbers all of which lie where times would in seconds, milliseconds, microseconds or nanoseconds since 1970, as day numbers of a spreadsheet or as dates in
 * digits (yyyymmdd, yymmdd): with the days that it would mean. Numbers of ids, codes and amounts by name, and those that would span less than a day or more than ten years in a column whose name speaks of no
 * time, are left out.
 *
 * @param except - Columns that are known, such as the time.
 */
export function timeNumbersNotes(frame: Frame, except: readonly string[] = []): readonly string[] {
  const isNumeric = (column: Column): column is NumericColumn => column.kind === 'numeric';
  return frame.columns
    .filter(isNumeric)
    .filter(({ name }) => !except.includes(name))
    .flatMap((column) => {
      const what = mayCount(column);
      return what === undefined
        ? []
        : [
            `column "${column.name}" holds numbers: if they are ${what} (of the time of the event, say time and timeUnit)`,
          ];
    });
}
