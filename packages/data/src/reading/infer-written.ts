import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnReading } from '@fraudx/core';
import { countCells, where } from './count-cells.ts';
import type { SimpleCounts } from './count-simple.ts';
import { findExceptions, listExceptions } from './exceptions.ts';
import { few, firstTexts, mayBeValue } from './first-texts.ts';
import { frequentTextWarning } from './frequent-text.ts';
import { asCounted } from './infer-amounts.ts';
import type { Look } from './infer-amounts.ts';
import { inferNamed, writtenTimeWarnings } from './infer-named.ts';
import { inferSided } from './infer-sided.ts';
import type { DecimalMark } from './number-texts.ts';
import { clockOf, isDecorated, writtenNumberOf } from './number-texts.ts';
import { nearlyWarning, otherStyleWarning } from './reading-warnings.ts';
import { clockWarning, notInOrderWarning } from './time-warnings.ts';
import type { Declared, InferredColumn, TextColumn, TextTable } from './text-column.ts';
import type { DateOrder } from './date-order.ts';
import { hasShortYear, isNoTime, orderedDateOf, timeOf } from './time-texts.ts';

/** At least this share of numbers, or of times, makes the other cells exceptions that are worth a warning. */
export const nearly = 0.9;

const marks = ['point', 'comma'] as const;
const orders = ['day-first', 'month-first'] as const;

/** A column of dates with the year last, of which all cells fit `order` but `none`, which stand for no time. */
async function asDates(
  look: Look,
  { order, cell, isOrderOfTraining }: { order: DateOrder; cell: string; isOrderOfTraining: boolean },
  none: number,
): Promise<InferredColumn> {
  const { connection, table, text, declared } = look;
  const trained = declared.readings[text.name]?.dateOrder;
  const isOther = trained !== undefined && trained !== order;
  const facts = { none, isShort: hasShortYear(text.column) };
  const warnings = [
    ...(isOther ? [otherStyleWarning(text.name, trained, order)] : []),
    ...(await writtenTimeWarnings(connection, table, text, cell, facts)),
  ];
  const form = await dateFormOf(connection, text.column);
  const reading: ColumnReading = {
    dateOrder: order,
    ...(form === undefined ? {} : { dateForm: form }),
    ...(isOrderOfTraining ? { isOrderOfTraining } : {}),
  };
  return { kind: 'timestamp', cell, reading, warnings };
}

/** How most dates with the year last look, digits as 0: `00/00/0000`. */
async function dateFormOf(connection: DuckDBConnection, column: string): Promise<string | undefined> {
  const form = `regexp_extract(${column}, '^[0-9]{1,2}([./-])[0-9]{1,2}[./-]([0-9]{4}|[0-9]{2})(?:[^0-9]|$)', ['sign', 'year'])`;
  const found = await connection.runAndReadAll(
    `SELECT f.sign, length(f.year) FROM (SELECT ${form} AS f FROM source WHERE ${column} IS NOT NULL) WHERE f.sign <> '' GROUP BY ALL ORDER BY count(*) DESC, 1, 2 LIMIT 1`,
  );
  const [row] = found.getRows();
  return row === undefined ? undefined : `00${String(row[0])}00${String(row[0])}${'0'.repeat(Number(row[1]))}`;
}

/** What to tell of a column of which `fitting` cells are dates in `order`, where another one is declared; nothing where it is not. */
async function otherOrderWarnings(look: Look, order: DateOrder, fitting: number): Promise<readonly string[]> {
  const { connection, table, text, all, declared } = look;
  const { dateOrder } = declared;
  if (dateOrder === undefined || dateOrder === order) return [];
  const cell = `CASE WHEN ${isNoTime(text.column)} THEN TIMESTAMP 'epoch' ELSE ${orderedDateOf(text.column, dateOrder)} END`;
  const { count, first } = await findExceptions(connection, table, text, cell);
  const { row, text: value } = first[0]!;
  const cells = { all, count, first: `"${value}" in data row ${row}` };
  return [notInOrderWarning(text.name, dateOrder, cells, { order, fitting })];
}

/** The candidates for the cells of a column, the known reading first. */
function candidatesOf({ text: { name, column }, declared }: Look): {
  readonly numbers: readonly { readonly mark: DecimalMark; readonly cell: string }[];
  readonly dates: readonly { readonly order: DateOrder; readonly cell: string }[];
} {
  const known = declared.readings[name];
  return {
    numbers: marks.map((mark) => ({ mark, cell: writtenNumberOf(column, mark) })),
    dates: orders.map((order) => {
      const cell = orderedDateOf(column, order);
      return { order, cell: known?.dateOrder === order ? `coalesce(${timeOf(column)}, ${cell})` : cell };
    }),
  };
}

/** Counts of cells that fit: numbers by each mark, dates by each order, no time, clocks, numbers with something beside them. */
type Counts = readonly [
  points: number,
  commas: number,
  dayFirst: number,
  monthFirst: number,
  none: number,
  clocks: number,
  decorated: number,
];

