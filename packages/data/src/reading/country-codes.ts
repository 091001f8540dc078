import type { DuckDBConnection } from '@duckdb/node-api';
import { namibiaWarning } from './reading-warnings.ts';

/** Fewer different codes may be anything. */
const leastCodes = 5;

/** The text that stands for Namibia among codes of countries, and for "no value" by default. */
const doubtful = 'NA';

/** Whether texts may be codes of countries: at least five different ones, all of two capitals. */
export function mayBeCountries(texts: readonly string[]): boolean {
  return texts.length >= leastCodes && texts.every((text) => /^[A-Z]{2}$/.test(text));
}

/** Whether a cell as it stands in the file may be the code of Namibia. */
export function isDoubtfulCode(text: string): boolean {
  return text === doubtful;
}

/** A column of texts in the table `source`, and what its cells were in the file. */
interface RawColumn {
  readonly name: string;
  /** SQL of a cell of the table. */
  readonly column: string;
  /** SQL of a cell of the relation. */
  readonly raw: string;
}

/**
 * Warnings for columns of texts that may be codes of countries and in which the code of Namibia was read as missing, by name.
 *
 * @param relation - SQL of the rows as they stand in the file; they are counted only where a column may hold such codes.
 */
export async function countryWarnings(
  connection: DuckDBConnection,
  relation: string,
  columns: readonly RawColumn[],
): Promise<ReadonlyMap<string, string>> {
  if (columns.length === 0) return new Map();
  const asked = columns.map(
    ({ column }) =>
      `coalesce(bool_and(length(${column}) = 2 AND regexp_full_match(${column}, '[A-Z]{2}')), false), min(${column})`,
  );
  const found = (await connection.runAndReadAll(`SELECT ${asked.join(', ')} FROM source`)).getRows()[0]!;
  const warnings = new Map<string, string>();
  for (const [j, { name, column, raw }] of columns.entries()) {
    if (found[2 * j] !== true) continue;
    const distinct = await connection.runAndReadAll(`SELECT count(DISTINCT ${column}) FROM source`);
    if (Number(distinct.getRows()[0]![0]) < leastCodes) continue;
    const counted = await connection.runAndReadAll(
      `SELECT count(*) FROM ${relation} WHERE trim(${raw}::VARCHAR) = '${doubtful}'`,
    );
    const count = Number(counted.getRows()[0]![0]);
    if (count > 0) warnings.set(name, namibiaWarning(name, String(found[2 * j + 1]), count));
  }
  return warnings;
}
