import type { Column, Frame, TimeZone } from '@fraudx/core';
import { openTimeZone } from '@fraudx/core';
import type { KnownReading } from '../reading/text-column.ts';
import { countClocks } from '../times/lost-clocks.ts';
import type { SeenHours, SeenSigns } from './seen-shares.ts';
import { hoursOf, shortClocksOf } from './other-clock.ts';
import { signsOf } from './other-signs.ts';
import type { UsualValues } from './usual-values.ts';
import { inTimeOrder, usualValues } from './usual-values.ts';

/** What training saw of a column: how its texts were read, and which values it had. */
export interface TrainedColumn extends Omit<KnownReading, 'isOrderOfTraining'> {
  readonly kind: Column['kind'];
  /** Rows of training, and how many of them had no value. */
  readonly rows: number;
  readonly missing: number;
  /** Smallest and largest value of a column of numbers, or of times in milliseconds since 1970; absent where it had none. */
  readonly min?: number;
  readonly max?: number;
  /** Of times: whether all said their zone, some or none. */
  readonly zones?: 'all' | 'some' | 'none';
  /** Whether all cells were missing. */
  readonly isEmpty?: boolean;
  /** Upper bound of the share of its times that are midnights, in (0, 1); absent where all are, and for other kinds. */
  readonly midnights?: number;
  /** Of times that have a time of day, 100 or more: the shares of some hours. */
  readonly hours?: SeenHours;
  /** Of times of day hhmmss: upper bound of the share that four digits suffice for, in (0, 1). */
  readonly shortClocks?: number;
  /** Of numbers: the shares of negative and positive ones. */
  readonly shares?: SeenSigns;
  /** Of numbers: those that it usually has; absent for fewer than 300. */
  readonly usual?: UsualValues;
}

/** What is kept of times of day. Of no midnight at all one more row could have been the first. */
function clockOf(values: Float64Array, rows: Uint32Array, zone: TimeZone): Pick<TrainedColumn, 'midnights'> {
  const { times, midnights } = countClocks(values, rows, zone);
  return times === 0 || midnights === times ? {} : { midnights: (midnights + 1) / (times + 1) };
}

/** Whether a row has no value in a column. */
export function isMissing(column: Column, row: number): boolean {
  return column.kind === 'categorical' ? column.codes[row]! < 0 : Number.isNaN(column.values[row]!);
}

function rangeOf(values: Float64Array, rows: Uint32Array): { readonly min: number; readonly max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (const row of rows) {
    const value = values[row]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}

/**
 * What is to be kept of columns beside a model, so that other data can be read and judged by it.
 *
 * @param names - Columns that the model reads; those that the frame lacks are left out.
 * @param rows - Rows of training.
 * @param options - `timeZone`: whose midnights are meant, default UTC. `time`: the column of times, by which rows are ordered; default none.
 */
export function trainedColumns(
  frame: Frame,
  names: readonly string[],
  rows: Uint32Array,
  { timeZone, time }: { readonly timeZone?: string | undefined; readonly time?: string | undefined } = {},
): Readonly<Record<string, TrainedColumn>> {
  const zone = openTimeZone(timeZone);
  const clock = time === undefined || !frame.has(time) ? undefined : frame.column(time);
  const ordered = clock === undefined || clock.kind === 'categorical' ? undefined : inTimeOrder(rows, clock.values);
  const columns = names.filter((name) => frame.has(name)).map((name) => frame.column(name));
  return Object.fromEntries(
    columns.map((column): [string, TrainedColumn] => {
      const { kind, name, reading } = column;
      const { isOrderOfTraining: _ofEarlier, ...known } = reading ?? {};
      const missing = rows.reduce((count, row) => count + Number(isMissing(column, row)), 0);
      const seen = { kind, ...known, rows: rows.length, missing };
      if (missing === rows.length) return [name, { ...seen, isEmpty: true }];
      const short = column.kind === 'timestamp' ? undefined : shortClocksOf(column, rows);
      const digits = short === undefined ? {} : { shortClocks: short };
      if (column.kind === 'categorical') return [name, { ...seen, ...digits }];
      const range = rangeOf(column.values, rows);
      if (column.kind === 'numeric') {
        const usual = usualValues(column.values, rows, ordered);
        const { signs = 'minus' } = known;
        const { negative, positive } = signsOf(column.values, rows)!;
        const shares = { negative, positive };
        return [name, { ...seen, signs, ...range, ...digits, shares, ...(usual === undefined ? {} : { usual }) }];
      }
      const hours = hoursOf(column.values, rows, zone);
      const ofDay = { ...clockOf(column.values, rows, zone), ...(hours === undefined ? {} : { hours }) };
      return [name, { ...seen, ...range, zones: column.zones ?? 'none', ...ofDay }];
    }),
  );
}
