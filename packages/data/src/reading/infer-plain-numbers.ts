/** Columns of texts that are plain numbers all, or ids that are too large for doubles, lost digits, or would be one number. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { knownMark } from './choose-columns.ts';
import { countCells, where } from './count-cells.ts';
import { numberOf } from './count-kinds.ts';
import { pointsOf } from './doubtful-marks.ts';
import { writtenNumberOf } from './number-texts.ts';
import {
  beyondDoublesWarning,
  cutNumbersWarning,
  exponentCodesWarning,
  exponentIdsWarning,
  sameIdWarning,
  sameNumberWarning,
} from './reading-warnings.ts';
import type { Declared, InferredColumn, TextColumn, TextTable } from './text-column.ts';
import { saysNumbers } from './text-column.ts';
import {
  exponentCodeIn,
  exponentIdIn,
  isCut,
  isOtherwiseWritten,
  isWhole,
  pointBeyondDoubles,
} from './whole-numbers.ts';

/** The first cell for which a condition holds. */
export async function firstWhere(
  connection: DuckDBConnection,
  { row }: TextTable,
  { column }: TextColumn,
  condition: string,
): Promise<string> {
  const found = await connection.runAndReadAll(
    `SELECT ${column} FROM source WHERE ${condition} ORDER BY ${row} LIMIT 1`,
  );
  return String(found.getRows()[0]![0]);
}

/** A column of whole numbers of which some are no doubles: texts. */
export async function asTexts(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  beyond: string,
): Promise<InferredColumn> {
  const first = await firstWhere(connection, table, text, beyond);
  return { kind: 'categorical', cell: text.column, warnings: [beyondDoublesWarning(text.name, first)] };
}

/** A column of numbers, or of ids that are too large for doubles or lost digits: only here are they distinguished. */
export async function asNumbers(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  all: number,
  declared: Declared,
): Promise<InferredColumn> {
  const { name, column } = text;
  const asked = [isWhole, pointBeyondDoubles, isCut, exponentIdIn, isOtherwiseWritten].map((is) => where(is(column)));
  const [wholes, beyond, cut, ids, otherwise] = await countCells(connection, asked);
  const numbers: InferredColumn = { kind: 'numeric', cell: numberOf(column), warnings: [] };
  const isId = declared.ids.has(name);
  const twice = isId ? await sameNumber(connection, text, true) : undefined;
  if (twice !== undefined) return { kind: 'categorical', cell: column, warnings: [sameIdWarning(name, twice)] };
  if (wholes !== all) return asPoints(connection, table, text, all, declared, numbers);
  if (beyond! > 0 && declared.types[name] !== 'numeric')
    return asTexts(connection, table, text, pointBeyondDoubles(column));
  const isQuantity = declared.types[name] === 'numeric' || declared.quantities.has(name);
  if (ids! > 0 && !isQuantity) {
    const first = await firstWhere(connection, table, text, exponentIdIn(column));
    return { kind: 'categorical', cell: column, warnings: [exponentIdsWarning(name, first)] };
  }
  const warnings =
    cut === 0 ? [] : [cutNumbersWarning(name, await firstWhere(connection, table, text, isCut(column)), cut!)];
  const codes = otherwise === 0 || isQuantity ? 0 : (await countCells(connection, [where(exponentCodeIn(column))]))[0]!;
  if (codes > 0 && 2 * codes >= all) {
    const first = await firstWhere(connection, table, text, exponentCodeIn(column));
    return isId
      ? { kind: 'categorical', cell: column, warnings: [exponentIdsWarning(name, first)] }
      : { ...numbers, warnings: [...warnings, exponentCodesWarning(name, first, { codes, all })] };
  }
  const same = otherwise === 0 || isQuantity ? undefined : await sameNumber(connection, text);
  return { ...numbers, warnings: [...warnings, ...(same === undefined ? [] : [sameNumberWarning(name, same)])] };
}

/** Two texts of a column of numbers that are one number, as `+123` and `123` or `1E3` and `1000`; undefined where there are none. Zeros alone behind a point do not count, and others, `1.10` and `1.1`, in ids alone. */
async function sameNumber(
  connection: DuckDBConnection,
  { column }: TextColumn,
  areIds = false,
): Promise<readonly [string, string] | undefined> {
  const isOdd = areIds ? '' : ` AND (bool_or(starts_with(t, '+')) OR bool_or(contains(lower(t), 'e')))`;
  const bare = `regexp_replace(${column}, '\\.0*$', '')`;
  const found = await connection.runAndReadAll(
    `SELECT min(t), max(t) FROM (SELECT DISTINCT ${numberOf(column)} AS v, ${bare} AS t FROM source WHERE ${column} IS NOT NULL)` +
      ` GROUP BY v HAVING count(*) > 1${isOdd} ORDER BY 1 LIMIT 1`,
  );
  const [row] = found.getRows();
  return row === undefined ? undefined : [String(row[0]), String(row[1])];
}

/** A column of plain numbers with fractions, unless their points part thousands. */
async function asPoints(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  all: number,
  declared: Declared,
  numbers: InferredColumn,
): Promise<InferredColumn> {
  const known = knownMark(text.name, declared);
  if (known === 'point' || (known === undefined && saysNumbers(table, text))) return numbers;
  const points = await pointsOf(connection, text, all);
  if (points !== 'doubtful') return { ...numbers, proves: points };
  const other = { ...numbers, cell: writtenNumberOf(text.column, 'comma'), reading: { numbers: 'comma' } } as const;
  if (known === 'comma') return other;
  const example = await firstWhere(connection, table, text, `contains(${text.column}, '.')`);
  return { ...numbers, doubt: { mark: 'point', other, example, isUsual: false } };
}
