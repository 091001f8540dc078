import type { Column, Frame } from '@fraudx/core';
import type { KnownReading } from '../reading/text-column.ts';

/** What training saw of a column: how its texts were read, and which values it had. */
export interface TrainedColumn extends KnownReading {
  readonly kind: Column['kind'];
  /** Smallest and largest value of a column of numbers; absent where it had none. */
  readonly min?: number;
  readonly max?: number;
  /** Whether all cells were missing. */
  readonly isEmpty?: boolean;
}

function rangeOf(values: Float64Array, rows: Uint32Array): { readonly min: number; readonly max: number } | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (const row of rows) {
    const value = values[row]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min > max ? undefined : { min, max };
}

/**
 * What is to be kept of columns beside a model, so that other data can be read and judged by it.
 *
 * @param names - Columns that the model reads; those that the frame lacks are left out.
 * @param rows - Rows of training.
 */
export function trainedColumns(
  frame: Frame,
  names: readonly string[],
  rows: Uint32Array,
): Readonly<Record<string, TrainedColumn>> {
  const columns = names.filter((name) => frame.has(name)).map((name) => frame.column(name));
  return Object.fromEntries(
    columns.map((column): [string, TrainedColumn] => {
      const { kind, name, reading } = column;
      if (column.kind === 'categorical') {
        const isEmpty = rows.every((row) => column.codes[row]! < 0);
        return [name, { kind, ...reading, ...(isEmpty ? { isEmpty } : {}) }];
      }
      const range = rangeOf(column.values, rows);
      // Times of later data lie outside the range by their nature.
      return [
        name,
        { kind, ...reading, ...(range === undefined ? { isEmpty: true } : kind === 'numeric' ? range : {}) },
      ];
    }),
  );
}
