import type { DuckDBConnection } from '@duckdb/node-api';
import { knownMark } from './choose-columns.ts';
import { countCells } from './count-cells.ts';
import { plainNumberOf, withoutSide, writtenNumberOf } from './number-texts.ts';
import type { Declared, TextColumn } from './text-column.ts';

/**
 * The way of writing numbers that most cells of a column fit, so that an error names the cells that are none, and not those that have a decimal comma.
 *
 * @returns SQL of a cell as a number, NULL where it is none, and how many cells are numbers.
 */
export async function likeliestNumbers(
  connection: DuckDBConnection,
  { name, column }: TextColumn,
  declared: Pick<Declared, 'readings' | 'decimalMark'>,
): Promise<{ readonly cell: string; readonly fitting: number }> {
  const marks = knownMark(name, declared) === 'comma' ? (['comma', 'point'] as const) : (['point', 'comma'] as const);
  const cells = [
    ...marks.map((mark) => `coalesce(${writtenNumberOf(column, mark)}, ${plainTruth(column)})`),
    ...marks.map((mark) => writtenNumberOf(withoutSide(column), mark)),
  ];
  const counts = await countCells(connection, cells);
  const fitting = Math.max(...counts);
  return { cell: cells[counts.indexOf(fitting)]!, fitting };
}

/** Truth, and numbers that fit every mark. */
function plainTruth(column: string): string {
  const number = plainNumberOf(column);
  return `CASE WHEN lower(${column}) IN ('true', 'false') THEN 1 WHEN isfinite(${number}) AND NOT contains(${column}, '.') THEN ${number} END`;
}
