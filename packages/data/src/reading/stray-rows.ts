/** Rows of a CSV file that are no data: the header once more, as joined files and pages of a spreadsheet have it, totals below the rows, and rows without any value. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column, NumericColumn } from '@fraudx/core';
import { DataError } from '@fraudx/core';
import { placeName } from './create-source-table.ts';
import { sqlText } from './duckdb.ts';
import { blankRowsWarning, totalRowWarning } from './reading-warnings.ts';

/** Rows that are no data; 1 is the first below the header. */
export interface StrayRows {
  /** The first few that repeat the header. */
  readonly headers: readonly number[];
  /** The first few that look like a total. */
  readonly totals: readonly number[];
}

const mostNamed = 3;

/** How a row of totals is called. */
const total =
  '(?:grand |sub)?-?(?:total|totals|totale|totalen|totales|totaux|totaal|sum|suma|summe|somme|soma|gesamt|gesamtsumme|insgesamt|razem)(?: general| général| generale| geral)?:?';
const totalText = new RegExp(`^${total}$`, 'iu');

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
  const areTotals = cells.map((cell) => `coalesce(regexp_full_match(${cell}::VARCHAR, '(?i)${total}'), false)`);
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

/** Whether a row has no value in a column. */
function isMissing(column: Column, row: number): boolean {
  return column.kind === 'categorical' ? column.codes[row]! < 0 : Number.isNaN(column.values[row]!);
}

/** Rows that are read as data and most likely are none, by their numbers; 1 is the first. */
export interface OddRows {
  /** How many have no value in any column, and the first of them. */
  readonly blank: { readonly rows: number; readonly first: number } | undefined;
  /** One among the last that looks like a total, with what stands in it. */
  readonly total: { readonly row: number; readonly text: string } | undefined;
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

/** Cells of a total without a label: more of them would be a row of data. */
const mostSums = 2;
/** Rows above a total of which two or more are no chance. */
const fewestSummed = 3;

/** Whether a number is the sum of the rows above, to a cent or to what doubles hold. */
function isSumAbove({ values }: NumericColumn, row: number): boolean {
  let sum = 0;
  let size = 0;
  let count = 0;
  for (let above = 0; above < row; above++) {
    const value = values[above]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    size += Math.abs(value);
    count += Number(value !== 0);
  }
  return count >= fewestSummed && Math.abs(values[row]! - sum) <= Math.max(0.005, 1e-12 * size);
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
 * What stands in a row with nothing but one number or two that are sums of the rows above, or larger than all of them: totals of rows that are not all in the file, or
 * were rounded. Undefined where it has something else.
 */
function sumsIn(columns: readonly Column[], row: number): string | undefined {
  const present = columns.filter((column) => !isMissing(column, row));
  if (present.length === 0 || present.length > mostSums || columns.length < 2 * present.length + 1) return undefined;
  const sums = present.filter((column): column is NumericColumn => column.kind === 'numeric');
  if (sums.length < present.length) return undefined;
  if (!sums.every((column) => isSumAbove(column, row)) && !sums.every((column) => isMostAbove(column, row)))
    return undefined;
  return sums.map(({ name, values }) => `${values[row]!} in "${name}"`).join(', ');
}

/** A total among the last rows, which is read as a row of data. */
function totalBelow(columns: readonly Column[], nRows: number): OddRows['total'] {
  let looked = 0;
  for (let row = nRows - 1; row >= 0 && looked < mostNamed; row--) {
    const missing = columns.filter((column) => isMissing(column, row)).length;
    // Rows without any value may stand above and below it.
    if (missing === columns.length) continue;
    looked++;
    const named = columns.flatMap((column) =>
      column.kind === 'categorical' && totalText.test(column.categories[column.codes[row]!] ?? '')
        ? [`"${column.categories[column.codes[row]!]!}"`]
        : [],
    )[0];
    const text = named !== undefined && 2 * missing >= columns.length ? named : sumsIn(columns, row);
    if (text !== undefined) return { row: row + 1, text };
  }
  return undefined;
}

/**
 * Rows of a table that are read as data and most likely are none.
 *
 * @param columns - All of the table.
 */
export function findOddRows(columns: readonly Column[], nRows: number): OddRows {
  return { blank: blankRows(columns, nRows), total: totalBelow(columns, nRows) };
}

/** What is to be said of them. */
export function oddRowsWarnings({ blank, total }: OddRows): readonly string[] {
  return [
    ...(blank === undefined ? [] : [blankRowsWarning(blank.rows, blank.first)]),
    ...(total === undefined ? [] : [totalRowWarning(total.text, total.row)]),
  ];
}
