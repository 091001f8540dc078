import type { DuckDBConnection } from '@duckdb/node-api';
import { declaredKinds } from './choose-columns.ts';
import { createTextTable } from './create-text-table.ts';
import { sqlName, sqlText } from './duckdb.ts';
import { inferKinds } from './infer-kinds.ts';
import type { InferredColumn } from './infer-kinds.ts';
import type { LoadedColumn, NumberedRelation } from './load-columns.ts';
import { defaultMissingMarkers } from './missing-markers.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';

/** The rows of a file, and what its columns hold. */
export interface Source extends NumberedRelation {
  readonly columns: readonly LoadedColumn[];
  readonly warnings: readonly string[];
}

/**
 * SQL of a text cell, NULL where it is a missing marker.
 *
 * `IN` would do, but a long list becomes a join, and a join gives the rows of several threads in any order.
 */
export function cleaned(name: string, markers: readonly string[]): string {
  const text = `trim(${sqlName(name)}::VARCHAR)`;
  const listed = ['', ...markers.map((marker) => marker.trim().toLowerCase())].map(sqlText).join(', ');
  return `CASE WHEN list_contains([${listed}], lower(${text})) THEN NULL ELSE ${text} END`;
}

/** A relation to be read as texts. */
export interface TextInput {
  readonly relation: string;
  /** Columns to read. */
  readonly names: readonly string[];
  /** What parts the cells; it tells what a comma inside a number means. */
  readonly delimiter: string;
}

/**
 * Reads all cells as text into the table `source`, then decides what each column holds.
 *
 * @throws {DataError} As `inferKinds`.
 */
export async function openText(
  connection: DuckDBConnection,
  path: string,
  input: TextInput,
  options: ReadFrameOptions,
): Promise<Source> {
  const markers = options.missing ?? defaultMissingMarkers;
  const cells = input.names.map((name) => ({ name, cell: cleaned(name, markers) }));
  const declared = { types: declaredKinds(input.names, options), dateOrder: options.dateOrder };
  const { numbers, row } = await createTextTable(connection, { relation: input.relation, cells, markers, declared });
  const texts = input.names.filter((name) => !numbers.has(name));
  const kinds = await inferKinds(connection, { file: path, row, delimiter: input.delimiter }, texts, declared);
  const inferred = input.names.map((name): InferredColumn =>
    numbers.has(name) ? { kind: 'numeric', cell: sqlName(name) } : kinds[texts.indexOf(name)]!,
  );
  const columns = inferred.map(({ kind, cell, zones }, j): LoadedColumn => {
    const value = kind === 'timestamp' ? `epoch_us(${cell}) / 1000.0` : cell;
    return { name: input.names[j]!, kind, value, ...(zones === undefined ? {} : { zones }) };
  });
  return { from: 'source', row, columns, warnings: inferred.flatMap(({ warning }) => warning ?? []) };
}
