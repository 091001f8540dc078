import type { DuckDBConnection } from '@duckdb/node-api';
import { createSourceTable } from './create-source-table.ts';
import { knownMark } from './choose-columns.ts';
import { mayBeThousands, threeDecimals } from './doubtful-marks.ts';
import { zeroBehindSpaces } from './leading-zeros.ts';
import { plainNumberOf } from './number-texts.ts';
import type { Declared, TextColumn } from './text-column.ts';
import { isOtherwiseWritten, needsNoCloserLook } from './whole-numbers.ts';

/** A column of a relation, and where it goes in the table. */
export interface TextCells extends TextColumn {
  /** SQL of a cell of the relation as it stands in the file, NULL where the file says so. */
  readonly raw: string;
  /** SQL of a cell, NULL where missing. */
  readonly cell: string;
}

/** A relation whose cells are texts, the empty one NULL. */
export interface TextRelation {
  readonly relation: string;
  readonly cells: readonly TextCells[];
  /** Texts that mean "no value". */
  readonly markers: readonly string[];
  readonly declared: Declared;
  /** Called before the table is written, with the columns that are no plain numbers. */
  checkTexts?(texts: readonly TextCells[]): void;
}

const sampleRows = 2000;

async function flags(connection: DuckDBConnection, from: string, expressions: readonly string[]): Promise<boolean[]> {
  const reader = await connection.runAndReadAll(`SELECT ${expressions.join(', ')} FROM ${from}`);
  return reader.getRows()[0]!.map((value) => value === true);
}

/** SQL of whether a number needs no closer look. */
function isPlain({ declared }: TextRelation, name: string, value: string): string {
  return declared.types[name] === 'numeric' ? `isfinite(${value})` : needsNoCloserLook(value);
}

/** SQL of whether a number is written as ids may be, so that all cells must decide what it is. */
function mayBeId({ declared }: TextRelation, name: string, text: string): string {
  if (declared.types[name] === 'numeric' || declared.quantities.has(name)) return zeroBehindSpaces(text);
  return `(${zeroBehindSpaces(text)} OR ${isOtherwiseWritten(text)})`;
}

/** SQL of a cell as a number; infinite where it is written as ids may be. */
function numberIn(input: TextRelation, { name, raw }: TextCells): string {
  const text = `${raw}::VARCHAR`;
  return `CASE WHEN ${mayBeId(input, name, text)} THEN 'inf'::DOUBLE ELSE ${plainNumberOf(text)} END`;
}

/** SQL of whether a cell of the file is a number that needs no closer look. */
function isPlainIn(input: TextRelation, { name, raw }: TextCells): string {
  const text = `${raw}::VARCHAR`;
  return `coalesce(NOT ${zeroBehindSpaces(text)} AND ${isPlain(input, name, plainNumberOf(text))}, false)`;
}

/** Columns that hold plain numbers, and at least one, in the first rows. */
async function numericAtFirst(connection: DuckDBConnection, input: TextRelation): Promise<TextCells[]> {
  const { types, readings } = input.declared;
  const asked = input.cells.filter(
    ({ name }) => (types[name] === undefined || types[name] === 'numeric') && readings[name]?.numbers !== 'comma',
  );
  // A number that means "no value" must be seen before it is taken for a number.
  const areWords = input.markers.every((marker) => marker.trim() === '' || Number.isNaN(Number(marker)));
  if (asked.length === 0 || !areWords) return [];
  const sample = `(SELECT * FROM ${input.relation} LIMIT ${sampleRows})`;
  // NULL where every cell is missing.
  const areNumbers = asked.map(
    (text) => `bool_and(CASE WHEN ${text.raw} IS NOT NULL THEN ${isPlainIn(input, text)} END)`,
  );
  const found = await flags(connection, sample, areNumbers);
  return asked.filter((_, j) => found[j]);
}

/** Those of columns of numbers whose points may part thousands, by the first rows. */
async function thousandsAtFirst(
  connection: DuckDBConnection,
  input: TextRelation,
  numbers: readonly TextCells[],
): Promise<readonly TextCells[]> {
  const open = numbers.filter(({ name }) => {
    const mark = knownMark(name, input.declared);
    return mark !== 'point';
  });
  if (open.length === 0) return [];
  const may = open.map(({ raw }) => `coalesce(bool_and(${mayBeThousands(`trim(${raw}::VARCHAR)`)}), true)`);
  const found = await flags(connection, `(SELECT * FROM ${input.relation} LIMIT ${sampleRows})`, may);
  return open.filter((_, j) => found[j]);
}

/** Writes the table. @returns SQL of the number of a row. */
async function create(
  connection: DuckDBConnection,
  input: TextRelation,
  numbers: readonly TextCells[],
): Promise<string> {
  input.checkTexts?.(input.cells.filter((text) => !numbers.includes(text)));
  const columns = input.cells.map((text) => {
    const { column, raw, cell } = text;
    const number = `CASE WHEN ${raw} IS NOT NULL THEN coalesce(${numberIn(input, text)}, 'inf'::DOUBLE) END`;
    return { column, value: numbers.includes(text) ? number : cell };
  });
  return createSourceTable(connection, input.relation, columns);
}

/**
 * Reads a relation of texts into the table `source`: columns of plain numbers as DOUBLE, the others as VARCHAR, NULL where missing.
 *
 * Columns that begin with plain numbers are read as numbers at once. Where a cell of one turns out to be something else, or so large that digits
 * could be lost, or where all points may part thousands, everything is read again
 * with that column as texts, and the caller decides by all its cells: the first rows decide how long it takes, never what comes out.
 * Rows lie as in the file.
 *
 * @returns Names of the columns that hold numbers, and the SQL of the number of a row, 0 first.
 */
export async function createTextTable(
  connection: DuckDBConnection,
  input: TextRelation,
): Promise<{ readonly numbers: ReadonlySet<string>; readonly row: string }> {
  const numbers = await numericAtFirst(connection, input);
  const row = await create(connection, input, numbers);
  if (numbers.length === 0) return { numbers: new Set(), row };
  const doubtful = await thousandsAtFirst(connection, input, numbers);
  const plain = await flags(
    connection,
    'source',
    numbers.map((text) => {
      const isNumber = `coalesce(bool_and(CASE WHEN ${text.column} IS NOT NULL THEN ${isPlain(input, text.name, text.column)} END), true)`;
      // 1.1 and 1.10 are two ids, and one number.
      if (input.declared.ids.has(text.name))
        return `${isNumber} AND coalesce(bool_and(${text.column} = floor(${text.column})), true)`;
      return doubtful.includes(text) ? `${isNumber} AND NOT ${threeDecimals(text.column)}` : isNumber;
    }),
  );
  const kept = numbers.filter((_, j) => plain[j]);
  if (kept.length < numbers.length) await create(connection, input, kept);
  return { numbers: new Set(kept.map(({ name }) => name)), row };
}
