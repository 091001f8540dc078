/** Dates of both orders in one column, `25/02/2025` beside `02/25/2025`: no order fits all cells, and those that fit both mean one day or another. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { mixedOrdersWarning } from './time-warnings.ts';
import type { TextColumn, TextTable } from './text-column.ts';
import { orderedDateOf } from './time-texts.ts';

/**
 * The warning for a column all dates of which fit one order or the other, and some of them one alone, of both; undefined for another column.
 *
 * @param dates - Cells that look like dates.
 */
export async function mixedOrders(
  connection: DuckDBConnection,
  { row }: TextTable,
  { name, column }: TextColumn,
  dates: number,
): Promise<string | undefined> {
  const [day, month] = [orderedDateOf(column, 'day-first'), orderedDateOf(column, 'month-first')];
  const found = await connection.runAndReadAll(
    `SELECT d IS NOT NULL, m IS NOT NULL, count(*), min_by(${column}, r), min(r)` +
      ` FROM (SELECT ${column}, ${row} AS r, ${day} AS d, ${month} AS m FROM source WHERE ${column} IS NOT NULL) GROUP BY 1, 2`,
  );
  const groups = found.getRows().map(([d, m, count, text, at]) => ({
    isDay: d === true,
    isMonth: m === true,
    count: Number(count),
    text: String(text),
    row: Number(at) + 1,
  }));
  const dayFirst = groups.find(({ isDay, isMonth }) => isDay && !isMonth);
  const monthFirst = groups.find(({ isDay, isMonth }) => !isDay && isMonth);
  if (dayFirst === undefined || monthFirst === undefined) return undefined;
  const both = groups.find(({ isDay, isMonth }) => isDay && isMonth)?.count ?? 0;
  return dayFirst.count + monthFirst.count + both < dates
    ? undefined
    : mixedOrdersWarning(name, dayFirst, monthFirst, both);
}
