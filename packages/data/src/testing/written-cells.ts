import { deepStrictEqual } from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Column } from '@fraudx/core';
import { sqlText, withDuckDb } from '../reading/duckdb.ts';
import type { ReadFrameOptions } from '../reading/read-frame.ts';
import { readFrame } from '../reading/read-frame.ts';
import { readFrames } from '../reading/read-frames.ts';

/** Formats of texts: everything a column can hold must come out alike. */
export const textFormats = ['csv', 'tsv', 'jsonl', 'array.jsonl'] as const;
export const formats = [...textFormats, 'parquet'] as const;
export type Format = (typeof formats)[number];

/** Writes one column `x` of texts, missing where undefined, beside a number. */
export async function writeCells(
  folder: string,
  format: Format,
  cells: readonly (string | undefined)[],
  name = 'x',
): Promise<string> {
  const path = join(folder, `cells.${format}`);
  const objects = cells.map((cell, i) => (cell === undefined ? { n: i } : { [name]: cell, n: i }));
  if (format === 'parquet') {
    const rows = cells.map((cell, i) => `(${cell === undefined ? 'NULL' : sqlText(cell)}, ${i})`).join(', ');
    await withDuckDb(':memory:', (connection) =>
      connection.run(`COPY (SELECT * FROM (VALUES ${rows}) t(x, n)) TO ${sqlText(path)} (FORMAT parquet)`),
    );
    return path;
  }
  const delimiter = format === 'tsv' ? '\t' : ',';
  const lines =
    format === 'jsonl'
      ? objects.map((object) => JSON.stringify(object))
      : format === 'array.jsonl'
        ? [JSON.stringify(objects)]
        : [
            `${name}${delimiter}n`,
            ...cells.map((cell, i) => `"${(cell ?? '').replaceAll('"', '""')}"${delimiter}${i}`),
          ];
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

/** Reads a column in whole and in pieces, which must agree. */
export async function readColumn(
  path: string,
  options: ReadFrameOptions = {},
): Promise<{ column: Column; warnings: readonly string[] }> {
  const { frame, schema } = await readFrame(path, options);
  const warnings: string[] = [];
  const pieces: Column[] = [];
  for await (const piece of readFrames(path, {
    ...options,
    chunkRows: 7,
    onWarnings: (list) => warnings.push(...list),
  })) {
    pieces.push(piece.column('x'));
  }
  const column = frame.column('x');
  deepStrictEqual(pieces.flatMap(valuesOf), valuesOf(column));
  deepStrictEqual(warnings, [...schema.warnings]);
  return { column, warnings: schema.warnings };
}

/** Cells as they were read, undefined where a text is missing. */
export function valuesOf(column: Column): (string | number | undefined)[] {
  return column.kind === 'categorical'
    ? Array.from(column.codes, (code) => column.categories[code])
    : [...column.values];
}
