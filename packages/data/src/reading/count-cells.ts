import type { DuckDBConnection } from '@duckdb/node-api';

/** Expressions of one query: with thousands of them the engine takes a time that grows faster than their number. */
const together = 60;

/** How many rows have a value for each of these SQL expressions. */
export async function countCells(
  connection: DuckDBConnection,
  cells: readonly string[],
  from = 'source',
): Promise<number[]> {
  const counted: number[] = [];
  for (let at = 0; at < cells.length; at += together) {
    const counts = cells
      .slice(at, at + together)
      .map((cell) => `count(${cell})`)
      .join(', ');
    const found = await connection.runAndReadAll(`SELECT ${counts} FROM ${from}`);
    counted.push(...found.getRows()[0]!.map(Number));
  }
  return counted;
}

/** SQL that has a value where a condition holds. */
export function where(condition: string): string {
  return `CASE WHEN ${condition} THEN 1 END`;
}
