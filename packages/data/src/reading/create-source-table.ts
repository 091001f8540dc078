import type { DuckDBConnection } from '@duckdb/node-api';

/** The name of the column at a place in the table `source`: the engine takes names that differ by case alone for one. */
export function placeName(place: number): string {
  return `c${place}`;
}

/**
 * Writes the rows of a relation that has no row numbers into the table `source`, in their order; a table from before is replaced.
 *
 * @param columns - Columns of the table by their {@link placeName}, each with its SQL.
 * @returns SQL of the number of a row of the table, 0 first.
 */
export async function createSourceTable(
  connection: DuckDBConnection,
  relation: string,
  columns: readonly { readonly column: string; readonly value: string }[],
): Promise<string> {
  const expressions = columns.map(({ column, value }) => `${value} AS ${column}`);
  // One thread writes rows as it reads them. Nothing else would tell where a row belongs.
  const threads = (await connection.runAndReadAll(`SELECT current_setting('threads')`)).getRows()[0]![0];
  await connection.run('SET threads = 1');
  await connection.run(`CREATE OR REPLACE TEMP TABLE source AS SELECT ${expressions.join(', ')} FROM ${relation}`);
  await connection.run(`SET threads = ${String(threads)}`);
  // Every table numbers its rows by itself.
  return 'rowid';
}
