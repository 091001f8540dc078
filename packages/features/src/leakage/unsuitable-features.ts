import type { Column, Frame } from '@fraudx/core';

/** A column that a model should not have as a feature although it does not leak the label. */
export interface UnsuitableFeature {
  readonly column: string;
  /** `constant`: one value or none; `row-id`: another value in every row; `event-time`: when the event happened. */
  readonly reason: 'constant' | 'row-id' | 'event-time';
}

const mostRows = 20_000;

/** A value per row, undefined where missing. */
function reader(column: Column): (row: number) => number | undefined {
  if (column.kind !== 'categorical')
    return (row) => (Number.isNaN(column.values[row]!) ? undefined : column.values[row]);
  return (row) => (column.codes[row]! < 0 ? undefined : column.codes[row]);
}

function isConstant(column: Column, rows: Uint32Array): boolean {
  const value = reader(column);
  const first = rows.length === 0 ? undefined : value(rows[0]!);
  return rows.every((row) => value(row) === first);
}

/** Texts and whole numbers only: of amounts with cents nearly every one is another too. */
function isRowId(column: Column, rows: Uint32Array): boolean {
  if (column.kind === 'timestamp' || rows.length < 20) return false;
  const value = reader(column);
  const step = Math.max(1, Math.floor(rows.length / mostRows));
  const seen = new Set<number>();
  for (let i = 0; i < rows.length; i += step) {
    const v = value(rows[i]!);
    if (v === undefined || !Number.isInteger(v) || seen.has(v)) return false;
    seen.add(v);
  }
  return true;
}

/**
 * Features that are constant, that number the rows, or that say when the event happened.
 *
 * A model that knows the time of the event learns when frauds happened; in a split that draws rows at random this looks like skill. Rows are looked
 * at evenly spread where there are more than 20 000 (for ids).
 *
 * @param features - Columns that become features.
 * @param rows - Rows of the frame to look at, e.g. those of training.
 * @param eventTimes - Columns that say when the event happened; empty where the split is by time.
 */
export function unsuitableFeatures(
  frame: Frame,
  features: readonly string[],
  rows: Uint32Array,
  eventTimes: readonly string[],
): readonly UnsuitableFeature[] {
  return features.flatMap((name): UnsuitableFeature[] => {
    const column = frame.column(name);
    if (isConstant(column, rows)) return [{ column: name, reason: 'constant' }];
    if (eventTimes.includes(name)) return [{ column: name, reason: 'event-time' }];
    return isRowId(column, rows) ? [{ column: name, reason: 'row-id' }] : [];
  });
}
