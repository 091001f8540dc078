import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError } from '@fraudx/core';
import { sqlName } from './duckdb.ts';

/** What a column can hold. */
export type ColumnKind = 'numeric' | 'categorical' | 'timestamp';

/** A text column of which at least this share of cells are numbers (or times) is one with bad cells, not a category. */
export const nearlyAll = 0.95;

/** Cells of a column as DOUBLE: plain numbers, or true/false. Not a number, or infinite: NULL. */
export function numberOf(column: string): string {
  return (
    `CASE WHEN isfinite(TRY_CAST(${column} AS DOUBLE)) THEN TRY_CAST(${column} AS DOUBLE)` +
    ` WHEN lower(${column}) = 'true' THEN 1 WHEN lower(${column}) = 'false' THEN 0 END`
  );
}

/** Cells of a column as TIMESTAMP in UTC; not a time: NULL. */
export function timeOf(column: string): string {
  return `TRY_CAST(${column} AS TIMESTAMP)`;
}

async function firstBadCell(
  connection: DuckDBConnection,
  path: string,
  name: string,
  kind: 'numeric' | 'timestamp',
): Promise<DataError> {
  const column = sqlName(name);
  const parsed = kind === 'numeric' ? numberOf(column) : timeOf(column);
  const found = await connection.runAndReadAll(
    `SELECT rowid, ${column} FROM source WHERE ${column} IS NOT NULL AND (${parsed}) IS NULL ORDER BY rowid LIMIT 1`,
  );
  const [row, text] = found.getRows()[0] as [bigint, string];
  const number = Number(row) + 1;
  const wanted = kind === 'numeric' ? 'numbers' : 'times';
  return new DataError(
    kind === 'numeric' ? 'DATA_NOT_NUMERIC' : 'DATA_NOT_TIMESTAMP',
    `data: column "${name}" must hold ${wanted}, got "${text}" in data row ${number} of ${path}`,
    {
      details: { file: path, column: name, row: number, value: text },
      hint: `Correct the cell, mark it as missing (empty, NA, ?), or declare "${name}" as categorical.`,
    },
  );
}

/**
 * Decides what each text column of the table `source` holds.
 *
 * All cells numbers (or true/false): numeric. All cells times: timestamp. No cell at all: numeric. At least 95 % numbers or times: an
 * error that names the first other cell, unless the column is declared. Anything else: categorical.
 *
 * @throws {DataError} `DATA_NOT_NUMERIC` or `DATA_NOT_TIMESTAMP`, with file, row (1 is the first below the header), column and value.
 */
export async function inferKinds(
  connection: DuckDBConnection,
  path: string,
  names: readonly string[],
  declared: Readonly<Record<string, ColumnKind>>,
): Promise<ColumnKind[]> {
  const asked = names.filter((name) => declared[name] !== 'categorical');
  if (asked.length === 0) return names.map(() => 'categorical');
  const counts = asked.map((name) => {
    const column = sqlName(name);
    return `count(${column}), count(${numberOf(column)}), count(${timeOf(column)})`;
  });
  const result = await connection.runAndReadAll(`SELECT ${counts.join(', ')} FROM source`);
  const row = result.getRows()[0]!.map(Number);
  const kinds = new Map<string, ColumnKind>();
  for (const [j, name] of asked.entries()) {
    const [all, numbers, times] = row.slice(3 * j, 3 * j + 3) as [number, number, number];
    const wanted = declared[name];
    if (wanted === 'numeric' || (wanted === undefined && numbers >= nearlyAll * all)) {
      if (numbers < all) throw await firstBadCell(connection, path, name, 'numeric');
      kinds.set(name, 'numeric');
    } else if (wanted === 'timestamp' || times >= nearlyAll * all) {
      if (times < all) throw await firstBadCell(connection, path, name, 'timestamp');
      kinds.set(name, 'timestamp');
    } else kinds.set(name, 'categorical');
  }
  return names.map((name) => kinds.get(name) ?? 'categorical');
}
