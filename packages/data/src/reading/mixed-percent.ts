/** Columns in which some numbers have a percent sign and some have none: `42.4%` beside `0.068` is two scales in one column. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { mixedPercentWarning } from './reading-warnings.ts';
import type { TextColumn, TextTable } from './text-column.ts';

/**
 * What to say of such a column; undefined where all cells but zeros have the sign.
 *
 * @param cell - SQL of a cell as a number, the sign left out.
 * @param mayBeText - Whether nobody says that the column holds numbers.
 * @returns `isText`: whether the numbers without the sign look like shares of one, all of them at most 1 while others with it exceed 1, so that no one scale fits.
 */
export async function mixedPercent(
  connection: DuckDBConnection,
  { row }: TextTable,
  { name, column }: TextColumn,
  cell: string,
  mayBeText: boolean,
): Promise<{ readonly warning: string; readonly isText: boolean } | undefined> {
  const found = await connection.runAndReadAll(
    `SELECT has, count(*), min_by(text, r), max(abs(v)) FROM (SELECT contains(${column}, '%') AS has, ${column} AS text, ${row} AS r, ${cell} AS v FROM source) WHERE v <> 0 GROUP BY 1`,
  );
  const groups = found.getRows().map(([has, count, text, most]) => ({
    has: has === true,
    count: Number(count),
    text: String(text),
    most: Number(most),
  }));
  const percent = groups.find(({ has }) => has);
  const plain = groups.find(({ has }) => !has);
  if (percent === undefined || plain === undefined) return undefined;
  const isText = mayBeText && plain.most <= 1 && percent.most > 1;
  return { warning: mixedPercentWarning(name, percent, plain, isText), isText };
}
