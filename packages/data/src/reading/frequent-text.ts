import type { DuckDBConnection } from '@duckdb/node-api';
import { mostlyWarning } from './reading-warnings.ts';
import type { TextColumn, TextTable } from './text-column.ts';

/**
 * The most frequent text among the cells that are there and for which `cell` gives NULL; undefined without any.
 *
 * @param cell - SQL of a cell.
 */
export async function frequentText(
  connection: DuckDBConnection,
  table: TextTable,
  { column }: TextColumn,
  cell: string,
): Promise<{ readonly text: string; readonly count: number } | undefined> {
  const found = await connection.runAndReadAll(
    `SELECT ${column}, count(*) FROM source WHERE ${column} IS NOT NULL AND (${cell}) IS NULL` +
      ` GROUP BY 1 ORDER BY 2 DESC, min(${table.row}) LIMIT 1`,
  );
  const [row] = found.getRows();
  return row === undefined ? undefined : { text: String(row[0]), count: Number(row[1]) };
}

/**
 * The warning for the most frequent text among the cells that are no numbers, or no times, where it fills a hundredth of them all: it may mean "no value". Undefined where none does.
 *
 * @param counts - `cell`: SQL of a cell as a number or a time, NULL where it is none; how many cells are such, and how many are not missing.
 */
export async function frequentTextWarning(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  { cell, fitting, all }: { readonly cell: string; readonly fitting: number; readonly all: number },
  what: 'numbers' | 'times' = 'numbers',
): Promise<string | undefined> {
  const found = await frequentText(connection, table, text, cell);
  if (found === undefined || found.count < Math.max(2, 0.01 * all)) return undefined;
  // A text with digits may be a time in another form.
  if (what === 'times' && /\d/.test(found.text)) return undefined;
  return mostlyWarning(text.name, what, { fitting, all }, found);
}
