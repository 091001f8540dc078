import type { DuckDBConnection } from '@duckdb/node-api';
import { countCells, where } from './count-cells.ts';
import type { DecimalMark } from './number-texts.ts';
import { doubtfulMarkWarning, settledMarkWarning } from './mark-warnings.ts';
import type { InferredColumn, TextColumn, TextTable } from './text-column.ts';

const whole = '[-+]?[0-9]{1,3}';
const grouped = '[-+]?[1-9][0-9]{0,2}\\.[0-9]{3}';
const wholeText = new RegExp(`^${whole}$`);
const groupedText = new RegExp(`^${grouped}$`);

/** Whether numbers may have points between thousands, `1.234` beside `999`: each is whole and short, or has three digits behind one point and no zero in front of it. */
export function mayHaveThousands(texts: readonly string[]): boolean {
  return texts.every((text) => wholeText.test(text) || groupedText.test(text));
}

/** SQL of the same of one text. */
export function mayBeThousands(column: string): string {
  return `regexp_full_match(${column}, '${whole}|${grouped}')`;
}

/** Whether the numbers of such texts fit it, too, and some have a fraction; missing ones (NaN) do not count. */
export function haveThreeDecimals(values: Float64Array, nRows: number): boolean {
  let hasFraction = false;
  for (let i = 0; i < nRows; i++) {
    const value = values[i]!;
    if (value !== value) continue;
    const size = Math.abs(value);
    if (size >= 1000) return false;
    if (size === Math.floor(size)) continue;
    if (size < 1 || Math.round(size * 1000) / 1000 !== size) return false;
    hasFraction = true;
  }
  return hasFraction;
}

/** The same as SQL over a column of doubles. */
export function threeDecimals(column: string): string {
  const size = `abs(${column})`;
  const fits = `${size} < 1000 AND (${size} = floor(${size}) OR (${size} >= 1 AND round(${size} * 1000) / 1000 = ${size}))`;
  return `coalesce(bool_and(${fits}) AND bool_or(${size} <> floor(${size})), false)`;
}

/** What the points of a column of plain numbers show: that they part fractions, or nothing; `doubtful` where they may part thousands. */
export async function pointsOf(
  connection: DuckDBConnection,
  { column }: TextColumn,
  all: number,
): Promise<'point' | 'doubtful' | undefined> {
  const conditions = [`contains(${column}, '.')`, mayBeThousands(column)];
  const [points, thousands] = await countCells(connection, conditions.map(where));
  if (points === 0) return undefined;
  return thousands === all ? 'doubtful' : 'point';
}

/** The columns that prove a decimal mark, each by its first name. */
async function proofsOf(
  connection: DuckDBConnection,
  table: TextTable,
  inferred: ReadonlyMap<string, InferredColumn>,
): Promise<ReadonlyMap<DecimalMark, string>> {
  const proofs = new Map<DecimalMark, string>();
  for (const [name, { proves }] of inferred) if (proves !== undefined && !proofs.has(proves)) proofs.set(proves, name);
  const numbers = table.numbers ?? [];
  if (proofs.has('point') || numbers.length === 0) return proofs;
  const counts = await countCells(
    connection,
    numbers.map(({ column }) => where(`${column} <> floor(${column})`)),
  );
  const place = counts.findIndex((count) => count > 0);
  if (place >= 0) proofs.set('point', numbers[place]!.name);
  return proofs;
}

/**
 * Reads numbers that fit both decimal marks by the one that other columns of the file prove, and says so; where none does, or both, as they were read, with a
 * warning that shows both readings.
 */
export async function settleMarks(
  connection: DuckDBConnection,
  table: TextTable,
  inferred: ReadonlyMap<string, InferredColumn>,
): Promise<ReadonlyMap<string, InferredColumn>> {
  if (![...inferred.values()].some(({ doubt }) => doubt !== undefined)) return inferred;
  const proofs = await proofsOf(connection, table, inferred);
  const proven = proofs.size === 1 ? [...proofs][0] : undefined;
  return new Map(
    [...inferred].map(([name, column]): [string, InferredColumn] => {
      const { doubt, ...read } = column;
      if (doubt === undefined) return [name, column];
      const { mark, other, example, isUsual } = doubt;
      if (proven !== undefined) {
        const chosen = proven[0] === mark ? read : other;
        if (isUsual && chosen === read) return [name, read];
        const warning = settledMarkWarning(name, example, proven[0], proven[1]);
        return [name, { ...chosen, warnings: [...chosen.warnings, warning] }];
      }
      if (isUsual) return [name, read];
      return [name, { ...read, warnings: [...read.warnings, doubtfulMarkWarning(name, example, mark)] }];
    }),
  );
}
