import { stat } from 'node:fs/promises';
import { DataError } from '@fraudx/core';
import { translateFileError } from '@fraudx/core/files';

/** How a data file is laid out. */
export type DataFormat = 'csv' | 'parquet' | 'jsonl';

/** Endings that reading and writing know, longest first. */
const endings: readonly (readonly [string, DataFormat])[] = [
  ['.csv.gz', 'csv'],
  ['.tsv.gz', 'csv'],
  ['.jsonl.gz', 'jsonl'],
  ['.ndjson.gz', 'jsonl'],
  ['.csv', 'csv'],
  ['.tsv', 'csv'],
  ['.psv', 'csv'],
  ['.ssv', 'csv'],
  ['.txt', 'csv'],
  ['.parquet', 'parquet'],
  ['.jsonl', 'jsonl'],
  ['.ndjson', 'jsonl'],
];

/**
 * The format that a file name promises.
 *
 * @throws {DataError} `DATA_FORMAT_UNKNOWN`.
 */
export function dataFormat(path: string): DataFormat {
  const name = path.toLowerCase();
  const found = endings.find(([ending]) => name.endsWith(ending));
  if (found !== undefined) return found[1];
  throw unknownFormat(path);
}

function unknownFormat(path: string): DataError {
  return new DataError('DATA_FORMAT_UNKNOWN', `data: file must end in .csv, .csv.gz, .parquet or .jsonl, got ${path}`, {
    details: { file: path },
    hint: 'Rename the file, or convert it to one of these formats.',
  });
}

/**
 * The format in which a file of that name is written.
 *
 * @throws {DataError} `DATA_FORMAT_UNKNOWN`: also for endings that say no delimiter, such as `.txt`, which can be read only.
 */
export function writtenFormat(path: string): DataFormat {
  if (/\.(txt|psv|ssv)$/i.test(path)) throw unknownFormat(path);
  return dataFormat(path);
}

/**
 * Checks that the path is a readable file with content.
 *
 * @throws {NotFoundError} `FILE_NOT_FOUND`.
 * @throws {DataError} `DATA_FILE_IS_FOLDER` or `DATA_FILE_EMPTY`.
 */
export async function checkDataFile(path: string): Promise<void> {
  let found;
  try {
    found = await stat(path);
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
  if (found.isDirectory()) {
    throw new DataError('DATA_FILE_IS_FOLDER', `data: path must be a file, got the folder ${path}`, {
      details: { file: path },
      hint: 'Name one file inside the folder.',
    });
  }
  if (found.size === 0) throw emptyFile(path);
}

/** The error for a file that holds no row. */
export function emptyFile(path: string, headerOnly = false): DataError {
  return new DataError(
    headerOnly ? 'DATA_NO_ROWS' : 'DATA_FILE_EMPTY',
    headerOnly
      ? `data: file must have rows below its header, got a header only in ${path}`
      : `data: file must have a header and rows, got an empty file ${path}`,
    { details: { file: path }, hint: 'Check how the file was exported.' },
  );
}
