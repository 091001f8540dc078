import type { DuckDBConnection } from '@duckdb/node-api';
import { countCells, where } from './count-cells.ts';
import { mayBeValueIn } from './first-texts.ts';
import { zeroInFront } from './leading-zeros.ts';
import { plainNumberOf } from './number-texts.ts';
import type { TextColumn } from './text-column.ts';
import { textBeyondDoubles } from './whole-numbers.ts';

/** Cells of a column as DOUBLE: plain numbers, or true/false. Not a number, or infinite: NULL. */
export function numberOf(column: string): string {
  const number = plainNumberOf(column);
  return (
    `CASE WHEN isfinite(${number}) THEN ${number}` +
    ` WHEN lower(${column}) = 'true' THEN 1 WHEN lower(${column}) = 'false' THEN 0 END`
  );
}

/** How many cells of a column are there, and how many of them are numbers, numbers beyond doubles, numbers with zeros in front, or may be numbers or times at all. */
export interface KindCounts {
  readonly text: TextColumn;
  readonly all: number;
  readonly numbers: number;
  readonly beyond: number;
  readonly zeros: number;
  readonly values: number;
}

/** Counts them, for all columns of the table `source` together. */
export async function countKinds(
  connection: DuckDBConnection,
  columns: readonly TextColumn[],
): Promise<readonly KindCounts[]> {
  const cells = columns.map(({ column }) => [
    column,
    numberOf(column),
    where(textBeyondDoubles(column)),
    // Zeros in front of what is no number, such as 05/01/2025, mean nothing.
    `CASE WHEN ${zeroInFront(column)} THEN ${numberOf(column)} END`,
    where(mayBeValueIn(column)),
  ]);
  const counts = await countCells(connection, cells.flat());
  return columns.map((text, j) => {
    const [all, numbers, beyond, zeros, values] = counts.slice(5 * j, 5 * j + 5) as [
      number,
      number,
      number,
      number,
      number,
    ];
    return { text, all, numbers, beyond, zeros, values };
  });
}
