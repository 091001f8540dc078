import type { Column, Frame, TimestampColumn } from '@fraudx/core';
import { openTimeZone } from '@fraudx/core';
import { countMidnights } from './trained-columns.ts';

/** Values of a column that training never saw. */
export interface UnseenValues {
  readonly column: string;
  /**
   * Categories that training did not have, numbers outside its range, no value at all where training had some, or dates without a time of day where training
   * had times of day.
   */
  readonly kind: 'categories' | 'range' | 'empty' | 'clock';
  /** How many rows have such a value. */
  readonly rows: number;
  /** Of all rows, in [0, 1]. */
  readonly share: number;
  /** Up to three different values, in the order of the rows. */
  readonly examples: readonly string[];
  /** The range of training. */
  readonly min?: number;
  readonly max?: number;
}

/** Which values training saw, of a `TrainedColumn`. */
export interface SeenValues {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly isEmpty?: boolean | undefined;
  readonly midnights?: number | undefined;
}

/** What is known of training. */
export interface Training {
  readonly columns: Readonly<Record<string, SeenValues>>;
  /** Categories that the model knows, by column. */
  readonly categories: ReadonlyMap<string, ReadonlySet<string>>;
  /** Columns whose later values lie outside the range of training by their nature, such as the time. */
  readonly without: readonly string[];
  /** Whose midnights are meant. Default UTC. */
  readonly timeZone?: string | undefined;
}

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

function unseenOf(frame: Frame, column: Column, training: Training): UnseenValues | undefined {
  const { name } = column;
  const trained = Object.hasOwn(training.columns, name) ? training.columns[name] : undefined;
  const text = textsOf(column);
  if (isEmpty(column)) {
    const isNew = frame.nRows > 0 && (trained === undefined || trained.isEmpty !== true);
    return isNew ? { column: name, kind: 'empty', rows: frame.nRows, share: 1, examples: [] } : undefined;
  }
  const known = training.categories.get(name);
  if (known !== undefined) {
    if (column.kind === 'categorical') {
      const isNew = column.categories.map((category) => !known.has(category));
      return collect(frame, name, 'categories', text, (row) => isNew[column.codes[row]!] === true);
    }
    return collect(frame, name, 'categories', text, (row) => !known.has(text(row) ?? '') && text(row) !== undefined);
  }
  const { min, max, midnights } = trained ?? {};
  if (column.kind === 'timestamp' && midnights !== undefined) {
    return withoutClock(column, midnights, training.timeZone);
  }
  if (column.kind !== 'numeric' || min === undefined || max === undefined || training.without.includes(name))
    return undefined;
  const { values } = column;
  const found = collect(frame, name, 'range', text, (row) => values[row]! < min || values[row]! > max);
  return found === undefined ? undefined : { ...found, min, max };
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
    .flatMap((name) => unseenOf(frame, frame.column(name), training) ?? [])
    .sort((a, b) => b.rows - a.rows);
}

function percent(share: number): string {
  const value = 100 * share;
  return value > 0 && value < 0.1 ? '< 0.1 %' : `${Number(value.toFixed(1))} %`;
}

/** One sentence about values that training never saw, with their share. */
export function describeUnseen({ column, kind, rows, share, examples, min, max }: UnseenValues, nRows: number): string {
  const inRows = `in ${rows} of ${nRows} rows (${percent(share)})`;
  if (kind === 'empty') return `column "${column}" has no value ${inRows}, and training had values there`;
  if (kind === 'clock')
    return `column "${column}" has dates without a time of day ${inRows}, and training had times of day`;
  const such = examples.map((example) => (kind === 'range' ? example : `"${example}"`)).join(', ');
  return kind === 'range'
    ? `column "${column}" lies outside the range of training, ${min} to ${max}, ${inRows}: ${such}`
    : `column "${column}" holds categories that training never saw ${inRows}: ${such}`;
}
