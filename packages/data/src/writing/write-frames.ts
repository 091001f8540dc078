import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type * as DuckDb from '@duckdb/node-api';
import type { Column, Frame, Progress } from '@fraudx/core';
import { DataError, FraudxError, throwIfAborted } from '@fraudx/core';
import {
  checkPlacedFile,
  checkSameFile,
  isSharedFolder,
  openScratchFolder,
  placeFile,
  removeFolder,
  syncToDisk,
  temporaryPath,
  translateFileError,
} from '@fraudx/core/files';
import { writtenFormat } from '../reading/data-file.ts';
import { withDuckDb } from '../reading/duckdb.ts';
import { checkNames, copySql, engineName, outputColumns } from './output-sql.ts';
import { removeLeftovers } from './remove-leftovers.ts';

/** Options of {@link writeFrames}. */
export interface WriteFramesOptions {
  /** Whether an older file is replaced; otherwise it stays, also one that another process writes meanwhile. Default true. */
  readonly replace?: boolean;
  /**
   * Whether texts and column names that a spreadsheet would compute (those that begin with `=`, `+`, `-`, `@`, a tab or a line end) get an apostrophe
   * in front, also behind `;`, tabs and line ends inside them, in CSV and TSV files; other formats stay as they are. Default false: the data unchanged.
   */
  readonly escapeFormulas?: boolean;
  /** Permissions of the file, of which the umask takes its share, e.g. 0o600. Default 0o666. */
  readonly mode?: number | undefined;
  readonly onProgress?: Progress;
  readonly signal?: AbortSignal;
}

const vectorRows = 2048;

function schemaOf(frame: Frame): string {
  return JSON.stringify(frame.columns.map((column) => [column.name, column.kind]));
}

function appendFrame(
  { DOUBLE, DuckDBDataChunk, VARCHAR }: typeof DuckDb,
  appender: { appendDataChunk(chunk: DuckDb.DuckDBDataChunk): void },
  frame: Frame,
): void {
  const types = frame.columns.map((column) => (column.kind === 'categorical' ? VARCHAR : DOUBLE));
  for (let from = 0; from < frame.nRows; from += vectorRows) {
    const to = Math.min(frame.nRows, from + vectorRows);
    const chunk = DuckDBDataChunk.create(types, to - from);
    frame.columns.forEach((column, j) => {
      const vector = chunk.getColumnVector(j);
      if (column.kind === 'categorical') {
        for (let i = from; i < to; i++) vector.setItem(i - from, column.categories[column.codes[i]!] ?? null);
      } else {
        (vector as unknown as { readonly items: Float64Array }).items.set(column.values.subarray(from, to));
      }
      vector.flush();
    });
    appender.appendDataChunk(chunk);
  }
}

async function appendAll(
  connection: DuckDb.DuckDBConnection,
  frames: AsyncIterable<Frame> | Iterable<Frame>,
  options: WriteFramesOptions & { readonly path: string },
): Promise<{ readonly rows: number; readonly columns: readonly Column[] }> {
  const duckDb = await import('@duckdb/node-api');
  let first: Frame | undefined;
  let appender;
  let rows = 0;
  for await (const frame of frames) {
    throwIfAborted(options.signal, 'writeFrames');
    if (first === undefined || appender === undefined) {
      first = frame;
      checkNames(frame.columns, options.path);
      const columns = frame.columns.map(
        (column, j) => `${engineName(j)} ${column.kind === 'categorical' ? 'VARCHAR' : 'DOUBLE'}`,
      );
      await connection.run(`CREATE TABLE rows_to_write (${columns.join(', ')})`);
      appender = await connection.createAppender('rows_to_write');
    } else if (schemaOf(frame) !== schemaOf(first)) {
      throw new DataError('FRAMES_DIFFER', 'frames must have the same columns, got different ones', {
        subject: 'writeFrames',
        details: { expected: first.names, received: frame.names },
      });
    }
    appendFrame(duckDb, appender, frame);
    rows += frame.nRows;
    options.onProgress?.({ task: 'write', done: rows });
  }
  if (first === undefined || appender === undefined) {
    throw new DataError('FRAMES_EMPTY', 'frames must yield at least one frame, got none', { subject: 'writeFrames' });
  }
  appender.flushSync();
  appender.closeSync();
  return { rows, columns: first.columns };
}

