/** Columns of numbers as people write them, of which every cell fits one decimal mark or both. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnReading } from '@fraudx/core';
import { knownMark } from './choose-columns.ts';
import { countCells, where } from './count-cells.ts';
import type { SimpleCounts } from './count-simple.ts';
import { mixedPercent } from './mixed-percent.ts';
import type { DecimalMark } from './number-texts.ts';
import { ambiguousMarkOf, isDecorated, simpleNumberOf, unitOf, writtenNumberOf } from './number-texts.ts';
import { decimalCommasWarning, notAsDeclaredWarning, thousandsPointsWarning } from './mark-warnings.ts';
import { cutNumbersWarning, otherStyleWarning, writtenNumbersWarning } from './reading-warnings.ts';
import type { Declared, InferredColumn, TextColumn, TextTable } from './text-column.ts';
import { saysNumbers } from './text-column.ts';
import { isCut } from './whole-numbers.ts';

/** What is known of a column before a closer look. */
export interface Look {
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

/** Units that are counted; more are no units. */
const mostUnits = 100;

/** The units of a column with their cells, the most frequent first. */
async function unitsOf({ connection, text: { column } }: Look): Promise<ReadonlyMap<string, number>> {
  const unit = unitOf(column);
  const found = await connection.runAndReadAll(
    `SELECT ${unit} AS unit, count(*) FROM source WHERE ${unit} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${mostUnits}`,
  );
  return new Map(found.getRows().map((row) => [String(row[0]), Number(row[1])]));
}

/** What is kept of units. */
function unitReading(units: ReadonlyMap<string, number>, all: number): Pick<ColumnReading, 'unit' | 'units'> {
  const [first] = units;
  if (first === undefined) return {};
  return first[1] === all ? { unit: first[0] } : { unit: first[0], units: Object.fromEntries(units) };
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

/** The warning for numbers that fit a decimal comma in a file whose cells commas part: with decimal commas, or with points between thousands alone. */
async function commasWarning({ connection, table, text: { name, column } }: Look, cell: string): Promise<string> {
  const [commas] = await countCells(connection, [where(`contains(${column}, ',')`)]);
  if (commas! > 0) return decimalCommasWarning(name);
  const found = await connection.runAndReadAll(
    `SELECT ${column}, ${cell} FROM source WHERE contains(${column}, '.') ORDER BY ${table.row} LIMIT 1`,
  );
  const [example, value] = found.getRows()[0]!;
  return thousandsPointsWarning(name, String(example), Number(value));
}

/** A column of numbers of which all cells fit `mark`. */
async function asNumbers(
  look: Look,
  mark: DecimalMark,
  units: ReadonlyMap<string, number>,
  hasDecoration: boolean,
): Promise<InferredColumn> {
  const { text, table, declared } = look;
  const { name, column } = text;
  const known = declared.readings[name];
  const cell = look.isSimple === true ? simpleNumberOf(column, mark) : writtenNumberOf(column, mark);
  const warnings: string[] = [];
  const example = hasDecoration ? await exampleOf(look, cell) : undefined;
  if (known?.numbers !== mark || units.size > 1) {
    if (example !== undefined)
      warnings.push(writtenNumbersWarning(name, example.text, example.value, [...units.keys()]));
    else if (
      mark === 'comma' &&
      table.delimiter === ',' &&
      table.isTyped !== true &&
      declared.decimalMark !== 'comma'
    ) {
      warnings.push(await commasWarning(look, cell));
    }
  }
  if (known?.kind === 'timestamp') {
    warnings.push(otherStyleWarning(name, 'times', `numbers with ${styleNames[mark]}`));
  } else if (known !== undefined && (known.numbers ?? 'point') !== mark) {
    warnings.push(otherStyleWarning(name, styleNames[known.numbers ?? 'point'], styleNames[mark]));
  } else if (known === undefined && declared.decimalMark === other(mark)) {
    warnings.push(notAsDeclaredWarning(name, styleNames[other(mark)], styleNames[mark]));
  }
  const reading: ColumnReading = { numbers: mark, ...unitReading(units, look.all) };
  return { kind: 'numeric', cell, reading, warnings: [...warnings, ...(await cutWarnings(look, cell))] };
}

/** The warning for whole numbers that a spreadsheet of decimal commas has rounded, `2,29E+15`. */
async function cutWarnings({ connection, table, text, all, isSimple }: Look, cell: string): Promise<readonly string[]> {
  // What has digits and marks alone has no exponent.
  if (isSimple === true) return [];
  const { name, column } = text;
  const [cut] = await countCells(connection, [where(isCut(column))]);
  if (cut === 0) return [];
  const [wholes] = await countCells(connection, [where(`${cell} = floor(${cell})`)]);
  if (wholes! < all) return [];
  const found = await connection.runAndReadAll(
    `SELECT ${column} FROM source WHERE ${isCut(column)} ORDER BY ${table.row} LIMIT 1`,
  );
  return [cutNumbersWarning(name, String(found.getRows()[0]![0]), cut!)];
}

/** A column of numbers of which all cells fit both marks. */
async function asEither(
  look: Look,
  units: ReadonlyMap<string, number>,
  hasDecoration: boolean,
): Promise<InferredColumn> {
  const { connection, table, text, declared } = look;
  const known = knownMark(text.name, declared);
  const hasUnit = units.size > 0;
  const currencies = [...units.keys()].filter((unit) => unit !== '%' && !threeDecimalCurrencies.has(unit));
  const mark = known ?? (await chooseMark(look, currencies.length > 0, hasUnit));
  const read = await asNumbers(look, mark, units, hasDecoration);
  if (known !== undefined || hasUnit || saysNumbers(table, text)) return read;
  const found = await connection.runAndReadAll(
    `SELECT ${text.column} FROM source WHERE regexp_full_match(${text.column}, '[-+]?[0-9]+[.,][0-9]{3}') ORDER BY ${table.row} LIMIT 1`,
  );
  const [row] = found.getRows();
  if (row === undefined) return read;
  const byOther = await asNumbers(look, other(mark), units, hasDecoration);
  return {
    ...read,
    doubt: {
      mark,
      other: byOther,
      example: String(row[0]),
      isUsual: table.delimiter === ',' && table.isTyped !== true,
    },
  };
}

/** A column of numbers of which all cells fit one mark or both. */
export async function asCounted(
  look: Look,
  { points, commas }: Pick<SimpleCounts, 'points' | 'commas'>,
  decorated: number,
): Promise<InferredColumn> {
  const units = decorated === 0 ? new Map<string, number>() : await unitsOf(look);
  const read = await asFitting(look, { points, commas }, decorated, units);
  if (!units.has('%')) return read;
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
  units: ReadonlyMap<string, number>,
): Promise<InferredColumn> {
  const fits = { point: points === look.all, comma: commas === look.all };
  if (fits.point && fits.comma) return asEither(look, units, decorated > 0);
  const mark = fits.point ? 'point' : 'comma';
  return { ...(await asNumbers(look, mark, units, decorated > 0)), proves: mark };
}
