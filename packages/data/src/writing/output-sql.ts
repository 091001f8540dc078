import type * as DuckDb from '@duckdb/node-api';
import type { Column } from '@fraudx/core';
import { DataError } from '@fraudx/core';
import { writtenFormat } from '../reading/data-file.ts';
import { sqlName, sqlText } from '../reading/duckdb.ts';
import { escapedFormula, escapedFormulaSql } from './escape-formulas.ts';

/** A column of the output: its name and the SQL of its cells. */
export interface OutputColumn {
  readonly name: string;
  readonly sql: string;
}

/** The name of the column at this position in the table of rows to write: the engine takes `id` and `ID` for one name. */
export function engineName(position: number): string {
  return `c${position}`;
}

/** SQL of a time. Where the data said zones, the output says the zone too: UTC. */
function timeOf({ zones }: Extract<Column, { kind: 'timestamp' }>, name: string, hasTypes: boolean): string {
  const time = `make_timestamp((${name} * 1000)::BIGINT)`;
  if (zones === undefined) return time;
  return hasTypes ? `timezone('UTC', ${time})` : `${time}::VARCHAR || 'Z'`;
}

/**
 * The columns as people expect them: whole numbers without a point, times as timestamps, missing as NULL.
 *
 * @param escapes - Whether what a spreadsheet would compute is escaped.
 */
export async function outputColumns(
  connection: DuckDb.DuckDBConnection,
  columns: readonly Column[],
  path: string,
  escapes: boolean,
): Promise<OutputColumn[]> {
  const hasTypes = writtenFormat(path) === 'parquet';
  const numeric = columns.flatMap(({ kind }, j) => (kind === 'numeric' ? [engineName(j)] : []));
  const isWhole = new Map<string, boolean>();
  if (numeric.length > 0) {
    const checks = numeric.map(
      (name) => `coalesce(bool_and(isnan(${name}) OR (${name} = trunc(${name}) AND abs(${name}) < 9e15)), true)`,
    );
    const row = (await connection.runAndReadAll(`SELECT ${checks.join(', ')} FROM rows_to_write`)).getRows()[0]!;
    numeric.forEach((name, j) => isWhole.set(name, row[j] === true));
  }
  return columns.map((column, j) => {
    const cell = engineName(j);
    const name = escapes ? escapedFormula(column.name) : column.name;
    if (column.kind === 'categorical') return { name, sql: escapes ? escapedFormulaSql(cell) : cell };
    const value =
      column.kind === 'timestamp' ? timeOf(column, cell, hasTypes) : isWhole.get(cell) ? `${cell}::BIGINT` : cell;
    return { name, sql: `CASE WHEN isnan(${cell}) THEN NULL ELSE ${value} END` };
  });
}

/** Two names that the engine takes for one: it compares them without the case of the letters A to Z. Undefined where there are none. */
function alike(columns: readonly { readonly name: string }[]): readonly [string, string] | undefined {
  const seen = new Map<string, string>();
  for (const { name } of columns) {
    const key = name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
    const other = seen.get(key);
    if (other !== undefined) return [other, name];
    seen.set(key, name);
  }
  return undefined;
}

/**
 * Refuses names that a file of this format cannot have, before the rows are written.
 *
 * @throws {DataError} `NAMES_DIFFER_BY_CASE`: two of them differ by case only, and the format is Parquet.
 */
export function checkNames(columns: readonly { readonly name: string }[], path: string): void {
  const names = writtenFormat(path) === 'parquet' ? alike(columns) : undefined;
  if (names === undefined) return;
  throw new DataError(
    'NAMES_DIFFER_BY_CASE',
    `${path}: columns of a Parquet file must differ by more than case, got "${names[0]}" and "${names[1]}"`,
    { details: { path, columns: [...names] }, hint: 'Write CSV or JSON lines, or rename one of the columns.' },
  );
}

/**
 * SQL that writes the rows to a file in the format of `path`. The engine renames columns whose names differ by case only; those of CSV and
 * JSON lines are therefore written as cells; see {@link checkNames} for Parquet.
 */
export function copySql(columns: readonly OutputColumn[], path: string, to: string): string {
  const format = writtenFormat(path);
  const lower = path.toLowerCase();
  const gzip = lower.endsWith('.gz') ? ', COMPRESSION gzip' : '';
  const csv = `FORMAT csv, DELIMITER ${lower.includes('.tsv') ? "'\t'" : "','"}${gzip}`;
  const copy = (select: string, options: string): string =>
    `COPY (${select}) TO ${sqlText(to)} (${options}, USE_TMP_FILE false)`;
  const names = alike(columns);
  if (names === undefined) {
    const select = `SELECT ${columns.map(({ name, sql }) => `${sql} AS ${sqlName(name)}`).join(', ')} FROM rows_to_write`;
    if (format === 'parquet') return copy(select, 'FORMAT parquet, COMPRESSION zstd');
    return copy(select, format === 'jsonl' ? `FORMAT json${gzip}` : `${csv}, HEADER true`);
  }
  if (format === 'jsonl') {
    const pairs = columns.map(({ name, sql }) => `${sqlText(name)}, ${sql}`).join(', ');
    // One cell per line, which no sign of CSV touches: JSON has no control characters of its own.
    const options = `FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01'${gzip}`;
    return copy(`SELECT json_object(${pairs})::VARCHAR FROM rows_to_write`, options);
  }
  const header = columns.map(({ name }, j) => `${sqlText(name)} AS ${engineName(j)}`).join(', ');
  const cells = columns.map(({ sql }) => `(${sql})::VARCHAR`).join(', ');
  return copy(`SELECT ${header} UNION ALL SELECT ${cells} FROM rows_to_write`, `${csv}, HEADER false`);
}
