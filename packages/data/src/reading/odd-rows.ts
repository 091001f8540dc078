/** Rows of a table that were read as data and most likely are none: rows without any value, totals, and the last line of an export. */
import type { Column } from '@fraudx/core';
import type { FooterRow } from './footer-row.ts';
import { findFooter } from './footer-row.ts';
import { isMissing } from './missing-cells.ts';
import { blankRowsWarning, footerRowWarning, totalRowWarning, totalRowsWarning } from './reading-warnings.ts';
import type { TotalRows } from './total-rows.ts';
import { findTotals } from './total-rows.ts';

/** Rows that are read as data and most likely are none, by their numbers; 1 is the first. */
export interface OddRows {
  /** How many have no value in any column, and the first of them. */
  readonly blank: { readonly rows: number; readonly first: number } | undefined;
  /** Those that look like totals. */
  readonly totals: TotalRows | undefined;
  /** The last one, or the first, where it says something of the file. */
  readonly footer: FooterRow | undefined;
}

/** Rows without any value, as spreadsheets leave them below a table. A table of one column may have them for a reason. */
function blankRows(columns: readonly Column[], nRows: number): OddRows['blank'] {
  if (columns.length < 2) return undefined;
  let rows = 0;
  let first = 0;
  for (let row = 0; row < nRows; row++) {
    if (!columns.every((column) => isMissing(column, row))) continue;
    rows++;
    if (rows === 1) first = row + 1;
  }
  return rows === 0 ? undefined : { rows, first };
}

/**
 * Rows of a table that are read as data and most likely are none.
 *
 * @param columns - All of the table.
 */
export function findOddRows(columns: readonly Column[], nRows: number): OddRows {
  const totals = findTotals(columns, nRows);
  const footer = findFooter(columns, nRows);
  const isTotal = footer !== undefined && totals?.rows.includes(footer.row) === true;
  return { blank: blankRows(columns, nRows), totals, footer: isTotal ? undefined : footer };
}

/** What is to be said of them. */
export function oddRowsWarnings({ blank, totals, footer }: OddRows): readonly string[] {
  return [
    ...(blank === undefined ? [] : [blankRowsWarning(blank.rows, blank.first)]),
    ...(totals === undefined
      ? []
      : [
          totals.rows.length === 1
            ? totalRowWarning(totals.text, totals.rows[0]!, totals.isSparse)
            : totalRowsWarning(totals.text, totals.rows),
        ]),
    ...(footer === undefined ? [] : [footerRowWarning(footer.text, footer.row)]),
  ];
}
