import type { Column, Frame } from '@fraudx/core';

/** What one column holds. */
export interface ColumnSchema {
  readonly name: string;
  readonly kind: Column['kind'];
  /** Cells without a value. */
  readonly missing: number;
  /** Distinct texts; categorical columns only. */
  readonly distinct?: number;
  /** Smallest and largest value (milliseconds for timestamps); absent where all cells are missing. */
  readonly min?: number;
  readonly max?: number;
}

/** What a table holds. */
export interface DataSchema {
  readonly columns: readonly ColumnSchema[];
  readonly rows: number;
  /** What was changed in reading, e.g. a repeated column name. */
  readonly warnings: readonly string[];
}

function describeColumn(column: Column): ColumnSchema {
  const { name, kind } = column;
  let missing = 0;
  if (column.kind === 'categorical') {
    for (const code of column.codes) if (code < 0) missing++;
    return { name, kind, missing, distinct: column.categories.length };
  }
  const { values } = column;
  let min = Infinity;
  let max = -Infinity;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value >= min && value <= max) continue;
    if (Number.isNaN(value)) missing++;
    else {
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return min > max ? { name, kind, missing } : { name, kind, missing, min, max };
}

/** Kinds, missing cells and ranges of a frame's columns. */
export function describeSchema(frame: Frame, warnings: readonly string[] = []): DataSchema {
  return { columns: frame.columns.map(describeColumn), rows: frame.nRows, warnings };
}
