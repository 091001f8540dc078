import type { DuckDBConnection } from '@duckdb/node-api';
import { mostlyNumbersWarning } from './reading-warnings.ts';
import type { TextColumn, TextTable } from './text-column.ts';

/**
 * The warning for the most frequent text among the cells that are no numbers, where it fills a hundredth of them all: it may mean "no value". Undefined where none does.
 *
 * @param counts - `cell`: SQL of a cell as a number, NULL where it is none; how many cells are numbers, and how many are not missing.
 */
export async function frequentText(
  connection: DuckDBConnection,
  table: TextTable,
  { name, column }: TextColumn,
  { cell, numbers, all }: { readonly cell: string; readonly numbers: number; readonly all: number },
): Promise<string | undefined> {
  const found = await connection.runAndReadAll(
    `SELECT ${column}, count(*) FROM source WHERE ${column} IS NOT NULL AND (${cell}) IS NULL` +
      ` GROUP BY 1 ORDER BY 2 DESC, min(${table.row}) LIMIT 1`,
  );
  const [row] = found.getRows();
  if (row === undefined) return undefined;
  const count = Number(row[1]);
  return count >= Math.max(2, 0.01 * all)
    ? mostlyNumbersWarning(name, { numbers, all }, { text: String(row[0]), count })
    : undefined;
}
