import type { DuckDBConnection } from '@duckdb/node-api';
import { countCells, where } from './count-cells.ts';
import { few } from './first-texts.ts';
import { zeroInFront } from './leading-zeros.ts';
import { simpleNumberOf } from './number-texts.ts';
import type { TextColumn } from './text-column.ts';

/** How many cells of a column are numbers of digits and marks alone, by either mark. */
export interface SimpleCounts {
  readonly points: number;
  readonly commas: number;
  /** How many begin with 0 as codes do. */
  readonly zeros: number;
}

async function countsOf(
  connection: DuckDBConnection,
  columns: readonly TextColumn[],
  from?: string,
): Promise<(SimpleCounts & { readonly all: number })[]> {
  const cells = columns.flatMap(({ column }) => [
    column,
    simpleNumberOf(column, 'point'),
    simpleNumberOf(column, 'comma'),
    where(zeroInFront(column)),
  ]);
  const counts = await countCells(connection, cells, from);
  return columns.map((_, j) => {
    const [all, points, commas, zeros] = counts.slice(4 * j, 4 * j + 4) as [number, number, number, number];
    return { all, points, commas, zeros };
  });
}

/**
 * The columns of which every cell is a number of digits and marks alone by one mark, with how many are by each: what most columns with decimal commas are.
 * They are looked at together, since the engine takes longer to make the patterns of everything else ready than to read thousands of rows.
 *
 * A cell that fits one mark in this way fits the other in this way or in none, so that the counts are those of all ways of writing.
 *
 * @returns By name.
 */
export async function countSimple(
  connection: DuckDBConnection,
  columns: readonly TextColumn[],
): Promise<ReadonlyMap<string, SimpleCounts>> {
  const isWhole = ({ all, points, commas }: SimpleCounts & { readonly all: number }): boolean =>
    all > 0 && Math.max(points, commas) === all;
  const first = await countsOf(connection, columns, `(SELECT * FROM source LIMIT ${few})`);
  const likely = columns.filter((_, j) => isWhole(first[j]!));
  const counts = await countsOf(connection, likely);
  return new Map(likely.flatMap(({ name }, j) => (isWhole(counts[j]!) ? [[name, counts[j]!]] : [])));
}
