import type { DuckDBConnection } from '@duckdb/node-api';
import type { LoadedColumn, NumberedRelation } from './load-columns.ts';
import { blankRowsWarning } from './reading-warnings.ts';

/** What is to be said of rows of a relation without any value, of all its rows; nothing where there are none. */
export async function blankRowsIn(
  connection: DuckDBConnection,
  { from, row }: NumberedRelation,
  columns: readonly LoadedColumn[],
): Promise<readonly string[]> {
  if (columns.length < 2) return [];
  const areNull = columns.map(({ value }) => `(${value}) IS NULL`).join(' AND ');
  const found = await connection.runAndReadAll(`SELECT count(*), min(${row}) FROM ${from} WHERE ${areNull}`);
  const [rows, first] = found.getRows()[0]!;
  return Number(rows) === 0 ? [] : [blankRowsWarning(Number(rows), Number(first) + 1)];
}
