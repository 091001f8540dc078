/** Rows below the data that are no rows: those without any value, as spreadsheets leave them, and a total without the word for it. */
import type { Column } from '@fraudx/core';
import { emptyRowsWarning, unlabelledTotalWarning } from './reading-warnings.ts';

/** Rows of which every cell is missing. */
export interface EmptyRows {
  readonly count: number;
  /** The first of them; 1 is the first of data. */
  readonly first: number;
}

function isMissing(column: Column, row: number): boolean {
  return column.kind === 'categorical' ? column.codes[row]! < 0 : Number.isNaN(column.values[row]!);
}

/**
 * The rows without any value; undefined where every row has one.
 *
 * @param columns - Of one table, at least two: of one alone a missing cell says nothing.
 */
export function findEmptyRows(columns: readonly Column[], nRows: number): EmptyRows | undefined {
  const [column, ...others] = columns;
  if (column === undefined || others.length === 0) return undefined;
  let count = 0;
  let first = 0;
  for (let row = 0; row < nRows; row++) {
    if (!isMissing(column, row) || !others.every((other) => isMissing(other, row))) continue;
    if (count === 0) first = row + 1;
    count++;
  }
  return count === 0 ? undefined : { count, first };
}

/** Fewer rows may add up by chance. */
const fewestRows = 10;
/** Sums are written with two decimals, and added in another order. */
const closeness = 1e-9;

/** A last row that holds the sum of the rows above it. */
export interface UnlabelledTotal {
  /** 1 is the first of data. */
  readonly row: number;
  readonly column: string;
}

/**
 * The last row with a value, where at least half of its cells are missing and one of its numbers, which are no whole numbers of one row alone, is the sum of all above it in its column; undefined for another one.
 */
export function findUnlabelledTotal(columns: readonly Column[], nRows: number): UnlabelledTotal | undefined {
  let row = nRows - 1;
  while (row >= 0 && columns.every((column) => isMissing(column, row))) row--;
  if (row < fewestRows) return undefined;
  if (2 * columns.filter((column) => isMissing(column, row)).length < columns.length) return undefined;
  const found = columns.find((column) => {
    if (column.kind !== 'numeric' || isMissing(column, row)) return false;
    let sum = 0;
    let size = 0;
    let most = 0;
    for (let i = 0; i < row; i++) {
      const value = column.values[i]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      size += Math.abs(value);
      if (Math.abs(value) > most) most = Math.abs(value);
    }
    // What is no more than one of the rows alone may be a row.
    return size > 2 * most && Math.abs(column.values[row]! - sum) <= 0.005 + closeness * size;
  });
  return found === undefined ? undefined : { row: row + 1, column: found.name };
}

/** What to say of such rows. */
export function emptyRowWarnings(columns: readonly Column[], nRows: number): readonly string[] {
  const empty = findEmptyRows(columns, nRows);
  const total = findUnlabelledTotal(columns, nRows);
  return [
    ...(empty === undefined ? [] : [emptyRowsWarning(empty.count, empty.first)]),
    ...(total === undefined ? [] : [unlabelledTotalWarning(total.column, total.row)]),
  ];
}
