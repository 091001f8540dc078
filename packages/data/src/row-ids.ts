import type { Column, Frame } from '@fraudx/core';

/**
 * Whether a column names its rows: two rows or more, texts or whole numbers, a value in every row and no value twice.
 *
 * Times are none: two transactions can share one. O(n log n) time.
 */
export function namesRows(column: Column): boolean {
  if (column.kind === 'timestamp') return false;
  const isKnown =
    column.kind === 'categorical'
      ? column.codes.every((code) => code >= 0)
      : column.values.every((value) => Number.isInteger(value));
  if (!isKnown) return false;
  const sorted = column.kind === 'categorical' ? column.codes.slice().sort() : column.values.slice().sort();
  return sorted.length > 1 && sorted.every((value, i) => i === 0 || value !== sorted[i - 1]);
}

/** A whole number as JavaScript writes it, of digits that a double holds. */
const wholeNumber = /^(?:0|-?[1-9]\d{0,14})$/;

/**
 * A column that was read as texts, as a column of numbers where that loses nothing: `7`, but not `007`, `7.0` or twenty digits.
 *
 * @returns The column itself where it holds other texts, or no value.
 */
export function asWholeNumbers(column: Column): Column {
  if (column.kind !== 'categorical' || column.categories.length === 0) return column;
  if (!column.categories.every((text) => wholeNumber.test(text))) return column;
  const numbers = column.categories.map(Number);
  return {
    kind: 'numeric',
    name: column.name,
    values: Float64Array.from(column.codes, (code) => numbers[code] ?? Number.NaN),
  };
}

/**
 * Columns that say which row of the data a result belongs to.
 *
 * @param ids - Columns that name rows; those that the data lacks are left out.
 * @param options - `isTyped`: whether the file says itself what is a text, as Parquet does, so that texts of digits stay texts. Default false: they are
 *   numbers where that loses nothing.
 * @returns The ids, or, where there is none, the number of the row: 1 is the first below the header. That column is `row_number`, or
 *   `row_number_2` and so on where the data has a column of the name, whatever its case.
 */
export function identifyRows(
  frame: Frame,
  ids: readonly string[],
  { isTyped = false }: { readonly isTyped?: boolean } = {},
): readonly Column[] {
  const present = ids.filter((name) => frame.has(name)).map((name) => frame.column(name));
  if (present.length > 0) return isTyped ? present : present.map(asWholeNumbers);
  const taken = new Set(frame.names.map((name) => name.toLowerCase()));
  let name = 'row_number';
  for (let k = 2; taken.has(name); k++) name = `row_number_${k}`;
  return [{ kind: 'numeric', name, values: Float64Array.from({ length: frame.nRows }, (_, i) => i + 1) }];
}
