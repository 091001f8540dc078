import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnReading } from '@fraudx/core';
import { knownMark } from './choose-columns.ts';
import { countCells, where } from './count-cells.ts';
import type { SimpleCounts } from './count-simple.ts';
import { findExceptions, listExceptions } from './exceptions.ts';
import { frequentTextWarning } from './frequent-text.ts';
import { inferNamed, writtenTimeWarnings } from './infer-named.ts';
import { inferSided } from './infer-sided.ts';
import { mixedPercent } from './mixed-percent.ts';
import type { DecimalMark } from './number-texts.ts';
import { ambiguousMarkOf, clockOf, isDecorated, unitOf, simpleNumberOf, writtenNumberOf } from './number-texts.ts';
import {
  clockWarning,
  nearlyWarning,
  notAsDeclaredWarning,
  notInOrderWarning,
  otherStyleWarning,
  writtenNumbersWarning,
} from './reading-warnings.ts';
import type { Declared, InferredColumn, KnownReading, TextColumn, TextTable } from './text-column.ts';
import type { DateOrder } from './time-texts.ts';
import { hasShortYear, isNoTime, orderedDateOf, timeOf } from './time-texts.ts';

/** At least this share of numbers, or of times, makes the other cells exceptions that are worth a warning. */
export const nearly = 0.9;

const marks = ['point', 'comma'] as const;
const orders = ['day-first', 'month-first'] as const;

/** What is known of a column before a closer look. */
interface Look {
  readonly connection: DuckDBConnection;
  readonly table: TextTable;
  readonly text: TextColumn;
  /** Cells that are not missing. */
  readonly all: number;
  readonly declared: Declared;
  /** Whether every cell is a number of digits and marks alone, by one mark. */
  readonly isSimple?: boolean;
}

function other(mark: DecimalMark): DecimalMark {
  return mark === 'point' ? 'comma' : 'point';
}

/** Currencies whose thousandths are paid: three digits behind a mark are a fraction of them. */
const threeDecimalCurrencies: ReadonlySet<string> = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);

/** The mark by which numbers are read that both fit: most money has no three decimals, shares and dinars do, other numbers follow what parts the cells. */
async function chooseMark(
  { connection, table, text: { column } }: Look,
  hasCurrency: boolean,
  hasUnit: boolean,
): Promise<DecimalMark> {
  const usual = table.delimiter === ',' ? 'point' : 'comma';
  if (!hasUnit) return usual;
  const signs = [',', '.'] as const;
  const [commas, points] = await countCells(
    connection,
    signs.map((sign) => where(ambiguousMarkOf(column, sign))),
  );
  if (commas! > 0 === points! > 0) return usual;
  const thousandsAreCommas = commas! > 0;
  const mark = thousandsAreCommas ? 'point' : 'comma';
  return hasCurrency ? mark : other(mark);
}

/** The units of a column, the most frequent first. */
async function unitsOf({ connection, text: { column } }: Look): Promise<string[]> {
  const unit = unitOf(column);
  const found = await connection.runAndReadAll(
    `SELECT ${unit} AS unit, count(*) FROM source WHERE ${unit} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5`,
  );
  return found.getRows().map((row) => String(row[0]));
}

/** The first cell of which plain readers would make another number or none, and what it is read as. */
async function exampleOf(
  { connection, table, text: { column } }: Look,
  cell: string,
): Promise<{ text: string; value: number } | undefined> {
  const found = await connection.runAndReadAll(
    `SELECT ${column}, ${cell} FROM source WHERE ${isDecorated(column)} AND (${cell}) IS NOT NULL ORDER BY ${table.row} LIMIT 1`,
  );
  const [row] = found.getRows();
  return row === undefined ? undefined : { text: String(row[0]), value: Number(row[1]) };
}

const styleNames = { point: 'decimal points (1,234.5)', comma: 'decimal commas (1.234,5)' } as const;

/** Whether amounts of one unit stand where training had another; a currency may be left out, a percent sign changes the scale. */
export function isOtherUnit(known: KnownReading | undefined, unit: string | undefined): boolean {
  if (known === undefined || known.unit === unit) return false;
  return (known.unit !== undefined && unit !== undefined) || known.unit === '%' || unit === '%';
}

