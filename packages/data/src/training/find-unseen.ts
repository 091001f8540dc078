import type { Column, Frame, TimestampColumn } from '@fraudx/core';
import { openTimeZone } from '@fraudx/core';
import { missingMore } from './missing-share.ts';
import { otherDateForm, otherZones } from './other-form.ts';
import { otherTimes } from './other-times.ts';
import { countMidnights } from './trained-columns.ts';
import type { SeenValues, Training, UnseenValues } from './unseen-values.ts';

/** Chance below which rows that are all midnights are none by chance. */
const leastChance = 1e-4;

/** Dates alone in a column that had times of day: all of its times are midnights, which as many rows of training would hardly have been. */
function withoutClock(
  { name, values }: TimestampColumn,
  share: number,
  timeZone: string | undefined,
): UnseenValues | undefined {
  const { times, midnights } = countMidnights(values, values.keys(), openTimeZone(timeZone));
  if (times === 0 || midnights < times || share ** times > leastChance) return undefined;
  return { column: name, kind: 'clock', rows: times, share: times / values.length, examples: [] };
}

/** The text of each cell, numbers in their shortest form; undefined where missing. */
function textsOf(column: Column): (row: number) => string | undefined {
  if (column.kind === 'categorical') return (row) => column.categories[column.codes[row]!];
  return (row) => (Number.isNaN(column.values[row]) ? undefined : String(column.values[row]));
}

/** The rows for which `isUnseen` holds. */
function collect(
  frame: Frame,
  column: string,
  kind: UnseenValues['kind'],
  text: (row: number) => string | undefined,
  isUnseen: (row: number) => boolean,
): UnseenValues | undefined {
  const examples = new Set<string>();
  let rows = 0;
  for (let row = 0; row < frame.nRows; row++) {
    if (!isUnseen(row)) continue;
    rows++;
    if (examples.size < 3) examples.add(text(row) ?? '');
  }
  return rows === 0 ? undefined : { column, kind, rows, share: rows / frame.nRows, examples: [...examples] };
}

function isEmpty(column: Column): boolean {
  return column.kind === 'categorical'
    ? column.codes.every((code) => code < 0)
    : column.values.every((value) => Number.isNaN(value));
}

/** What is odd about the values of a column. */
function oddValues(frame: Frame, column: Column, seen: SeenValues, training: Training): UnseenValues | undefined {
  const { name } = column;
  const text = textsOf(column);
  const known = training.categories.get(name);
  if (known !== undefined) {
    if (column.kind === 'categorical') {
      const isNew = column.categories.map((category) => !known.has(category));
      return collect(frame, name, 'categories', text, (row) => isNew[column.codes[row]!] === true);
    }
    return collect(frame, name, 'categories', text, (row) => !known.has(text(row) ?? '') && text(row) !== undefined);
  }
  const { min, max } = seen;
  if (column.kind !== 'numeric' || min === undefined || max === undefined || training.without.includes(name))
    return undefined;
  const { values } = column;
  const found = collect(frame, name, 'range', text, (row) => values[row]! < min || values[row]! > max);
  return found === undefined ? undefined : { ...found, min, max };
}

/** What is odd about the form of times. */
function oddForm(column: TimestampColumn, seen: SeenValues, { timeZone, time }: Training): UnseenValues | undefined {
  const { midnights } = seen;
  const dates = midnights === undefined ? undefined : withoutClock(column, midnights, timeZone);
  // Dates alone have no zone, and numbers one by what they count.
  const areNumbers = time?.asRead?.has(column.name) === true && time.asRead.column(column.name).kind === 'numeric';
  return dates ?? (areNumbers ? undefined : otherZones(column, seen, timeZone));
}

function unseenOf(frame: Frame, column: Column, training: Training): readonly UnseenValues[] {
  const { name } = column;
  const trained = Object.hasOwn(training.columns, name) ? training.columns[name] : undefined;
  if (isEmpty(column)) {
    const isNew = frame.nRows > 0 && (trained === undefined || trained.isEmpty !== true);
    return isNew ? [{ column: name, kind: 'empty', rows: frame.nRows, share: 1, examples: [] }] : [];
  }
  const seen = trained ?? {};
  const found = [oddValues(frame, column, seen, training), missingMore(column, frame.nRows, trained)];
  if (column.kind === 'timestamp') found.push(oddForm(column, seen, training), otherDateForm(column, seen));
  if (column.kind !== 'categorical' && name === training.time?.column)
    found.push(otherTimes(column, seen, training.time));
  return found.filter((one) => one !== undefined);
}

/**
 * The values of data that training never saw, most rows first.
 *
 * @param frame - Data as it was read, with the spellings of training (see `alignSpellings`).
 * @param names - Columns that the model reads; those that the frame lacks are left out.
 */
export function findUnseen(frame: Frame, names: readonly string[], training: Training): readonly UnseenValues[] {
  return names
    .filter((name) => frame.has(name))
    .flatMap((name) => unseenOf(frame, frame.column(name), training))
    .sort((a, b) => b.rows - a.rows);
}
