import { stat } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { countText, DataError } from '@fraudx/core';
import { sqlFile, sqlName } from './duckdb.ts';
import type { ParquetColumn } from './parquet-schema.ts';
import { sizeText } from './size-text.ts';
import type { UnpackLimits } from './unpacked-bytes.ts';
import { mostUnpacked } from './unpacked-bytes.ts';

/** Bytes of a cell; the engine holds thousands of them at once. */
const mostCellBytes = 2 ** 20;

/** Items of one list, which is read as a text. */
const mostItems = 100_000;

/** Bytes that an item of a list takes as text, about. */
const itemBytes = 8;

/** Cells of fewer bytes are never many at once: a column that says the same word in all its rows packs to nothing and is no harm. */
const shortCell = 1024;

interface Chunks {
  /** Stated bytes of its texts, unpacked. */
  readonly bytes: number;
  /** Values, those inside lists included. */
  readonly values: number;
  readonly rows: number;
}

/** What the footer says of each column, all row groups together. */
async function chunksOf(
  connection: DuckDBConnection,
  file: string,
  columns: readonly ParquetColumn[],
): Promise<readonly Chunks[]> {
  const found = await connection.runAndReadAll(
    `SELECT path_in_schema, sum(CASE WHEN type LIKE '%BYTE_ARRAY' THEN total_uncompressed_size ELSE 0 END)::DOUBLE,
      sum(num_values)::DOUBLE, sum(row_group_num_rows)::DOUBLE FROM parquet_metadata(${sqlFile(file)}) GROUP BY ALL`,
  );
  const leaves = found.getRows().map(([path, ...sums]) => ({ path: String(path), sums: sums.map(Number) }));
  return columns.map(({ name }) => {
    const own = leaves.filter(({ path }) => path === name || path.startsWith(`${name}, `));
    const largest = (j: number): number => own.reduce((most, { sums }) => Math.max(most, sums[j]!), 0);
    return { bytes: own.reduce((sum, { sums }) => sum + sums[0]!, 0), values: largest(1), rows: largest(2) };
  });
}

/** SQL of what a cell takes: bytes of a text, items of a list and bytes of the texts in it; undefined where it is always little. */
function measures({ engineName, type }: ParquetColumn): { bytes: string; items?: string } | undefined {
  const cell = sqlName(engineName);
  if (type === 'VARCHAR' || type === 'JSON') return { bytes: `strlen(${cell})` };
  if (type === 'BLOB') return { bytes: `octet_length(${cell})` };
  if (type === 'VARCHAR[]')
    return { bytes: `list_sum(list_transform(${cell}, x -> strlen(x)))`, items: `len(${cell})` };
  return type.endsWith('[]') ? { bytes: `${itemBytes} * len(${cell})`, items: `len(${cell})` } : undefined;
}

/**
 * Refuses a file whose texts and lists become far more in memory than it has bytes: a word of a dictionary stands in any number of rows.
 *
 * What the footer states is looked at first, then how long texts and lists are. Numbers are not: how many fit is asked by `checkMemory`.
 *
 * @param path - The file as it was named, for messages.
 * @param columns - Those that are read.
 * @throws {DataError} `DATA_TOO_LARGE`, `DATA_CELL_TOO_LONG`.
 */
export async function checkParquet(
  connection: DuckDBConnection,
  { file, path, relation }: { readonly file: string; readonly path: string; readonly relation: string },
  columns: readonly ParquetColumn[],
  limits: UnpackLimits = {},
): Promise<void> {
  const { size } = await stat(file);
  const most = mostUnpacked(size, limits);
  const tooLarge = ({ name }: ParquetColumn, bytes: number): DataError =>
    new DataError(
      'DATA_TOO_LARGE',
      `data: column "${name}" must unpack to at most ${sizeText(most)}, got ${sizeText(bytes)} from ${sizeText(size)} in ${path}`,
      {
        details: { file: path, column: name, packedBytes: size, bytes, mostBytes: most },
        hint: 'It is packed far tighter than data is, as files made to exhaust memory are. Leave the column out, or write the file again without it.',
      },
    );
  const chunks = await chunksOf(connection, file, columns);
  for (const [j, column] of columns.entries()) {
    const { bytes, values, rows } = chunks[j]!;
    const stated = bytes + (values > rows ? values * itemBytes : 0);
    if (stated > most) throw tooLarge(column, stated);
  }
  const measured = columns.flatMap((column) => {
    const sql = measures(column);
    return sql === undefined ? [] : [{ column, ...sql }];
  });
  if (measured.length === 0) return;
  const asked = measured.flatMap(({ bytes, items = '0' }) => [
    `coalesce(max(${bytes}), 0)::DOUBLE`,
    `coalesce(sum(${bytes}), 0)::DOUBLE`,
    `coalesce(max(${items}), 0)::DOUBLE`,
  ]);
  const [sums] = (
    await connection.runAndReadAll(`SELECT count(*)::DOUBLE, ${asked.join(', ')} FROM ${relation}`)
  ).getRows();
  const [nRows, ...found] = sums!.map(Number);
  for (const [j, { column }] of measured.entries()) {
    const [longest, bytes, items] = found.slice(3 * j) as [number, number, number];
    if (items > mostItems || longest > mostCellBytes) {
      const isList = items > mostItems;
      const must = isList ? `${countText(mostItems)} items` : sizeText(mostCellBytes);
      const got = isList ? countText(items) : sizeText(longest);
      throw new DataError(
        'DATA_CELL_TOO_LONG',
        `data: cells must have at most ${must}, got ${got} in column "${column.name}" of ${path}`,
        {
          details: { file: path, column: column.name, ...(isList ? { items } : { bytes: longest }) },
          hint: 'Write the file without the column, or with shorter cells.',
        },
      );
    }
    if (bytes > most && bytes > shortCell * nRows!) throw tooLarge(column, bytes);
  }
}