/** A column of numbers of which all cells fit `mark`. */
async function asNumbers(
  look: Look,
  mark: DecimalMark,
  units: readonly string[],
  hasDecoration: boolean,
): Promise<InferredColumn> {
  const { text, table, declared } = look;
  const { name, column } = text;
  const known = declared.readings[name];
  const cell = look.isSimple === true ? simpleNumberOf(column, mark) : writtenNumberOf(column, mark);
  const warnings: string[] = [];
  const example = hasDecoration ? await exampleOf(look, cell) : undefined;
  const unit = units[0];
  if (known?.numbers !== mark || units.length > 1) {
    if (example !== undefined) warnings.push(writtenNumbersWarning(name, example.text, example.value, units));
    else if (
      mark === 'comma' &&
      table.delimiter === ',' &&
      table.isTyped !== true &&
      declared.decimalMark !== 'comma'
    ) {
      warnings.push(
        `column "${name}" holds numbers with decimal commas, though commas part the cells; read as numbers (declare it categorical if they are texts)`,
      );
    }
  }
  if (known?.kind === 'timestamp') {
    warnings.push(otherStyleWarning(name, 'times', `numbers with ${styleNames[mark]}`));
  } else if (known !== undefined && (known.numbers ?? 'point') !== mark) {
    warnings.push(otherStyleWarning(name, styleNames[known.numbers ?? 'point'], styleNames[mark]));
  } else if (known === undefined && declared.decimalMark === other(mark)) {
    warnings.push(notAsDeclaredWarning(name, styleNames[other(mark)], styleNames[mark]));
  }
  if (isOtherUnit(known, unit)) warnings.push(otherStyleWarning(name, known?.unit ?? 'no unit', unit ?? 'no unit'));
  const reading: ColumnReading = { numbers: mark, ...(unit === undefined ? {} : { unit }) };
  return { kind: 'numeric', cell, reading, warnings };
}

/** A column of numbers of which all cells fit both marks. */
async function asEither(look: Look, units: readonly string[], hasDecoration: boolean): Promise<InferredColumn> {
  const { connection, table, text, declared } = look;
  const known = knownMark(text.name, declared);
  const hasUnit = units.length > 0;
  const currencies = units.filter((unit) => unit !== '%' && !threeDecimalCurrencies.has(unit));
  const mark = known ?? (await chooseMark(look, currencies.length > 0, hasUnit));
  const read = await asNumbers(look, mark, units, hasDecoration);
  if (known !== undefined || hasUnit || table.isTyped === true) return read;
  const found = await connection.runAndReadAll(
    `SELECT ${text.column} FROM source WHERE regexp_full_match(${text.column}, '[-+]?[0-9]+[.,][0-9]{3}') ORDER BY ${table.row} LIMIT 1`,
  );
  const [row] = found.getRows();
  if (row === undefined) return read;
  const byOther = await asNumbers(look, other(mark), units, hasDecoration);
  return { ...read, doubt: { mark, other: byOther, example: String(row[0]), isUsual: table.delimiter === ',' } };
}

/** A column of numbers of which all cells fit one mark or both. */
async function asCounted(
  look: Look,
  { points, commas }: Pick<SimpleCounts, 'points' | 'commas'>,
  decorated: number,
): Promise<InferredColumn> {
  const units = decorated === 0 ? [] : await unitsOf(look);
  const read = await asFitting(look, { points, commas }, decorated, units);
  if (!units.includes('%')) return read;
  const { connection, table, text, declared } = look;
  const mayBeText = declared.types[text.name] !== 'numeric' && !declared.quantities.has(text.name);
  const mixed = await mixedPercent(connection, table, text, read.cell, mayBeText);
  if (mixed === undefined) return read;
  if (mixed.isText) return { kind: 'categorical', cell: text.column, warnings: [mixed.warning] };
  return { ...read, warnings: [...read.warnings, mixed.warning] };
}

async function asFitting(
  look: Look,
  { points, commas }: Pick<SimpleCounts, 'points' | 'commas'>,
  decorated: number,
  units: readonly string[],
): Promise<InferredColumn> {
  const fits = { point: points === look.all, comma: commas === look.all };
  if (fits.point && fits.comma) return asEither(look, units, decorated > 0);
  const mark = fits.point ? 'point' : 'comma';
  return { ...(await asNumbers(look, mark, units, decorated > 0)), proves: mark };
}

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
  // A full look is slow, and the first cells rule out most kinds.
  const asked = [
    ...numbers.map(({ cell }) => cell),
    ...dates.map(({ cell }) => cell),
    noTime,
    clock,
    where(isDecorated(column)),
  ];
  const few = `(SELECT ${column} FROM source WHERE ${column} IS NOT NULL LIMIT 200)`;
  const [seen, ...fitting] = await countCells(connection, [column, ...asked], few);
  const [, , , , noneSeen] = fitting;
  const isLikely = asked.map(
    (_, j) => fitting[j]! + (j === 2 || j === 3 ? noneSeen! : 0) >= 0.8 * seen! && fitting[j]! > 0,
  );
  const isAsked = asked.map(
    (_, j) =>
      isLikely[j] ||
      (j < 2 && fitting[j]! >= 0.5 * seen! && fitting[j]! > 0) ||
      (j === 4 && (isLikely[2]! || isLikely[3]!)) ||
      (j === 6 && (isLikely[0]! || isLikely[1]!)),
  );
  const counts = await countCells(
    connection,
    asked.map((cell, j) => (isAsked[j] ? cell : 'NULL')),
  );
  const [points = 0, commas = 0, dayFirst = 0, monthFirst = 0, none = 0, clocks = 0, decorated = 0] = counts;
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
