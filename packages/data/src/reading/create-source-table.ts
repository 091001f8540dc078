import type { DuckDBConnection } from '@duckdb/node-api';
import { sqlName } from './duckdb.ts';

/** A name that no column has. */
function freeName(names: readonly string[]): string {
  const taken = new Set(names.map((name) => name.toLowerCase()));
  let name = 'row_number';
  while (taken.has(name)) name += '_';
  return name;
}

/**
 * Writes the rows of a relation that has no row numbers into the table `source`, in their order; a table from before is replaced.
 *
 * @param columns - Columns of the table, each with its SQL.
 * @returns SQL of the number of a row of the table, 0 first.
 */
export async function createSourceTable(
  connection: DuckDBConnection,
  relation: string,
  columns: readonly { readonly name: string; readonly value: string }[],
): Promise<string> {
  const expressions = columns.map(({ name, value }) => `${value} AS ${sqlName(name)}`);
  // Every table numbers its rows by itself, unless a column takes the name.
  let row = 'rowid';
  if (columns.some(({ name }) => name.toLowerCase() === row)) {
    row = freeName(columns.map(({ name }) => name));
    expressions.push(`row_number() OVER () - 1 AS ${row}`);
  }
  // One thread writes rows as it reads them. Nothing else would tell where a row belongs.
  const threads = (await connection.runAndReadAll(`SELECT current_setting('threads')`)).getRows()[0]![0];
  await connection.run('SET threads = 1');
  await connection.run(`CREATE OR REPLACE TEMP TABLE source AS SELECT ${expressions.join(', ')} FROM ${relation}`);
  await connection.run(`SET threads = ${String(threads)}`);
  return row;
}
