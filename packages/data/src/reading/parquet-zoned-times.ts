/** Times in texts of a Parquet file that stand in certain forms other than ISO 8601: see `zoned-forms.ts` and `dated-forms.ts`. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { datedFormAsNumbers, isDatedForm } from './dated-forms.ts';
import type { TextColumn } from './text-column.ts';
import { isZonedForm, zonedFormAsIso } from './zoned-forms.ts';

/** SQL of whether a text is such a time. */
export function isOtherTime(column: string): string {
  return `(${isZonedForm(column)} OR ${isDatedForm(column)})`;
}

/** SQL of such a time as others write it; of any other text as it stands. */
function otherTimeAsWritten(column: string): string {
  return `CASE WHEN ${isDatedForm(column)} THEN ${datedFormAsNumbers(column)} ELSE ${zonedFormAsIso(column)} END`;
}

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
      await connection.run(`UPDATE source SET ${writtenName(text)} = ${otherTimeAsWritten(text.column)}`);
    }
    return;
  }
  const added = columns.map((text) => `${otherTimeAsWritten(text.column)} AS ${writtenName(text)}`);
  await connection.run('ALTER VIEW source RENAME TO source_of_file');
  await connection.run(`CREATE TEMP VIEW source AS SELECT *, ${added.join(', ')} FROM source_of_file`);
}
