import { Frame, InternalError, throwIfAborted } from '@fraudx/core';
import { fingerprintFrame } from '../fingerprint.ts';
import type { DataFingerprint } from '../fingerprint.ts';
import { describeSchema } from '../schema.ts';
import type { DataSchema } from '../schema.ts';
import { Cleanups } from './cleanups.ts';
import { checkDataFile, dataFormat, emptyFile } from './data-file.ts';
import { withDuckDb } from './duckdb.ts';
import { loadColumns } from './load-columns.ts';
import { openSource } from './open-source.ts';
import type { ReadFrameOptions } from './open-source.ts';
import { translateSourceError } from './source-error.ts';

export type { ReadFrameOptions } from './open-source.ts';

/** What {@link readFrame} returns. */
export interface ReadFrameResult {
  readonly frame: Frame;
  readonly schema: DataSchema;
  readonly fingerprint: DataFingerprint;
}

/**
 * Reads a table: CSV, gzip CSV, Parquet or JSON lines, by the ending of its name.
 *
 * Columns of text files are numeric, timestamp (UTC where no zone is given) or categorical by their cells: see `nearlyAll` for cells that
 * do not fit. Parquet columns keep their types; whole numbers above 2^53 lose digits. Row order is the file's.
 *
 * @returns The frame, its schema (with warnings), and a fingerprint of the content.
 * @throws {NotFoundError} `FILE_NOT_FOUND`, `COLUMN_NOT_FOUND`.
 * @throws {DataError} `DATA_FORMAT_UNKNOWN`, `DATA_FILE_IS_FOLDER`, `DATA_FILE_EMPTY`, `DATA_NO_ROWS`, `DATA_DUPLICATE_COLUMNS`, `DATA_NOT_NUMERIC`,
 *   `DATA_NOT_TIMESTAMP`, `DATA_RAGGED_ROW`, `DATA_ENCODING`, `DATA_QUOTES`, `DATA_NOT_READABLE`: file, line or row, and column in `details`.
 * @throws {InterruptedError} `signal` was aborted.
 */
export async function readFrame(path: string, options: ReadFrameOptions = {}): Promise<ReadFrameResult> {
  await checkDataFile(path);
  dataFormat(path);
  throwIfAborted(options.signal, 'data');
  await using resources = new Cleanups();
  return await withDuckDb(':memory:', async (connection) => {
    const interrupt = (): void => connection.interrupt();
    options.signal?.addEventListener('abort', interrupt);
    try {
      const source = await openSource(connection, path, options, resources);
      const count = await connection.runAndReadAll(`SELECT count(*) FROM ${source.from}`);
      const nRows = Number(count.getRows()[0]?.[0] ?? 0);
      if (nRows === 0) throw emptyFile(path, true);
      const columns = await loadColumns(connection, source.from, nRows, source.columns, options);
      const frame = new Frame(columns, nRows);
      return { frame, schema: describeSchema(frame, source.warnings), fingerprint: fingerprintFrame(frame, path) };
    } catch (error) {
      throwIfAborted(options.signal, 'data');
      if (error instanceof RangeError) throw new InternalError('data: rows changed while reading', { cause: error });
      throw translateSourceError(error, path);
    } finally {
      options.signal?.removeEventListener('abort', interrupt);
    }
  });
}
