import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import type { Column, ColumnReading, Progress } from '@fraudx/core';
import { InternalError, throwIfAborted } from '@fraudx/core';
import { spellingsWarning } from './reading-warnings.ts';
import { mergeSpellings } from './spellings.ts';
import type { ColumnKind } from './text-column.ts';

/** A column to load: `value` is its SQL, giving DOUBLE (numbers; milliseconds for times) or VARCHAR, NULL when missing. */
export interface LoadedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly value: string;
  readonly reading?: ColumnReading;
  /** Of times: whether all say their zone, or some. */
  readonly zones?: 'all' | 'some';
}

/** Rows that DuckDB can give. */
export interface NumberedRelation {
  /** SQL relation with the rows. */
  readonly from: string;
  /** SQL of the number of a row: 0 is the first of the file, and none is left out. */
  readonly row: string;
}

/** Progress and interruption of loading. */
export interface LoadOptions {
  readonly onProgress?: Progress | undefined;
  readonly signal?: AbortSignal | undefined;
}

async function createCategories(
  connection: DuckDBConnection,
  from: string,
  column: LoadedColumn,
  j: number,
): Promise<string[]> {
  const distinct = `SELECT DISTINCT ${column.value} AS v FROM ${from} WHERE (${column.value}) IS NOT NULL ORDER BY v`;
  const reader = await connection.runAndReadAll(distinct);
  const categories = reader.getColumns()[0] as string[] | undefined;
  if (categories === undefined || categories.length === 0) return [];
  await connection.run(`CREATE TEMP TABLE names_${j} AS ${distinct}`);
  await connection.run(`CREATE TYPE kind_${j} AS ENUM (SELECT v FROM names_${j} ORDER BY v)`);
  return categories;
}

/** A query for columns. */
export interface Selection {
  /** Gives the columns as they are loaded, then the number of the row as DOUBLE. */
  readonly sql: string;
  /** Column without rows, of each column. */
  readonly empty: readonly Column[];
  readonly warnings: readonly string[];
}

/** Prepares the query for columns, with a table of categories for each column of texts. */
export async function selectionOf(
  connection: DuckDBConnection,
  { from, row }: NumberedRelation,
  columns: readonly LoadedColumn[],
): Promise<Selection> {
  const empty: Column[] = [];
  const expressions: string[] = [];
  const warnings: string[] = [];
  for (const [j, column] of columns.entries()) {
    const { name, kind } = column;
    const reading = column.reading === undefined ? {} : { reading: column.reading };
    if (kind === 'categorical') {
      const categories = await createCategories(connection, from, column, j);
      const merged = mergeSpellings(categories);
      const place = `enum_code((${column.value})::kind_${j})::INTEGER`;
      const code = merged === undefined ? place : `[${merged.codes.join(', ')}][${place} + 1]`;
      expressions.push(categories.length === 0 ? '-1::INTEGER' : `coalesce(${code}, -1)::INTEGER`);
      if (merged !== undefined) warnings.push(spellingsWarning(name, merged.example, merged.merged));
      empty.push({ kind, name, codes: new Int32Array(), categories: merged?.categories ?? categories, ...reading });
    } else {
      expressions.push(`coalesce((${column.value})::DOUBLE, 'nan'::DOUBLE)`);
      const zones = column.zones === undefined || kind === 'numeric' ? {} : { zones: column.zones };
      empty.push({ kind, name, values: new Float64Array(), ...reading, ...zones });
    }
  }
  expressions.push(`(${row})::DOUBLE`);
  return { sql: `SELECT ${expressions.join(', ')} FROM ${from}`, empty, warnings };
}

/** The same column with room for `nRows` rows. */
export function withRows(column: Column, nRows: number): Column {
  return column.kind === 'categorical'
    ? { ...column, codes: new Int32Array(nRows) }
    : { ...column, values: new Float64Array(nRows) };
}

function itemsOf(chunk: DuckDBDataChunk, j: number): Float64Array | Int32Array {
  return (chunk.getColumnVector(j) as unknown as { readonly items: Float64Array | Int32Array }).items;
}

/** The numbers of the rows of a chunk. */
export function rowNumbersOf(chunk: DuckDBDataChunk): Float64Array {
  return itemsOf(chunk, chunk.columnCount - 1).subarray(0, chunk.rowCount) as Float64Array;
}

/** Whether numbers count up by one from `first`. */
export function countUpFrom(first: number, numbers: Float64Array): boolean {
  for (let i = 0; i < numbers.length; i++) if (numbers[i] !== first + i) return false;
  return true;
}

/** Copies `count` rows of a chunk, from its row `start`, into columns at row `to`. */
export function copyRows(
  chunk: DuckDBDataChunk,
  start: number,
  count: number,
  columns: readonly Column[],
  to: number,
): void {
  for (const [j, column] of columns.entries()) {
    const target = column.kind === 'categorical' ? column.codes : column.values;
    target.set(itemsOf(chunk, j).subarray(start, start + count), to);
  }
}

/** Copies every row of a chunk to the row that its number says. */
function scatterRows(chunk: DuckDBDataChunk, numbers: Float64Array, columns: readonly Column[]): void {
  for (const [j, column] of columns.entries()) {
    const items = itemsOf(chunk, j);
    const target = column.kind === 'categorical' ? column.codes : column.values;
    numbers.forEach((number, i) => (target[number] = items[i]!));
  }
}

/**
 * Loads columns of an SQL relation into typed arrays, chunk by chunk. Categories come out sorted by code point.
 *
 * Each row is put where its number says: several threads may give rows in any order.
 *
 * @param relation - A table or table function with `nRows` rows.
 * @throws {InternalError} Its numbers are not 0 to `nRows` - 1, each once.
 */
export async function loadColumns(
  connection: DuckDBConnection,
  relation: NumberedRelation,
  nRows: number,
  columns: readonly LoadedColumn[],
  options: LoadOptions = {},
): Promise<{ readonly columns: Column[]; readonly warnings: readonly string[] }> {
  const { sql, empty, warnings } = await selectionOf(connection, relation, columns);
  const loaded = empty.map((column) => withRows(column, nRows));
  const isLoaded = new Uint8Array(nRows);
  const result = await connection.stream(sql);
  let done = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    throwIfAborted(options.signal, 'data');
    const numbers = rowNumbersOf(chunk);
    const first = numbers[0]!;
    done += chunk.rowCount;
    if (first >= 0 && first + chunk.rowCount <= nRows && countUpFrom(first, numbers)) {
      copyRows(chunk, 0, chunk.rowCount, loaded, first);
      isLoaded.fill(1, first, first + chunk.rowCount);
    } else {
      scatterRows(chunk, numbers, loaded);
      for (const number of numbers) isLoaded[number] = 1;
    }
    if (done % (2048 * 50) === 0) options.onProgress?.({ task: 'read', done, total: nRows });
  }
  if (done !== nRows || isLoaded.includes(0)) throw new InternalError('data: rows changed while reading');
  options.onProgress?.({ task: 'read', done, total: nRows });
  return { columns: loaded, warnings };
}
