/** Rows of a CSV file that are no data and could not be read, or would make texts of all columns: the header once more, as joined files and pages of a spreadsheet have it, and totals. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column } from '@fraudx/core';
import { DataError } from '@fraudx/core';
import { placeName } from './create-source-table.ts';
import { sqlText } from './duckdb.ts';
import { mostNamed, totalWords } from './row-words.ts';

/** Rows that are no data; 1 is the first below the header. */
export interface StrayRows {
  /** The first few that repeat the header. */
  readonly headers: readonly number[];
  /** The first few that look like a total. */
  readonly totals: readonly number[];
}

/** Cells of a row that must say so, of so many columns: one that equals its name may do so by chance. */
function fewestNames(nColumns: number): number {
  return Math.max(2, Math.ceil(nColumns / 2));
}

function ofRow(row: number | undefined): string {
  return row === undefined ? '' : ` AND rowid = ${row - 1}`;
}

/** Rows of the table `source` of which every cell is the name of its column, by their numbers. */
async function headerRows(
  connection: DuckDBConnection,
  names: readonly string[],
  only?: number,
): Promise<readonly number[]> {
  const cells = names.map((_, j) => placeName(j));
  const areNames = cells.map((cell, j) => `(${cell} IS NULL OR ${cell}::VARCHAR = ${sqlText(names[j]!)})`);
  const present = cells.map((cell) => `(${cell} IS NOT NULL)::INTEGER`).join(' + ');
  const found = await connection.runAndReadAll(
    `SELECT rowid FROM source WHERE ${areNames.join(' AND ')} AND ${present} >= ${fewestNames(names.length)}${ofRow(only)} ORDER BY 1 LIMIT ${mostNamed}`,
  );
  return found.getRows().map((row) => Number(row[0]) + 1);
}

/**
 * Rows of the table `source` with a cell that says total and at least half of the cells empty; among the last rows a total in the column that could not be read is enough.
 */
async function totalRows(
  connection: DuckDBConnection,
  names: readonly string[],
  only?: number,
  unread?: string,
): Promise<readonly number[]> {
  const cells = names.map((_, j) => placeName(j));
  const areTotals = cells.map((cell) => `coalesce(regexp_full_match(${cell}::VARCHAR, '(?i)${totalWords}'), false)`);
  const missing = cells.map((cell) => `(${cell} IS NULL)::INTEGER`).join(' + ');
  const place = unread === undefined ? -1 : names.indexOf(unread);
  const isLast = `rowid + ${mostNamed} > (SELECT max(rowid) + 1 FROM source)`;
  const isUnread = place < 0 ? 'false' : `(${areTotals[place]!} AND ${isLast})`;
  const found = await connection.runAndReadAll(
    `SELECT rowid FROM source WHERE ((${areTotals.join(' OR ')}) AND 2 * (${missing}) >= ${names.length} OR ${isUnread})${ofRow(only)} ORDER BY 1 LIMIT ${mostNamed}`,
  );
  return found.getRows().map((row) => Number(row[0]) + 1);
}

function rowsText(rows: readonly number[]): string {
  const listed = rows.join(', ');
  return `data ${rows.length === 1 ? 'row' : 'rows'} ${listed}${rows.length === mostNamed ? ' (and perhaps later ones)' : ''}`;
}

function strayError({ headers, totals }: StrayRows, path: string): DataError {
  const found = [
    ...(headers.length === 0 ? [] : [`the header again in ${rowsText(headers)}`]),
    ...(totals.length === 0 ? [] : [`what looks like a total in ${rowsText(totals)}`]),
  ];
  return new DataError('DATA_STRAY_ROWS', `data: every row must hold data, got ${found.join(', and ')} of ${path}`, {
    details: { file: path, headers: [...headers], totals: [...totals] },
    hint: `Remove ${headers.length + totals.length === 1 ? 'that row' : 'these rows'} from the file.`,
  });
}

/**
 * The error for a table `source` whose cells could not be read, where rows that are no data are why; undefined where there are none.
 *
 * @param names - Of the columns of the table, in their order.
 * @param row - The row whose cell could not be read, from 1; undefined where it is not known.
 * @param column - The name of its column.
 */
export async function strayRowsError(
  connection: DuckDBConnection,
  names: readonly string[],
  path: string,
  row: number | undefined,
  column?: string,
): Promise<DataError | undefined> {
  const isTheRow = async (find: typeof totalRows): Promise<boolean> =>
    row === undefined || (await find(connection, names, row, column)).length > 0;
  // Another row that looks so is not why this one could not be read.
  if (!(await isTheRow(headerRows)) && !(await isTheRow(totalRows))) return undefined;
  const headers = await headerRows(connection, names);
  const totals = await totalRows(connection, names, undefined, column);
  return headers.length + totals.length === 0 ? undefined : strayError({ headers, totals }, path);
}

/**
 * Refuses a header that comes again in a table `source` of texts: its cells would be categories, and the name of the label a label.
 *
 * @param texts - How many of the columns are texts.
 * @throws {DataError} `DATA_STRAY_ROWS`.
 */
export async function refuseHeaderRows(
  connection: DuckDBConnection,
  names: readonly string[],
  texts: number,
  path: string,
): Promise<void> {
  if (texts < fewestNames(names.length)) return;
  const headers = await headerRows(connection, names);
  if (headers.length > 0) throw strayError({ headers, totals: [] }, path);
}

/**
 * The same of columns that have been read.
 *
 * @throws {DataError} `DATA_STRAY_ROWS`.
 */
export function refuseHeaderIn(columns: readonly Column[], path: string): void {
  const fewest = fewestNames(columns.length);
  const codes = columns.map((column) => (column.kind === 'categorical' ? column.categories.indexOf(column.name) : -1));
  const known = codes.flatMap((code, j) => (code >= 0 ? [j] : []));
  if (known.length < fewest) return;
  const first = columns[known[0]!]!;
  if (first.kind !== 'categorical') return;
  const headers: number[] = [];
  for (let row = 0; row < first.codes.length && headers.length < mostNamed; row++) {
    if (first.codes[row] !== codes[known[0]!]) continue;
    let names = 0;
    const isHeader = columns.every((column, j) => {
      if (column.kind !== 'categorical') return Number.isNaN(column.values[row]!);
      if (column.codes[row]! < 0) return true;
      names++;
      return column.codes[row] === codes[j];
    });
    if (isHeader && names >= fewest) headers.push(row + 1);
  }
  if (headers.length > 0) throw strayError({ headers, totals: [] }, path);
}
