import type { Column } from '@fraudx/core';
import { Frame, throwIfAborted } from '@fraudx/core';
import { fingerprintFrame } from '../fingerprint.ts';
import type { DataFingerprint } from '../fingerprint.ts';
import { describeSchema } from '../schema.ts';
import type { DataSchema } from '../schema.ts';
import { checkReading } from './check-reading.ts';
import { Cleanups } from './cleanups.ts';
import { foldWarnings } from './fold-warnings.ts';
import { checkDataFile, dataFormat } from './data-file.ts';
import type { ReadFrameOptions } from './read-frame-options.ts';
import { likelyMarkers } from './likely-markers.ts';
import { readPlainCsv } from './plain-csv/read-plain-csv.ts';
import { oddTables } from './odd-tables.ts';
import { oddTextsOf } from './odd-texts.ts';
import type { Prepared } from './prepare-file.ts';
import { prepareFile } from './prepare-file.ts';
import { readBySql } from './read-by-sql.ts';
import { findOddRows, oddRowsWarnings } from './odd-rows.ts';
import { refuseHeaderIn } from './stray-rows.ts';
import { refuseSwallowedRows } from './swallowed-rows.ts';
import { translateSourceError } from './source-error.ts';

export type { ReadFrameOptions } from './read-frame-options.ts';

/** What {@link readFrame} returns. */
export interface ReadFrameResult {
  readonly frame: Frame;
  readonly schema: DataSchema;
  /** Computed when it is first asked for: not everybody needs it, and it costs a fifth of reading. */
  readonly fingerprint: DataFingerprint;
}

/** What is odd of a table as a whole, all columns of which were read. */
function oddInAll(columns: readonly Column[], nRows: number, path: string, prepared: Prepared): readonly string[] {
  const isCsv = 'layout' in prepared;
  const swallowed = isCsv ? refuseSwallowedRows(columns, prepared.layout, path) : [];
  const table = oddTables(columns, nRows, isCsv ? path : undefined);
  return [...swallowed, ...table, ...oddRowsWarnings(findOddRows(columns, nRows))];
}

/**
 * Reads a table: CSV, gzip CSV, Parquet or JSON lines, by the ending of its name.
 *
 * Columns of text files are numeric, timestamp (UTC where no zone is given) or categorical by their cells: see `nearlyAll` for cells that
 * do not fit. Parquet columns keep their types. A column with whole numbers of 2^53 or more is categorical in every format, with a warning, unless it
 * is declared numeric: digits would be lost. Row order is the file's.
 *
 * @returns The frame, its schema (with warnings), and a fingerprint of the content.
 * @throws {NotFoundError} `FILE_NOT_FOUND`, `COLUMN_NOT_FOUND`.
 * @throws {DataError} `DATA_FORMAT_UNKNOWN`, `DATA_FILE_IS_FOLDER`, `DATA_NOT_A_FILE`, `DATA_NAME_UNSAFE`, `DATA_FILE_EMPTY`, `DATA_NO_ROWS`, `DATA_DUPLICATE_COLUMNS`, `DATA_NOT_NUMERIC`,
 *   `DATA_NOT_TIMESTAMP`, `DATA_STRAY_ROWS`, `DATA_HEADER_TOO_LONG`, `DATA_RAGGED_ROW`, `DATA_ENCODING`, `DATA_QUOTES`, `DATA_GZIP_DAMAGED`, `DATA_TOO_LARGE`, `DATA_CELL_TOO_LONG`, `DATA_TOO_MANY_COLUMNS`, `DATA_KEY_UNREADABLE`, `DATA_NOT_OBJECTS`, `DATA_TOO_DEEP`, `DATA_NOT_READABLE`: file, line or row, and column in `details`.
 * @throws {InterruptedError} `signal` was aborted.
 */
export async function readFrame(path: string, options: ReadFrameOptions = {}): Promise<ReadFrameResult> {
  checkReading('readFrame', path, options);
  await checkDataFile(path);
  dataFormat(path);
  throwIfAborted(options.signal, 'data');
  await using resources = new Cleanups();
  let file = path;
  try {
    const prepared = await prepareFile(path, options, resources);
    file = prepared.file;
    const plain = 'layout' in prepared ? await readPlainCsv(prepared, options) : undefined;
    if (plain !== undefined) refuseHeaderIn(plain.columns, path);
    const { columns, nRows, warnings } = plain ?? (await readBySql(path, options, prepared));
    const odd = options.columns === undefined ? oddInAll(columns, nRows, path, prepared) : [];
    // What a model has seen in training is nothing new.
    const isNew = options.readings === undefined;
    const texts = isNew ? oddTextsOf(columns, warnings, options, prepared) : [];
    const markers = isNew ? likelyMarkers(columns, [...warnings, ...texts]) : [];
    const frame = new Frame(columns, nRows);
    let fingerprint: DataFingerprint | undefined;
    return {
      frame,
      schema: describeSchema(
        frame,
        foldWarnings([...warnings, ...odd, ...texts, ...markers], frame.names, options.notesOf),
      ),
      get fingerprint() {
        return (fingerprint ??= fingerprintFrame(frame, path));
      },
    };
  } catch (error) {
    throwIfAborted(options.signal, 'data');
    throw translateSourceError(error, path, file);
  }
}
