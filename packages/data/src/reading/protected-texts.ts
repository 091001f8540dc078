/**
 * Cells that are protected from a spreadsheet, so that it does not make numbers of them: `="00676"`, and an apostrophe in front, `'00676`. What is meant is the text inside,
 * whatever it is.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { countCells, where } from './count-cells.ts';
import { formWarning } from './reading-warnings.ts';
import type { TextColumn } from './text-column.ts';

const formula = /^="(?:[^"]|"")*"$/;
const formulaSql = '="(?:[^"]|"")*"';
/** An apostrophe before a digit, perhaps behind a sign; one behind it as well is a quote. */
const apostrophe = /^'[-+]?[.,]?\d[^']*$/;
const apostropheSql = "''[-+]?[.,]?[0-9][^'']*";

/** Whether one of the cells is protected by a formula, or all are by an apostrophe. */
export function areProtected(texts: readonly string[]): boolean {
  return (
    texts.some((text) => text.startsWith('="')) || (texts.length > 0 && texts.every((text) => apostrophe.test(text)))
  );
}

/** A name without the formula that protects it. */
export function unprotectedName(name: string): string {
  return formula.test(name) ? name.slice(2, -1).replaceAll('""', '"') : name;
}

/** SQL of a text without an apostrophe in front of a number. */
export function withoutApostrophe(column: string): string {
  return `CASE WHEN regexp_full_match(${column}, '${apostropheSql}') THEN substr(${column}, 2) ELSE ${column} END`;
}

/** SQL of whether a text has one. */
export function hasApostrophe(column: string): string {
  return `starts_with(${column}, '''') AND regexp_full_match(${column}, '${apostropheSql}')`;
}

/**
 * Takes the protection off the cells of columns of the table `source`: that of a formula wherever it stands, and that of an apostrophe where all cells of a column have it.
 *
 * @param cleaned - SQL of a text, NULL where it means "no value".
 * @returns What to say of the columns, by name.
 */
export async function unprotect(
  connection: DuckDBConnection,
  columns: readonly TextColumn[],
  cleaned: (text: string) => string,
): Promise<ReadonlyMap<string, string>> {
  const isFormula = (column: string): string =>
    `starts_with(${column}, '="') AND regexp_full_match(${column}, '${formulaSql}')`;
  const counts = await countCells(
    connection,
    columns.flatMap(({ column }) => [column, where(isFormula(column)), where(hasApostrophe(column))]),
  );
  const said = new Map<string, string>();
  for (const [j, { name, column }] of columns.entries()) {
    const [all, formulas, apostrophes] = counts.slice(3 * j, 3 * j + 3) as [number, number, number];
    if (formulas === 0 && (apostrophes === 0 || apostrophes < all)) continue;
    const [condition, inside] =
      formulas > 0
        ? [isFormula(column), `replace(substr(${column}, 3, length(${column}) - 3), '""', '"')`]
        : [hasApostrophe(column), withoutApostrophe(column)];
    const found = await connection.runAndReadAll(
      `SELECT ${column}, ${inside} FROM source WHERE ${condition} ORDER BY rowid LIMIT 1`,
    );
    const [text, read] = found.getRows()[0]!.map(String) as [string, string];
    await connection.run(`UPDATE source SET ${column} = ${cleaned(inside)} WHERE ${condition}`);
    said.set(name, formWarning(name, text, read));
  }
  return said;
}
