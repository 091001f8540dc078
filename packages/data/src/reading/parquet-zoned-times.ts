/** Times in texts of a Parquet file that stand in certain forms other than ISO 8601: see `zoned-forms.ts`. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { TextColumn } from './text-column.ts';
import { zonedFormAsIso } from './zoned-forms.ts';

/** The name of the column of `source` that holds the times of another as ISO 8601. */
export function writtenName({ column }: TextColumn): string {
  return `${column}_written`;
}

/** Gives `source`, a view or a table, a further column for each of some, with their times as ISO 8601. */
export async function addWritten(
  connection: DuckDBConnection,
  row: string,
  columns: readonly TextColumn[],
): Promise<void> {
  if (columns.length === 0) return;
  if (row === 'rowid') {
    for (const text of columns) {
      await connection.run(`ALTER TABLE source ADD COLUMN ${writtenName(text)} VARCHAR`);
      await connection.run(`UPDATE source SET ${writtenName(text)} = ${zonedFormAsIso(text.column)}`);
    }
    return;
  }
  const added = columns.map((text) => `${zonedFormAsIso(text.column)} AS ${writtenName(text)}`);
  await connection.run('ALTER VIEW source RENAME TO source_of_file');
  await connection.run(`CREATE TEMP VIEW source AS SELECT *, ${added.join(', ')} FROM source_of_file`);
}
