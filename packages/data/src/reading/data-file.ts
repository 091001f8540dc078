import { stat } from 'node:fs/promises';
import { DataError } from '@fraudx/core';
import { translateFileError } from '@fraudx/core/files';

/** How a data file is laid out. */
export type DataFormat = 'csv' | 'parquet' | 'jsonl';

/** Endings that reading and writing know. */
const endings: readonly (readonly [string, DataFormat])[] = [
  ['.csv', 'csv'],
  ['.csv.gz', 'csv'],
  ['.tsv', 'csv'],
  ['.tsv.gz', 'csv'],
  ['.psv', 'csv'],
  ['.ssv', 'csv'],
  ['.txt', 'csv'],
  ['.parquet', 'parquet'],
  ['.jsonl', 'jsonl'],
  ['.jsonl.gz', 'jsonl'],
  ['.ndjson', 'jsonl'],
  ['.ndjson.gz', 'jsonl'],
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
  throw unknownFormat(path, readEndings);
}

/** What to do with files of other formats that people have. */
function remedyFor(path: string): string {
  if (/\.(?:xlsx?|xlsm|xlsb|ods|numbers)$/i.test(path))
    return 'Export the sheet as CSV (UTF-8) from the spreadsheet program, and name that file.';
  if (/\.(?:zip|7z|rar|bz2|xz|zst|tar|tgz)$/i.test(path))
    return 'Unpack the archive, and name the table inside; of packed files .gz is read.';
  if (/\.json(?:\.gz)?$/i.test(path))
    return 'Rename the file to .jsonl where it holds one object per line, or one array of objects.';
  if (/\.(?:parq|pq)$/i.test(path)) return 'Rename the file to .parquet.';
  return 'Rename the file where it is text with a header, or convert it to one of these formats.';
}

/** The endings that are read, or written. */
const readEndings = endings.map(([ending]) => ending);
const writtenEndings = readEndings.filter((ending) => !/\.(?:txt|psv|ssv)$/.test(ending));

function unknownFormat(path: string, known: readonly string[]): DataError {
  const listed = `${known.slice(0, -1).join(', ')} or ${known.at(-1)!}`;
  return new DataError('DATA_FORMAT_UNKNOWN', `data: file must end in ${listed}, got ${path}`, {
    details: { file: path },
    hint: remedyFor(path),
  });
}

/**
 * The format in which a file of that name is written.
 *
 * @throws {DataError} `DATA_FORMAT_UNKNOWN`: also for endings that say no delimiter, such as `.txt`, which can be read only.
 */
export function writtenFormat(path: string): DataFormat {
  const name = path.toLowerCase();
  if (!writtenEndings.some((ending) => name.endsWith(ending))) throw unknownFormat(path, writtenEndings);
  return dataFormat(path);
}

/**
 * Checks that the path is a readable file with content.
 *
 * @throws {NotFoundError} `FILE_NOT_FOUND`.
 * @throws {DataError} `DATA_FILE_IS_FOLDER`, `DATA_NOT_A_FILE` or `DATA_FILE_EMPTY`.
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
  if (!found.isFile()) {
    const what = found.isFIFO() ? 'a pipe' : found.isSocket() ? 'a socket' : 'a device';
    throw new DataError('DATA_NOT_A_FILE', `data: path must be a file, got ${what} at ${path}`, {
      details: { file: path },
      hint: 'Data are read more than once: write them to a file first, and name that file.',
    });
  }
  if (found.size === 0) throw emptyFile(path);
}

/**
 * The error for a file that holds no row.
 *
 * @param header - The names of its columns, where it has a header.
 */
export function emptyFile(path: string, header?: readonly string[]): DataError {
  const headerOnly = header !== undefined;
  return new DataError(
    headerOnly ? 'DATA_NO_ROWS' : 'DATA_FILE_EMPTY',
    headerOnly
      ? `data: file must have rows below its header, got a header only in ${path}`
      : `data: file must have a header and rows, got an empty file ${path}`,
    { details: { file: path, ...(headerOnly ? { columns: header } : {}) }, hint: 'Check how the file was exported.' },
  );
}
