import { join } from 'node:path';
import type { Frame } from '@fraudx/core';
import { openScratchFolder } from '@fraudx/core/files';
import { throwIfAborted } from '@fraudx/core';
import { columnNotFound } from './choose-columns.ts';
import { blankRowsIn } from './blank-rows-in.ts';
import { checkReading } from './check-reading.ts';
import { Cleanups } from './cleanups.ts';
import { checkDataFile, dataFormat } from './data-file.ts';
import { openDuckDb } from './duckdb.ts';
import { foldWarnings } from './fold-warnings.ts';
import { selectionOf } from './load-columns.ts';
import type { LoadedColumn } from './load-columns.ts';
import { oddTextsOf } from './odd-texts.ts';
import { openSource } from './open-source.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';
import { prepareFile } from './prepare-file.ts';
import { translateSourceError } from './source-error.ts';
import { sqlSortedByKeys } from './sort-rows.ts';
import { streamColumns } from './stream-columns.ts';
import { refuseSwallowedRows } from './swallowed-rows.ts';

/** Options of {@link readFrames}. */
export interface ReadFramesOptions extends ReadFrameOptions {
  /** Rows per frame, >= 1. Default 65 536. */
  readonly chunkRows?: number;
  /**
   * Column to sort rows by, smallest first, missing last; equal ones stay in file order. Sorting spills to disk. Default: file order.
   *
   * A function gives the key of each row of a frame, NaN where missing, such as a time of several columns; it sees the frames in file order, and the file is
   * read once more for it.
   */
  readonly sortBy?: string | ((frame: Frame) => Float64Array);
  /** Takes what was noticed while reading, before the first frame, where there is anything. */
  readonly onWarnings?: (warnings: readonly string[]) => void;
}

function sortKey(columns: readonly LoadedColumn[], name: string): string {
  const column = columns.find((one) => one.name === name);
  // Not a number is missing too, and no smaller than NULL.
  if (column?.kind === 'categorical') return column.value;
  if (column !== undefined) return `nullif((${column.value})::DOUBLE, 'nan'::DOUBLE)`;
  throw columnNotFound(
    name,
    columns.map((one) => one.name),
  );
}

/**
 * Like `readFrame`, as frames of `chunkRows` rows, for files larger than memory.
 *
 * All frames have the same columns, kinds and categories. Text files go through a database file in the folder of temporary files, which is
 * removed when the frames have been taken or the caller stops; memory is bounded by a frame, 512 MB of DuckDB, and the categories.
 *
 * @throws {FraudxError} As `readFrame`, before the first frame.
 */
export async function* readFrames(path: string, options: ReadFramesOptions = {}): AsyncGenerator<Frame> {
  checkReading('readFrames', path, options);
  await checkDataFile(path);
  dataFormat(path);
  await using resources = new Cleanups();
  const folder = await openScratchFolder('rows');
  resources.defer(() => folder[Symbol.asyncDispose]());
  const opened = await openDuckDb(join(folder.path, 'rows.duckdb')).catch((error: unknown) => {
    throw translateSourceError(error, path);
  });
  resources.defer(() => opened.close());
  const interrupt = (): void => opened.connection.interrupt();
  options.signal?.addEventListener('abort', interrupt);
  resources.defer(() => options.signal?.removeEventListener('abort', interrupt));
  let file = path;
  try {
    await opened.connection.run("SET memory_limit = '512MB'");
    const prepared = await prepareFile(path, options, resources);
    file = prepared.file;
    const source = await openSource(opened.connection, path, options, prepared);
    const selection = await selectionOf(opened.connection, source, source.columns);
    const names = source.columns.map(({ name }) => name);
    const blank = options.columns === undefined ? await blankRowsIn(opened.connection, source, source.columns) : [];
    const isAll = options.columns === undefined && 'layout' in prepared;
    const swallowed = isAll ? refuseSwallowedRows(selection.empty, prepared.layout, path) : [];
    const said = [...source.warnings, ...selection.warnings];
    const texts = options.readings === undefined ? oddTextsOf(selection.empty, said, options, prepared) : [];
    const noticed = [...said, ...swallowed, ...blank, ...texts];
    const warnings = foldWarnings(noticed, names, options.notesOf);
    if (warnings.length > 0) options.onWarnings?.(warnings);
    const chunkRows = options.chunkRows ?? 65_536;
    const { sortBy, signal } = options;
    const sortedSql =
      typeof sortBy === 'function'
        ? await sqlSortedByKeys(opened.connection, source, selection, sortBy, { chunkRows, signal })
        : sortBy === undefined
          ? undefined
          : `${selection.sql} ORDER BY (${sortKey(source.columns, sortBy)}) NULLS LAST, ${source.row}`;
    const sorting = sortedSql === undefined ? {} : { sortedSql };
    yield* streamColumns(opened.connection, source, selection, chunkRows, { ...options, ...sorting });
  } catch (error) {
    throwIfAborted(options.signal, 'data');
    throw translateSourceError(error, path, file);
  }
}
