import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError } from '@fraudx/core';
import { escapedMark, shownText } from './shown-text.ts';
import type { TextColumn, TextTable } from './text-column.ts';
import { looksLikeTime } from './unread-times.ts';

/** Cells that are not what the others of their column are. */
export interface Exceptions {
  readonly count: number;
  /** The first three; `row` 1 is the first of data. */
  readonly first: readonly { readonly row: number; readonly text: string }[];
}

/**
 * The cells of a column that are there and for which `cell` gives NULL.
 *
 * @param cell - SQL of a cell.
 */
export async function findExceptions(
  connection: DuckDBConnection,
  table: TextTable,
  { column }: TextColumn,
  cell: string,
): Promise<Exceptions> {
  const found = await connection.runAndReadAll(
    `SELECT ${table.row}, ${escapedMark(column)}, count(*) OVER () FROM source WHERE ${column} IS NOT NULL AND (${cell}) IS NULL ORDER BY 1 LIMIT 3`,
  );
  const rows = found.getRows() as [bigint, string, bigint][];
  return {
    count: Number(rows[0]?.[2] ?? 0),
    first: rows.map(([before, text]) => ({ row: Number(before) + 1, text })),
  };
}

/** The first exceptions as a list: `"x" (row 3), "y" (row 9), …`. */
export function listExceptions({ count, first }: Exceptions): string {
  const shown = first.map(({ row, text }) => `"${shownText(text)}" (row ${row})`).join(', ');
  return count > first.length ? `${shown}, …` : shown;
}

/** What a hint says first of a text in place of a number: a date where others are numbers, or an amount in thousands. */
function adviceFor(text: string): string {
  if (looksLikeTime(text))
    return 'Where the other files have dates as numbers, such as day numbers of a spreadsheet or 20250131, write these in the same way. ';
  if (/^[^0-9]{0,4}[0-9][0-9.,]*\s?[kKmM]$/u.test(text)) return 'Write numbers out, such as 12500 for 12.5K. ';
  return '';
}

/**
 * The error for a column that must hold numbers, or times, and does not.
 *
 * @param advice - What the hint says first.
 */
export function badCells(
  { file, markers }: TextTable,
  name: string,
  kind: 'numeric' | 'timestamp',
  exceptions: Exceptions,
  advice?: string,
): DataError {
  const { row, text } = exceptions.first[0]!;
  const first = advice ?? (kind === 'numeric' ? adviceFor(text) : '');
  const wanted = kind === 'numeric' ? 'numbers' : 'times';
  const all =
    exceptions.count === 1 ? '' : `${exceptions.count} cells are no ${wanted}: ${listExceptions(exceptions)}. `;
  const noValue = markers === undefined ? 'empty, NA, ?' : ['empty', ...markers.slice(0, 2)].join(', ');
  const [cell, it] = exceptions.count === 1 ? ['the cell', 'it'] : ['the cells', 'them'];
  return new DataError(
    kind === 'numeric' ? 'DATA_NOT_NUMERIC' : 'DATA_NOT_TIMESTAMP',
    `data: column "${name}" must hold ${wanted}, got "${shownText(text)}" in data row ${row} of ${file}`,
    {
      details: { file, column: name, row, value: text, exceptions: exceptions.count },
      hint: `${all}${first}Correct ${cell}, mark ${it} as missing (${noValue}), list "${shownText(text)}" in missing if it means "no value", or declare "${name}" as categorical.`,
    },
  );
}