async function copyInto(path: string, file: FileHandle): Promise<void> {
  await using source = await open(path, 'r');
  const buffer = Buffer.alloc(1 << 20);
  for (;;) {
    const { bytesRead } = await source.read(buffer);
    if (bytesRead === 0) return;
    await file.writeFile(buffer.subarray(0, bytesRead));
  }
}

/**
 * Writes frames to one file: `.csv`, `.csv.gz`, `.tsv`, `.parquet` or `.jsonl`, by its ending.
 *
 * Frames stream through a database file beside the target, in a folder of its own where not everybody may read the file (where others can write there or
 * replace a folder above, among the temporary files), so memory stays bounded. The file appears by rename when it is whole; an
 * error or an abort leaves nothing behind and an older file as it was. What a killed process left beside the target is removed by the next write of it.
 *
 * @param frames - At least one; all with the same columns.
 * @throws {DataError} `DATA_FORMAT_UNKNOWN`, `FRAMES_EMPTY`, `FRAMES_DIFFER`; `NAMES_DIFFER_BY_CASE`: two columns of a Parquet file.
 * @throws {ConflictError} `FILE_EXISTS`: it is there and must not be replaced.
 * @throws {OutsideError} The folder or disk does not take it.
 * @throws {InterruptedError} `signal` was aborted.
 */
export async function writeFrames(
  path: string,
  frames: AsyncIterable<Frame> | Iterable<Frame>,
  options: WriteFramesOptions = {},
): Promise<{ readonly rows: number }> {
  const escapes = writtenFormat(path) === 'csv' && options.escapeFormulas === true;
  const folder = dirname(path);
  const temporary = temporaryPath(path);
  /** A folder for the engine that this call has made beside the target. */
  let made: string | undefined;
  try {
    await mkdir(folder, { recursive: true });
    const isShared = isSharedFolder(folder);
    await removeLeftovers(path);
    // The engine opens files by name, which others could have made links by then.
    await using scratch = isShared ? await openScratchFolder('output') : undefined;
    await using file = await open(`${temporary}.tmp`, 'wx', options.mode);
    // The engine makes its files by the umask.
    const isOpen = options.mode === undefined || (options.mode & 0o044) === 0o044;
    const own = scratch?.path ?? (isOpen ? undefined : `${temporary}.duckdb.tmp`);
    if (own !== undefined && scratch === undefined) {
      await mkdir(own, { mode: 0o700 });
      made = own;
    }
    const engine = own === undefined ? temporary : join(own, 'rows');
    const rows = await withDuckDb(`${engine}.duckdb`, async (connection) => {
      await connection.run("SET memory_limit = '512MB'");
      const appended = await appendAll(connection, frames, { ...options, path });
      const columns = await outputColumns(connection, appended.columns, path, escapes);
      throwIfAborted(options.signal, 'writeFrames');
      await connection.run(copySql(columns, path, `${engine}.tmp`));
      return appended.rows;
    });
    throwIfAborted(options.signal, 'writeFrames');
    if (own !== undefined) await copyInto(`${engine}.tmp`, file);
    if (isShared) await checkSameFile(file, `${temporary}.tmp`);
    await file.sync();
    await placeFile(`${temporary}.tmp`, path, options.replace ?? true);
    if (isShared) await checkPlacedFile(file, path);
    await syncToDisk(folder);
    return { rows };
  } catch (error) {
    throw error instanceof FraudxError ? error : translateFileError(error, path, 'write');
  } finally {
    for (const ending of ['.tmp', '.duckdb', '.duckdb.wal'])
      await rm(`${temporary}${ending}`, { force: true }).catch(() => {});
    try {
      if (made !== undefined) removeFolder(made);
    } catch {
      // the next write of the target removes what is left
    }
  }
}