/** Counts cells of each kind, 0 where the first cells rule the kind out: a full look is slow. */
async function countLikely({ connection, table, text: { column } }: Look, asked: readonly string[]): Promise<Counts> {
  const nothing: Counts = [0, 0, 0, 0, 0, 0, 0];
  const texts = await firstTexts(connection, table, column);
  // Nearly all columns of words end here: the engine takes longer to make all these patterns ready than to read thousands of rows.
  if (2 * texts.filter(mayBeValue).length < texts.length) return nothing;
  const first = `(SELECT ${column} FROM source WHERE ${column} IS NOT NULL LIMIT ${few})`;
  const fitting = (await countCells(connection, asked, first)) as unknown as Counts;
  const seen = texts.length;
  const [points, commas, dayFirst, monthFirst, none, clocks] = fitting;
  const areLikely = (count: number, share: number, others = 0): boolean => count > 0 && count + others >= share * seen;
  const areDates = [dayFirst, monthFirst].map((count) => areLikely(count, 0.8, none));
  const isAsked = [
    areLikely(points, 0.5),
    areLikely(commas, 0.5),
    ...areDates,
    areLikely(none, 0.8) || areDates.includes(true),
    areLikely(clocks, 0.8),
    areLikely(fitting[6], 0.8) || areLikely(points, 0.8) || areLikely(commas, 0.8),
  ];
  if (!isAsked.includes(true)) return nothing;
  const cells = asked.map((cell, j) => (isAsked[j] ? cell : 'NULL'));
  return (await countCells(connection, cells)) as unknown as Counts;
}

/**
 * Looks closer at a column that is neither plain numbers nor ISO times: numbers and dates as people write them.
 *
 * @param simple - Where all its cells are numbers of digits and marks alone: how many by each mark.
 */
export async function inferWritten(
  connection: DuckDBConnection,
  table: TextTable,
  text: TextColumn,
  all: number,
  declared: Declared,
  simple?: SimpleCounts,
): Promise<InferredColumn> {
  const look: Look = { connection, table, text, all, declared };
  const { name, column } = text;
  const wanted = declared.types[name];
  if (simple !== undefined && wanted !== 'timestamp') return asCounted({ ...look, isSimple: true }, simple, 0);
  const { numbers, dates } = candidatesOf(look);
  const noTime = where(isNoTime(column));
  const clock = where(clockOf(column));
  const asked = [
    ...numbers.map(({ cell }) => cell),
    ...dates.map(({ cell }) => cell),
    noTime,
    clock,
    where(isDecorated(column)),
  ];
  const counts = await countLikely(look, asked);
  const [points, commas, dayFirst, monthFirst, none, clocks, decorated] = counts;
  if (wanted !== 'timestamp' && Math.max(points, commas) === all) return asCounted(look, { points, commas }, decorated);
  const fitsOrder = dates.filter(({ order }) => {
    const count = order === 'day-first' ? dayFirst : monthFirst;
    return count > 0 && count + none === all;
  });
  const trainedOrder = fitsOrder.find(({ order }) => order === declared.readings[name]?.dateOrder);
  const declaredOrder = fitsOrder.find(({ order }) => order === declared.dateOrder);
  const chosen = declaredOrder ?? trainedOrder ?? (fitsOrder.length === 1 ? fitsOrder[0] : undefined);
  if (chosen !== undefined && wanted !== 'numeric') {
    const isOrderOfTraining = fitsOrder.length > 1 && declaredOrder === undefined;
    const read = await asDates(look, { ...chosen, isOrderOfTraining }, none);
    return { ...read, warnings: [...(await otherOrderWarnings(look, chosen.order, all)), ...read.warnings] };
  }
  const asText = (...warnings: string[]): InferredColumn => ({ kind: 'categorical', cell: column, warnings });
  if (fitsOrder.length === 2) {
    return asText(
      `column "${name}" holds dates that fit day/month and month/day alike; read as text (say which with dateOrder: day-first or month-first)`,
    );
  }
  const sided = wanted === 'timestamp' ? undefined : await inferSided(connection, table, text, all, declared);
  if (sided !== undefined) return sided;
  const named = wanted === 'numeric' ? undefined : await inferNamed(connection, table, text, all, wanted);
  if (named !== undefined) return named;
  if (clocks === all && all > 0) {
    const example = await connection.runAndReadAll(
      `SELECT ${column} FROM source WHERE ${column} IS NOT NULL ORDER BY ${table.row} LIMIT 1`,
    );
    return asText(clockWarning(name, String(example.getRows()[0]![0])));
  }
  const most = Math.max(points, commas, dayFirst, monthFirst);
  // where both orders fit as many cells, the declared one does
  const declaredAt = declared.dateOrder === undefined ? -1 : 2 + orders.indexOf(declared.dateOrder);
  const best = counts[declaredAt] === most ? declaredAt : counts.indexOf(most);
  if (best < 2 && most >= 0.5 * all && most < nearly * all) {
    const odd = await frequentTextWarning(connection, table, text, { cell: asked[best]!, numbers: most, all });
    if (odd !== undefined) return asText(odd);
  }
  if (most < nearly * all || most === 0) return asText();
  const exceptions = await findExceptions(connection, table, text, asked[best]!);
  const what = best < 2 ? 'numbers' : 'times';
  return asText(
    nearlyWarning(name, what, { fitting: most, all }, listExceptions(exceptions)),
    ...(best < 2 ? [] : await otherOrderWarnings(look, orders[best - 2]!, most)),
  );
}
