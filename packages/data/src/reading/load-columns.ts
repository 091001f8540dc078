import type { DuckDBConnection, DuckDBDoubleVector, DuckDBIntegerVector } from '@duckdb/node-api';
import type { Column, Progress } from '@fraudx/core';
import { throwIfAborted } from '@fraudx/core';
import { sqlName } from './duckdb.ts';
import type { ColumnKind } from './infer-kinds.ts';

/** A column to load: `value` is its SQL, giving DOUBLE (numbers; milliseconds for times) or VARCHAR, NULL when missing. */
export interface LoadedColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly value: string;
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
  options: { readonly onProgress?: Progress | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<Column[]> {
  const loaded: Column[] = [];
  const expressions: string[] = [];
  for (const [j, column] of columns.entries()) {
    const { name, kind } = column;
    if (kind === 'categorical') {
      const categories = await createCategories(connection, from, column, j);
      const code = categories.length === 0 ? '-1' : `coalesce(enum_code((${column.value})::kind_${j})::INTEGER, -1)`;
      expressions.push(`${code}::INTEGER AS ${sqlName(name)}`);
      loaded.push({ kind, name, codes: new Int32Array(nRows), categories });
    } else {
      expressions.push(`coalesce((${column.value})::DOUBLE, 'nan'::DOUBLE) AS ${sqlName(name)}`);
      loaded.push({ kind, name, values: new Float64Array(nRows) });
    }
  }
  const result = await connection.stream(`SELECT ${expressions.join(', ')} FROM ${from}`);
  let row = 0;
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    throwIfAborted(options.signal, 'data');
    for (const [j, column] of loaded.entries()) {
      const vector = chunk.getColumnVector(j) as DuckDBDoubleVector & DuckDBIntegerVector;
      const items = (vector as unknown as { readonly items: Float64Array & Int32Array }).items;
      if (column.kind === 'categorical') column.codes.set(items, row);
      else column.values.set(items, row);
    }
    row += chunk.rowCount;
    if (row % (2048 * 50) === 0) options.onProgress?.({ task: 'read', done: row, total: nRows });
  }
  options.onProgress?.({ task: 'read', done: row, total: nRows });
  return loaded;
}
