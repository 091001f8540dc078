/** The first cells of a column of texts: they rule out most kinds of content, and the patterns for the engine cost more. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { TextTable } from './text-column.ts';

/** Cells that are looked at before all are. */
export const few = 200;

const known = new WeakMap<TextTable, Map<string, Promise<readonly string[]>>>();

async function read(connection: DuckDBConnection, column: string): Promise<readonly string[]> {
  const found = await connection.runAndReadAll(`SELECT ${column} FROM source WHERE ${column} IS NOT NULL LIMIT ${few}`);
  return found.getRows().map((row) => String(row[0]));
}

/**
 * The first cells of a column of the table `source` that are not missing, at most {@link few}; read once for a table.
 *
 * @param column - SQL of a cell.
 */
export function firstTexts(connection: DuckDBConnection, table: TextTable, column: string): Promise<readonly string[]> {
  const ofTable = known.get(table) ?? new Map<string, Promise<readonly string[]>>();
  known.set(table, ofTable);
  const texts = ofTable.get(column) ?? read(connection, column);
  ofTable.set(column, texts);
  return texts;
}

/** Whether a text may be a number, a time or a clock, however it is written: all of them have a digit, but for infinite times and a dash beside a currency. */
export function mayBeValue(text: string): boolean {
  return /[0-9]|inf|^-\s|\s-$/i.test(text);
}

/** SQL of {@link mayBeValue}. */
export function mayBeValueIn(column: string): string {
  return `regexp_matches(${column}, '[0-9]|(?i:inf)|^-[[:space:]\u00a0\u2009\u202f]|[[:space:]\u00a0\u2009\u202f]-$')`;
}
