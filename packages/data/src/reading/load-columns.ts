import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import type { Column, Progress } from '@fraudx/core';
import { Frame, throwIfAborted } from '@fraudx/core';
import { sqlName } from './duckdb.ts';
import type { ColumnKind } from './infer-kinds.ts';

/** A column to load: `value` is its SQL, giving DOUBLE (numbers; milliseconds for times) or VARCHAR, NULL when missing. */
export interface LoadedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly value: string;
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

interface Selection {
  readonly sql: string;
  /** Column without rows, of each column. */
  readonly empty: readonly Column[];
}

async function selectionOf(
  connection: DuckDBConnection,
  from: string,
  columns: readonly LoadedColumn[],
): Promise<Selection> {
  const empty: Column[] = [];
  const expressions: string[] = [];
  for (const [j, column] of columns.entries()) {
    const { name, kind } = column;
    if (kind === 'categorical') {
      const categories = await createCategories(connection, from, column, j);
      const code = categories.length === 0 ? '-1' : `coalesce(enum_code((${column.value})::kind_${j})::INTEGER, -1)`;
      expressions.push(`${code}::INTEGER AS ${sqlName(name)}`);
      empty.push({ kind, name, codes: new Int32Array(), categories });
    } else {
      expressions.push(`coalesce((${column.value})::DOUBLE, 'nan'::DOUBLE) AS ${sqlName(name)}`);
      empty.push({ kind, name, values: new Float64Array() });
    }
  }
  return { sql: `SELECT ${expressions.join(', ')} FROM ${from}`, empty };
}

function withRows(column: Column, nRows: number): Column {
  return column.kind === 'categorical'
    ? { ...column, codes: new Int32Array(nRows) }
    : { ...column, values: new Float64Array(nRows) };
}

function firstRows(column: Column, nRows: number): Column {
  return column.kind === 'categorical'
    ? { ...column, codes: column.codes.subarray(0, nRows) }
    : { ...column, values: column.values.subarray(0, nRows) };
}

/** Copies `count` rows of a chunk, from its row `start`, into columns at row `to`. */
function copyRows(chunk: DuckDBDataChunk, start: number, count: number, columns: readonly Column[], to: number): void {
  for (const [j, column] of columns.entries()) {
    const { items } = chunk.getColumnVector(j) as unknown as { readonly items: Float64Array | Int32Array };
    const target = column.kind === 'categorical' ? column.codes : column.values;
    target.set(items.subarray(start, start + count), to);
  }
}

/**
 * Loads columns of an SQL relation into typed arrays, chunk by chunk. Categories come out sorted by code point.
 *
 * @param from - A table or table function with `nRows` rows, read in its own order.
 */
export async function loadColumns(
  connection: DuckDBConnection,
  from: string,
  nRows: number,
  columns: readonly LoadedColumn[],
  options: LoadOptions = {},
): Promise<Column[]> {
  const { sql, empty } = await selectionOf(connection, from, columns);
  const loaded = empty.map((column) => withRows(column, nRows));
  const result = await connection.stream(sql);
  let row = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    throwIfAborted(options.signal, 'data');
    copyRows(chunk, 0, chunk.rowCount, loaded, row);
    row += chunk.rowCount;
    if (row % (2048 * 50) === 0) options.onProgress?.({ task: 'read', done: row, total: nRows });
  }
  options.onProgress?.({ task: 'read', done: row, total: nRows });
  return loaded;
}

/** The rows of an SQL relation as frames of `chunkRows` rows, the last one smaller; all share one table of categories per column. */
export async function* streamColumns(
  connection: DuckDBConnection,
  from: string,
  columns: readonly LoadedColumn[],
  chunkRows: number,
  options: LoadOptions & { readonly orderBy?: string } = {},
): AsyncGenerator<Frame> {
  const { sql, empty } = await selectionOf(connection, from, columns);
  const result = await connection.stream(options.orderBy === undefined ? sql : `${sql} ORDER BY ${options.orderBy}`);
  let filling = empty.map((column) => withRows(column, chunkRows));
  let filled = 0;
  let done = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    throwIfAborted(options.signal, 'data');
    for (let start = 0; start < chunk.rowCount;) {
      const count = Math.min(chunk.rowCount - start, chunkRows - filled);
      copyRows(chunk, start, count, filling, filled);
      start += count;
      filled += count;
      if (filled < chunkRows) continue;
      done += filled;
      options.onProgress?.({ task: 'read', done });
      yield new Frame(filling, filled);
      filling = empty.map((column) => withRows(column, chunkRows));
      filled = 0;
    }
  }
  if (filled === 0) return;
  options.onProgress?.({ task: 'read', done: done + filled });
  yield new Frame(
    filling.map((column) => firstRows(column, filled)),
    filled,
  );
}
