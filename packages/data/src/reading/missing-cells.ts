import type { Column } from '@fraudx/core';

/** Whether a row has no value in a column. */
export function isMissing(column: Column, row: number): boolean {
  return column.kind === 'categorical' ? column.codes[row]! < 0 : Number.isNaN(column.values[row]!);
}

/** How many columns have no value in a row. */
export function missingIn(columns: readonly Column[], row: number): number {
  let missing = 0;
  for (const column of columns) missing += Number(isMissing(column, row));
  return missing;
}

/** The text of a cell; undefined in a column of numbers, and where it is missing. */
export function textIn(column: Column, row: number): string | undefined {
  return column.kind === 'categorical' ? column.categories[column.codes[row]!] : undefined;
}

/** The last rows with a value, at most `most`, the last first: rows without any may stand between and below them. */
export function lastRows(columns: readonly Column[], nRows: number, most: number): readonly number[] {
  const rows: number[] = [];
  for (let row = nRows - 1; row >= 0 && rows.length < most; row--)
    if (missingIn(columns, row) < columns.length) rows.push(row);
  return rows;
}
