import type { DuckDBConnection } from '@duckdb/node-api';
import type { Frame } from '@fraudx/core';
import type { LoadOptions, NumberedRelation, Selection } from './load-columns.ts';
import { streamColumns } from './stream-columns.ts';

/**
 * A query for the rows of a selection in the order of keys that are computed from them, smallest first, missing last, equal ones in file order.
 *
 * The rows are read once more for the keys, which take 8 bytes a row in memory; the sorting itself spills to disk.
 *
 * @param keysOf - The key of each row of a frame, NaN where missing; called with the frames of the file in its order.
 */
export async function sqlSortedByKeys(
  connection: DuckDBConnection,
  relation: NumberedRelation,
  selection: Selection,
  keysOf: (frame: Frame) => Float64Array,
  options: Pick<LoadOptions, 'signal'> & { readonly chunkRows: number },
): Promise<string> {
  const keys: Float64Array[] = [];
  for await (const frame of streamColumns(connection, relation, selection, options.chunkRows, {
    signal: options.signal,
  }))
    keys.push(keysOf(frame));
  await connection.run('CREATE TEMP TABLE sort_keys (place DOUBLE, key DOUBLE)');
  const appender = await connection.createAppender('sort_keys');
  let place = 0;
  for (const some of keys) {
    for (const key of some) {
      appender.appendDouble(place++);
      if (Number.isNaN(key)) appender.appendNull();
      else appender.appendDouble(key);
      appender.endRow();
    }
    appender.flushSync();
  }
  appender.closeSync();
  const names = [...selection.empty, 'place'].map((_, j) => `c${j}`);
  const number = names.at(-1)!;
  return `SELECT rows_of_file.* FROM (${selection.sql}) AS rows_of_file(${names.join(', ')})
    JOIN sort_keys ON sort_keys.place = rows_of_file.${number} ORDER BY sort_keys.key NULLS LAST, sort_keys.place`;
}
