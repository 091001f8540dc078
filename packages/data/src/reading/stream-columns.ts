import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import type { Column } from '@fraudx/core';
import { Frame, throwIfAborted } from '@fraudx/core';
import { copyRows, countUpFrom, rowNumbersOf, withRows } from './load-columns.ts';
import type { LoadOptions, NumberedRelation, Selection } from './load-columns.ts';

function firstRows(column: Column, nRows: number): Column {
  return column.kind === 'categorical'
    ? { ...column, codes: column.codes.subarray(0, nRows) }
    : { ...column, values: column.values.subarray(0, nRows) };
}

async function* chunksOf(connection: DuckDBConnection, sql: string): AsyncGenerator<DuckDBDataChunk> {
  const result = await connection.stream(sql);
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    yield chunk;
  }
}

/**
 * The chunks of a query in the order of their row numbers.
 *
 * Nearly always that is the order in which they come, and nothing has to be sorted; from the first chunk on that does not follow, the rest is
 * read again, sorted on disk.
 */
async function* chunksByRow(
  connection: DuckDBConnection,
  sql: string,
  { row }: NumberedRelation,
): AsyncGenerator<DuckDBDataChunk> {
  let next = 0;
  for await (const chunk of chunksOf(connection, sql)) {
    if (!countUpFrom(next, rowNumbersOf(chunk))) {
      yield* chunksOf(connection, `${sql} WHERE ${row} >= ${next} ORDER BY ${row}`);
      return;
    }
    next += chunk.rowCount;
    yield chunk;
  }
}

/**
 * The rows of a selection of an SQL relation as frames of `chunkRows` rows, the last one smaller; all share one table of categories per column.
 *
 * @param options - `sortedSql`: the query of the selection with its rows in the order that they are to have. Default: by their number.
 */
export async function* streamColumns(
  connection: DuckDBConnection,
  relation: NumberedRelation,
  { sql, empty }: Selection,
  chunkRows: number,
  options: LoadOptions & { readonly sortedSql?: string } = {},
): AsyncGenerator<Frame> {
  const chunks =
    options.sortedSql === undefined ? chunksByRow(connection, sql, relation) : chunksOf(connection, options.sortedSql);
  let filling = empty.map((column) => withRows(column, chunkRows));
  let filled = 0;
  let done = 0;
  for await (const chunk of chunks) {
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
