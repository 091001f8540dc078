/** The last line of an export, or the first one, that says how many rows there are or who made it, read as a row of data. */
import type { Column } from '@fraudx/core';
import { isMissing, lastRows, missingIn, textIn } from './missing-cells.ts';
import { mostLetters, saysFooter } from './row-words.ts';

/** Such a row; 1 is the first of data. */
export interface FooterRow {
  readonly row: number;
  /** What stands in it first. */
  readonly text: string;
}

/** Rows beside it that show what rows usually have. */
const fewestRows = 10;

/** The first thing that stands in a row, as it is shown. */
function firstIn(columns: readonly Column[], row: number): string {
  const column = columns.find((one) => !isMissing(one, row))!;
  const text = textIn(column, row);
  if (text !== undefined) return `"${text.slice(0, mostLetters)}"`;
  return `a value in "${column.name}"`;
}

/** Whether a row has a text in a column that no other row has there. */
function isOnly(column: Column, row: number): boolean {
  if (column.kind !== 'categorical' || isMissing(column, row)) return false;
  const code = column.codes[row]!;
  return column.codes.indexOf(code) === column.codes.lastIndexOf(code);
}

/** Whether a row with a text of its own lacks half of the cells or more, and every other row no more than half as many. */
function isSparseAlone(columns: readonly Column[], nRows: number, row: number): boolean {
  const missing = missingIn(columns, row);
  if (2 * missing < columns.length || missing < 2 || !columns.some((column) => isOnly(column, row))) return false;
  for (let other = 0; other < nRows; other++) {
    if (other === row) continue;
    const others = missingIn(columns, other);
    if (others < columns.length && 2 * others > missing) return false;
  }
  return true;
}

/** Whether a row has values in columns alone in which no other row has one, two or more: an object of other keys. */
function hasOwnColumns(columns: readonly Column[], nRows: number, row: number): boolean {
  const present = columns.filter((column) => !isMissing(column, row));
  if (present.length === 0 || present.length === columns.length) return false;
  return present.every((column) => {
    for (let other = 0; other < nRows; other++) if (other !== row && !isMissing(column, other)) return false;
    return true;
  });
}

/** Whether a row has a word for the end of a file that no other row has, and lacks half of its cells and more than the row beside it. */
function hasWord(columns: readonly Column[], row: number, beside: number): boolean {
  const missing = missingIn(columns, row);
  if (2 * missing < columns.length || missingIn(columns, beside) >= missing) return false;
  return columns.some((column) => saysFooter(textIn(column, row)) && isOnly(column, row));
}

/**
 * The last row, or the first, where it is no data: it has a word for it, a text of its own where other rows lack far fewer cells, or it has columns of its own.
 *
 * The first row of a series lacks what is computed from the row before: there a word is needed, or columns of its own.
 */
export function findFooter(columns: readonly Column[], nRows: number): FooterRow | undefined {
  if (nRows <= fewestRows || columns.length < 2) return undefined;
  const [last, beforeLast] = lastRows(columns, nRows, 2);
  if (last === undefined || beforeLast === undefined) return undefined;
  const isLast =
    hasWord(columns, last, beforeLast) || isSparseAlone(columns, nRows, last) || hasOwnColumns(columns, nRows, last);
  if (isLast) return { row: last + 1, text: firstIn(columns, last) };
  const isFirst = hasWord(columns, 0, 1) || hasOwnColumns(columns, nRows, 0);
  return isFirst ? { row: 1, text: firstIn(columns, 0) } : undefined;
}
