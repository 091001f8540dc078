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
import { clockWarning, notInOrderWarning, yearFirstWarning } from './time-warnings.ts';
import type { Declared, InferredColumn, TextColumn, TextTable } from './text-column.ts';
import type { DateOrder } from './date-order.ts';
import { hasShortYear, isNoTime, orderedDateOf, timeOf } from './time-texts.ts';

/** At least this share of numbers, or of times, makes the other cells exceptions that are worth a warning. */
export const nearly = 0.9;

const marks = ['point', 'comma'] as const;
const orders = ['day-first', 'month-first', 'year-first'] as const;

/** A column of dates with the year last, of which all cells fit `order` but `none`, which stand for no time. */
async function asDates(
  look: Look,
  { order, cell, isOrderOfTraining }: { order: DateOrder; cell: string; isOrderOfTraining: boolean },
  none: number,
): Promise<InferredColumn> {
  const { connection, table, text, declared } = look;
  const trained = declared.readings[text.name]?.dateOrder;
  const isOther = trained !== undefined && trained !== order;
  const isShort =
    order === 'year-first' ? `regexp_matches(${text.column}, '^[0-9]{2}[./-]')` : hasShortYear(text.column);
  const facts = { none, isShort };
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

/** So few values of the number in front, and so many of the last one, are years and days rather than days and years. */
const [mostYears, fewestDays] = [3, 10];

/**
 * Which number of dates such as 24/11/03 is the year, where the first and the last may be: the first, where it takes few values and the last many.
 *
 * @param dayFirst - SQL of the time with the day in front.
 * @param yearFirst - SQL of the time with the year in front.
 */
async function dayOrYear(
  { connection, table, text: { name, column } }: Look,
  dayFirst: string,
  yearFirst: string,
): Promise<{ readonly isYear: boolean; readonly warning: string }> {
  const found = await connection.runAndReadAll(
    `SELECT count(DISTINCT year(y)), count(DISTINCT day(y)), min_by(t, r), strftime(min_by(d, r), '%Y-%m-%d'), strftime(min_by(y, r), '%Y-%m-%d')` +
      ` FROM (SELECT ${column} AS t, ${table.row} AS r, ${dayFirst} AS d, ${yearFirst} AS y FROM source) WHERE y IS NOT NULL`,
  );
  const [years, days, text, day, year] = found.getRows()[0]!.map(String) as [string, string, string, string, string];
  const seen = { first: Number(years), last: Number(days) };
  const isYear = seen.first <= mostYears && seen.last >= fewestDays;
  const asDay = { order: 'day-first', date: day } as const;
  const asYear = { order: 'year-first', date: year } as const;
  const warning = isYear
    ? yearFirstWarning(name, text, asYear, asDay, seen)
    : yearFirstWarning(name, text, asDay, asYear, undefined);
  return { isYear, warning };
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

/** Counts of cells that fit: numbers by each mark, dates by each order of day and month, no time, clocks, numbers with something beside them, dates with the year in front. */
type Counts = readonly [
  points: number,
  commas: number,
  dayFirst: number,
  monthFirst: number,
  none: number,
  clocks: number,
  decorated: number,
  yearFirst: number,
];

/** Where the counts of dates begin, and that of dates with the year in front. */
const [dayFirstAt, yearFirstAt] = [2, 7] as const;

/** Counts cells of each kind, 0 where the first cells rule the kind out: a full look is slow. */
async function countLikely({ connection, table, text: { column } }: Look, asked: readonly string[]): Promise<Counts> {
  const nothing: Counts = [0, 0, 0, 0, 0, 0, 0, 0];
  const texts = await firstTexts(connection, table, column);
  // Nearly all columns of words end here: the engine takes longer to make all these patterns ready than to read thousands of rows.
  if (2 * texts.filter(mayBeValue).length < texts.length) return nothing;
  const first = `(SELECT ${column} FROM source WHERE ${column} IS NOT NULL LIMIT ${few})`;
  const fitting = (await countCells(connection, asked, first)) as unknown as Counts;
  const seen = texts.length;
  const [points, commas, dayFirst, monthFirst, none, clocks] = fitting;
  const areLikely = (count: number, share: number, others = 0): boolean => count > 0 && count + others >= share * seen;
  const areDates = [dayFirst, monthFirst, fitting[yearFirstAt]].map((count) => areLikely(count, 0.5, none));
  const isAsked = [
    areLikely(points, 0.5),
    areLikely(commas, 0.5),
    areDates[0]!,
    areDates[1]!,
    areLikely(none, 0.8) || areDates.includes(true),
    areLikely(clocks, 0.8),
    areLikely(fitting[6], 0.8) || areLikely(points, 0.8) || areLikely(commas, 0.8),
    areDates[2]!,
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
    ...dates.slice(0, 2).map(({ cell }) => cell),
    noTime,
    clock,
    where(isDecorated(column)),
    dates[2]!.cell,
  ];
  const counts = await countLikely(look, asked);
  const [points, commas, dayFirst, monthFirst, none, clocks, decorated, yearFirst] = counts;
  if (wanted !== 'timestamp' && Math.max(points, commas) === all) return asCounted(look, { points, commas }, decorated);
  const countOf = { 'day-first': dayFirst, 'month-first': monthFirst, 'year-first': yearFirst };
  const fits = ({ order }: { order: DateOrder }): boolean => countOf[order] > 0 && countOf[order] + none === all;
  const saidOrder = declared.dateOrder ?? declared.readings[name]?.dateOrder;
  // Codes such as 47.11.01 are dates with the year in front, too: these must be meant.
  const fitsOrder = dates.filter(fits).filter(({ order }) => order !== 'year-first' || saidOrder === order);
  const trainedOrder = fitsOrder.find(({ order }) => order === declared.readings[name]?.dateOrder);
  const declaredOrder = fitsOrder.find(({ order }) => order === declared.dateOrder);
  const chosen = declaredOrder ?? trainedOrder ?? (fitsOrder.length === 1 ? fitsOrder[0] : undefined);
  if (chosen !== undefined && wanted !== 'numeric') {
    const isOrderOfTraining = fitsOrder.length > 1 && declaredOrder === undefined;
    if (chosen.order === 'day-first' && saidOrder !== chosen.order && fits(dates[2]!)) {
      const { isYear, warning } = await dayOrYear(look, chosen.cell, dates[2]!.cell);
      const meant = await asDates(look, { ...(isYear ? dates[2]! : chosen), isOrderOfTraining: false }, none);
      return {
        ...meant,
        warnings: [...(await otherOrderWarnings(look, chosen.order, all)), warning, ...meant.warnings],
      };
    }
    const read = await asDates(look, { ...chosen, isOrderOfTraining }, none);
    return { ...read, warnings: [...(await otherOrderWarnings(look, chosen.order, all)), ...read.warnings] };
  }
  const asText = (...warnings: string[]): InferredColumn => ({ kind: 'categorical', cell: column, warnings });
  if (fitsOrder.length === 2) {
    const [alike, which] = fits(dates[2]!)
      ? ['day/month, month/day and year/month/day', 'day-first, month-first or year-first']
      : ['day/month and month/day', 'day-first or month-first'];
    return asText(
      `column "${name}" holds dates that fit ${alike} alike; read as text (say which with dateOrder: ${which})`,
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
  const isYearFirst = saidOrder === 'year-first';
  const most = Math.max(points, commas, dayFirst, monthFirst, isYearFirst ? yearFirst : 0);
  // where both orders fit as many cells, the declared one does
  const orderAt = orders.map((_, k) => (k === 2 ? yearFirstAt : dayFirstAt + k));
  const declaredAt = declared.dateOrder === undefined ? -1 : orderAt[orders.indexOf(declared.dateOrder)]!;
  const best = counts[declaredAt] === most ? declaredAt : counts.indexOf(most);
  if (most >= 0.5 * all && most < nearly * all) {
    const fitting = { cell: asked[best]!, fitting: most, all };
    const odd = await frequentTextWarning(connection, table, text, fitting, best < 2 ? 'numbers' : 'times');
    if (odd !== undefined) return asText(odd);
  }
  if (most < nearly * all || most === 0) return asText();
  const exceptions = await findExceptions(connection, table, text, asked[best]!);
  const what = best < 2 ? 'numbers' : 'times';
  return asText(
    nearlyWarning(name, what, { fitting: most, all }, listExceptions(exceptions)),
    ...(best < 2 ? [] : await otherOrderWarnings(look, orders[orderAt.indexOf(best)]!, most)),
  );
}
