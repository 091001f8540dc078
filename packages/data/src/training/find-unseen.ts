import type { Column, Frame, TimestampColumn } from '@fraudx/core';
import { missingMore } from './missing-share.ts';
import { otherDateForm, otherZones } from './other-form.ts';
import { otherDates, otherTimes } from './other-times.ts';
import { otherDigits, otherHours } from './other-clock.ts';
import { lostSign } from './other-signs.ts';
import { otherScale } from './other-scale.ts';
import { repeatedValue } from './repeated-value.ts';
import { otherSigns, otherUnit } from './other-writing.ts';
import { withoutClock } from './without-clock.ts';
import type { SeenValues, Training, UnseenValues } from './unseen-values.ts';

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

/** Time from the first row to the last; undefined without a time column of which it could be said. */
function spanOf(frame: Frame, { time }: Training): number | undefined {
  const column = time === undefined || !frame.has(time.column) ? undefined : frame.column(time.column);
  if (column === undefined || column.kind === 'categorical') return undefined;
  let [first, last] = [Infinity, -Infinity];
  for (const value of column.values) {
    if (value < first) first = value;
    if (value > last) last = value;
  }
  return last < first ? undefined : last - first;
}

/** What is odd about the values of a column. */
function oddValues(
  frame: Frame,
  column: Column,
  seen: SeenValues,
  training: Training,
  span: number | undefined,
): UnseenValues | undefined {
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
  const isOtherTime = column.kind === 'numeric' && seen.kind === 'timestamp' && name !== training.time?.column;
  // The date that a time is made of may be dates or numbers.
  if (isOtherTime && min !== undefined && !training.without.includes(name)) {
    const numbers = collect(frame, name, 'times', text, (row) => !Number.isNaN(column.values[row]));
    return numbers === undefined ? undefined : { ...numbers, min, max: max!, isOtherColumn: true };
  }
  if (column.kind !== 'numeric' || min === undefined || max === undefined || training.without.includes(name))
    return undefined;
  const { values } = column;
  const scale = otherScale(column, seen, span);
  if (scale !== undefined) return scale;
  const far = training.derived?.includes(name) === true ? Math.max(10 * (max - min), Math.abs(min), Math.abs(max)) : 0;
  const found = collect(frame, name, 'range', text, (row) => {
    // as models hold them: a column may have been float32 in training
    const value = Math.fround(values[row]!);
    return value < Math.fround(min) - far || value > Math.fround(max) + far;
  });
  return found === undefined ? repeatedValue(column, seen, span) : { ...found, min, max };
}

/** What is odd about the form of times. */
function oddForm(column: TimestampColumn, seen: SeenValues, { timeZone, time }: Training): UnseenValues | undefined {
  const { midnights } = seen;
  const dates = midnights === undefined ? undefined : withoutClock(column, midnights, timeZone);
  const hours = dates === undefined ? otherHours(column, seen, timeZone) : undefined;
  // Dates alone have no zone, and numbers one by what they count.
  const areNumbers = time?.asRead?.has(column.name) === true && time.asRead.column(column.name).kind === 'numeric';
  return dates ?? hours ?? (areNumbers ? undefined : otherZones(column, seen, timeZone));
}

function unseenOf(frame: Frame, column: Column, training: Training, span: number | undefined): readonly UnseenValues[] {
  const { name } = column;
  const trained = Object.hasOwn(training.columns, name) ? training.columns[name] : undefined;
  if (training.derived?.includes(name) === true) {
    // What is missing is missing in the columns that it is made of.
    const odd = isEmpty(column) ? undefined : oddValues(frame, column, trained ?? {}, training, span);
    return odd === undefined ? [] : [odd];
  }
  if (isEmpty(column)) {
    const isNew = frame.nRows > 0 && (trained === undefined || trained.isEmpty !== true);
    return isNew ? [{ column: name, kind: 'empty', rows: frame.nRows, share: 1, examples: [] }] : [];
  }
  const seen = trained ?? {};
  const found = [oddValues(frame, column, seen, training, span), missingMore(column, frame.nRows, trained)];
  if (column.kind === 'numeric' && seen.kind === 'numeric')
    found.push(
      otherUnit(column, seen),
      otherSigns(column, seen),
      ...(found[0]?.kind === 'scale' ? [] : [lostSign(column, seen)]),
    );
  if (column.kind !== 'timestamp' && !training.categories.has(name)) found.push(otherDigits(column, seen, frame.nRows));
  if (column.kind === 'timestamp') found.push(oddForm(column, seen, training), otherDateForm(column, seen));
  if (column.kind !== 'categorical' && name === training.time?.column)
    found.push(otherTimes(column, seen, training.time));
  else if (column.kind === 'timestamp' && seen.kind !== 'numeric') found.push(otherDates(column, seen));
  return found.filter((one) => one !== undefined);
}

/**
 * The values of data that training never saw, most rows first.
 *
 * @param frame - Data as it was read, with the spellings of training (see `alignSpellings`).
 * @param names - Columns that the model reads; those that the frame lacks are left out.
 */
export function findUnseen(frame: Frame, names: readonly string[], training: Training): readonly UnseenValues[] {
  const span = spanOf(frame, training);
  return names
    .filter((name) => frame.has(name))
    .flatMap((name) => unseenOf(frame, frame.column(name), training, span))
    .sort((a, b) => b.rows - a.rows);
}
