import type { DuckDBConnection } from '@duckdb/node-api';

/** How many rows have a value for each of these SQL expressions. */
export async function countCells(
  connection: DuckDBConnection,
  cells: readonly string[],
  from = 'source',
): Promise<number[]> {
  if (cells.length === 0) return [];
  const counts = cells.map((cell) => `count(${cell})`).join(', ');
  return (await connection.runAndReadAll(`SELECT ${counts} FROM ${from}`)).getRows()[0]!.map(Number);
}

/** SQL that has a value where a condition holds. */
export function where(condition: string): string {
  return `CASE WHEN ${condition} THEN 1 END`;
}
