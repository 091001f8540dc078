/** Totals and subtotals of a table that were read as rows of data. */
import type { Column, NumericColumn } from '@fraudx/core';
import { isMissing, lastRows, missingIn, textIn } from './missing-cells.ts';
import { mostNamed, saysTotal } from './row-words.ts';

/** Rows that look like totals; 1 is the first of data. */
export interface TotalRows {
  readonly rows: readonly number[];
  /** What stands in the first of them. */
  readonly text: string;
  /** Whether most cells of the first are empty. */
  readonly isSparse: boolean;
}

/** Cells of a total without a label: more of them would be a row of data, unless all of them are sums. */
const mostSums = 2;
/** Rows above a total of which two or more are no chance. */
const fewestSummed = 3;

/** What numbers add up to. */
interface Sum {
  sum: number;
  size: number;
  count: number;
}

const nothing = (): Sum => ({ sum: 0, size: 0, count: 0 });

function add(to: Sum, value: number): void {
  if (Number.isNaN(value)) return;
  to.sum += value;
  to.size += Math.abs(value);
  to.count += Number(value !== 0);
}

/** Whether a number is a sum, to a cent or to what doubles hold. */
function isSum({ sum, size, count }: Sum, value: number): boolean {
  return count >= fewestSummed && Math.abs(value - sum) <= Math.max(0.005, 1e-12 * size);
}

/** Whether a number is the sum of the rows above. */
function isSumAbove({ values }: NumericColumn, row: number): boolean {
  const sum = nothing();
  for (let above = 0; above < row; above++) add(sum, values[above]!);
  return isSum(sum, values[row]!);
}

/** Whether a number is larger than each in the rows above. */
function isMostAbove({ values }: NumericColumn, row: number): boolean {
  let count = 0;
  for (let above = 0; above < row; above++) {
    if (values[above]! >= values[row]!) return false;
    count += Number(!Number.isNaN(values[above]!));
  }
  return count >= fewestSummed;
}

/**
 * What stands in a row without texts and times of which all numbers are sums of the rows above, or that has one or two alone that are larger than all of them: totals of
 * rows that are not all in the file, or were rounded. Undefined where it has something else.
 */
function sumsIn(columns: readonly Column[], row: number): string | undefined {
  const present = columns.filter((column) => !isMissing(column, row));
  const sums = present.filter((column): column is NumericColumn => column.kind === 'numeric');
  if (present.length === 0 || sums.length < present.length || present.length === columns.length) return undefined;
  const areFew = present.length <= mostSums && columns.length >= 2 * present.length + 1;
  const areSums = (areFew || present.length > 1) && sums.every((column) => isSumAbove(column, row));
  if (!areSums && !(areFew && sums.every((column) => isMostAbove(column, row)))) return undefined;
  return sums
    .slice(0, mostSums)
    .map(({ name, values }) => `${values[row]!} in "${name}"`)
    .join(', ');
}

/** Rows with a text that says total, by their places, each with that text. */
function labelledRows(columns: readonly Column[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const column of columns) {
    if (column.kind !== 'categorical') continue;
    const codes = new Set<number>();
    // By index: a column of ids has a million texts.
    for (let code = 0; code < column.categories.length; code++) if (saysTotal(column.categories[code])) codes.add(code);
    if (codes.size === 0) continue;
    for (let row = 0; row < column.codes.length; row++)
      if (codes.has(column.codes[row]!)) found.set(row, column.categories[column.codes[row]!]!);
  }
  return found;
}

/** Of these rows, those in which a number is the sum of the rows above, since the one before of them or in all; in the first row, of those below. */
function summedRows(columns: readonly Column[], nRows: number, rows: ReadonlyMap<number, string>): Set<number> {
  const found = new Set<number>();
  for (const column of columns) {
    if (column.kind !== 'numeric') continue;
    const all = nothing();
    let since = nothing();
    for (let row = 0; row < nRows; row++) {
      const value = column.values[row]!;
      if (rows.has(row)) {
        if (isSum(all, value) || isSum(since, value)) found.add(row);
        since = nothing();
      } else {
        add(all, value);
        add(since, value);
      }
    }
    if (rows.has(0) && isSum(all, column.values[0]!)) found.add(0);
  }
  return found;
}

/** Whether half of the cells of a row or more are missing, and far more than in the rows beside it that are no totals. */
function isSparseThere(columns: readonly Column[], nRows: number, row: number): boolean {
  const missing = missingIn(columns, row);
  if (2 * missing < columns.length) return false;
  return [row - 1, row + 1].every((beside) => {
    if (beside < 0 || beside >= nRows) return true;
    const others = missingIn(columns, beside);
    return others === columns.length || 2 * others <= missing;
  });
}

/** Rows that say total and are one: a shop may be called so. */
function labelledTotals(columns: readonly Column[], nRows: number): readonly number[] {
  const labelled = labelledRows(columns);
  if (labelled.size === 0) return [];
  const summed = summedRows(columns, nRows, labelled);
  const rows = [...labelled.keys()].sort((a, b) => a - b);
  const totals = rows.filter((row) => summed.has(row) || isSparseThere(columns, nRows, row));
  return 2 * totals.length >= rows.length ? totals : [];
}

/** Totals among the last rows: with a label and half of the cells missing, or with nothing but sums. */
function totalsBelow(columns: readonly Column[], nRows: number): readonly number[] {
  return lastRows(columns, nRows, mostNamed).filter((row) => {
    const named = columns.some((column) => saysTotal(textIn(column, row)));
    return (named && 2 * missingIn(columns, row) >= columns.length) || (row > 0 && sumsIn(columns, row) !== undefined);
  });
}

/**
 * Rows of a table that look like totals, and are read as data.
 *
 * @param columns - All of the table.
 */
export function findTotals(columns: readonly Column[], nRows: number): TotalRows | undefined {
  if (columns.length < 2) return undefined;
  const found = new Set([...labelledTotals(columns, nRows), ...totalsBelow(columns, nRows)]);
  const rows = [...found].sort((a, b) => a - b);
  const [first] = rows;
  if (first === undefined) return undefined;
  const named = columns.map((column) => textIn(column, first)).find(saysTotal);
  return {
    rows: rows.map((row) => row + 1),
    text: named === undefined ? (sumsIn(columns, first) ?? '') : `"${named}"`,
    isSparse: 2 * missingIn(columns, first) >= columns.length,
  };
}
