import type { DuckDBConnection } from '@duckdb/node-api';
import { createSourceTable } from './create-source-table.ts';
import { sqlName } from './duckdb.ts';
import type { Declared } from './infer-kinds.ts';
import { isWithinDoubles } from './whole-numbers.ts';

/** A relation whose cells are texts, the empty one NULL. */
export interface TextRelation {
  readonly relation: string;
  /** Columns, and the SQL of their cells, NULL where missing. */
  readonly cells: readonly { readonly name: string; readonly cell: string }[];
  /** Texts that mean "no value". */
  readonly markers: readonly string[];
  readonly declared: Declared;
}

const sampleRows = 2000;

async function flags(connection: DuckDBConnection, from: string, expressions: readonly string[]): Promise<boolean[]> {
  const reader = await connection.runAndReadAll(`SELECT ${expressions.join(', ')} FROM ${from}`);
  return reader.getRows()[0]!.map((value) => value === true);
}

/** SQL of whether a number needs no closer look. */
function isPlain({ declared }: TextRelation, name: string, value: string): string {
  return declared.types[name] === 'numeric' ? `isfinite(${value})` : isWithinDoubles(value);
}

/** Columns that hold plain numbers, and at least one, in the first rows. */
async function numericAtFirst(connection: DuckDBConnection, input: TextRelation): Promise<string[]> {
  const { types } = input.declared;
  const asked = input.cells.filter(({ name }) => types[name] === undefined || types[name] === 'numeric');
  // A number that means "no value" must be seen before it is taken for a number.
  const areWords = input.markers.every((marker) => marker.trim() === '' || Number.isNaN(Number(marker)));
  if (asked.length === 0 || !areWords) return [];
  const sample = `(SELECT * FROM ${input.relation} LIMIT ${sampleRows})`;
  // NULL where every cell is missing.
  const areNumbers = asked.map(({ name }) => {
    const value = `TRY_CAST(${sqlName(name)}::VARCHAR AS DOUBLE)`;
    return `bool_and(CASE WHEN ${sqlName(name)} IS NOT NULL THEN coalesce(${isPlain(input, name, value)}, false) END)`;
  });
  const found = await flags(connection, sample, areNumbers);
  return asked.filter((_, j) => found[j]).map(({ name }) => name);
}

/** Writes the table. @returns SQL of the number of a row. */
async function create(connection: DuckDBConnection, input: TextRelation, numbers: readonly string[]): Promise<string> {
  const columns = input.cells.map(({ name, cell }) => {
    const column = sqlName(name);
    const number = `CASE WHEN ${column} IS NOT NULL THEN coalesce(TRY_CAST(${column}::VARCHAR AS DOUBLE), 'inf'::DOUBLE) END`;
    return { name, value: numbers.includes(name) ? number : cell };
  });
  return createSourceTable(connection, input.relation, columns);
}

/**
 * Reads a relation of texts into the table `source`: columns of plain numbers as DOUBLE, the others as VARCHAR, NULL where missing.
 *
 * Columns that begin with plain numbers are read as numbers at once. Where a cell of one turns out to be something else, or so large that digits
 * could be lost, everything is read again
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
  const plain = await flags(
    connection,
    'source',
    numbers.map((name) => `coalesce(bool_and(${isPlain(input, name, sqlName(name))}), true)`),
  );
  const kept = numbers.filter((_, j) => plain[j]);
  if (kept.length < numbers.length) await create(connection, input, kept);
  return { numbers: new Set(kept), row };
}
