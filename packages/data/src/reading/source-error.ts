import { tmpdir } from 'node:os';
import { DataError, FraudxError, OutsideError } from '@fraudx/core';
import { isDiskFull } from '@fraudx/core/files';
import { notThisEncoding } from './not-this-encoding.ts';
import { renamedError } from './renamed-error.ts';

/**
 * An error of the database engine while it read a file, as one that names file, line and reason.
 *
 * @param path - The file as it was named.
 * @param file - What was read for it, perhaps a copy or a link, whose name is of no use in a message.
 */
export function translateSourceError(error: unknown, path: string, file = path): FraudxError {
  if (error instanceof FraudxError) return file === path ? error : (renamedError(error, file, path) as FraudxError);
  if (isDiskFull(error)) {
    return new OutsideError('DISK_FULL', `no space left for temporary files in ${tmpdir()} to read ${path}`, {
      details: { path: tmpdir(), file: path },
      cause: error,
      hint: 'Free some disk space, or name a folder on another disk in the environment variable TMPDIR.',
    });
  }
  const text = (error instanceof Error ? error.message : String(error)).replaceAll(file, path);
  if (/out of memory|cannot allocate memory|failed to allocate/i.test(text)) {
    return new OutsideError(
      'OUT_OF_MEMORY',
      `data: memory must suffice to read ${path}, got "${text.split('\n')[0]!}"`,
      {
        details: { file: path },
        cause: error,
        hint: 'Give the process more memory, or read fewer columns.',
      },
    );
  }
  // A Parquet file has no lines: what its reader calls one is a place in the engine.
  const isText = !path.toLowerCase().endsWith('.parquet');
  const line = isText ? (/CSV Error on Line: (\d+)/.exec(text)?.[1] ?? /line (\d+)/i.exec(text)?.[1]) : undefined;
  const details = { file: path, ...(line === undefined ? {} : { line: Number(line) }) };
  const where = line === undefined ? path : `${path}, line ${line}`;
  const width = /Expected Number of Columns: (\d+) Found: (\d+)/.exec(text);
  if (width !== null) {
    return new DataError(
      'DATA_RAGGED_ROW',
      `data: every row must have ${width[1]} cells, got ${width[2]} in ${where}`,
      {
        details,
        cause: error,
        hint: 'Correct or remove that line; cells that hold the delimiter must stand in double quotes.',
      },
    );
  }
  if (/expected records/.test(text)) {
    return new DataError('DATA_NOT_OBJECTS', `data: every line must be a JSON object, got something else in ${path}`, {
      details,
      cause: error,
      hint: 'Write one object per line: {"amount": 1.5, "shop": "a"}; an array of objects is read, too.',
    });
  }
  if (/unicode|utf-?8|encod/i.test(text)) {
    return notThisEncoding(path, 'UTF-8', { line: details.line, isUtf8: false, cause: error });
  }
  const longest = /Maximum line size of (\d+)/.exec(text)?.[1];
  if (longest !== undefined) {
    return new DataError('DATA_CELL_TOO_LONG', `data: rows must have at most ${longest} bytes, got more in ${where}`, {
      details: { ...details, mostBytes: Number(longest) },
      cause: error,
      hint: 'Shorten the cells of that row, or close the quote that opens in it.',
    });
  }
  if (/quote/i.test(text) && line !== undefined) {
    return new DataError('DATA_QUOTES', `data: quoted cells must be closed, got an open quote in ${where}`, {
      details,
      cause: error,
      hint: 'Close or remove the quote in that line; a quote inside a quoted cell is written twice.',
    });
  }
  const reason = text
    .split('\n')[0]!
    .replace(/^[A-Za-z ]+ Error: /, '')
    // What the row holds is nobody's business in a log.
    .replace(/ Object \{.*$/, '');
  return new DataError(
    'DATA_NOT_READABLE',
    `data: file must be readable as its ending says, got "${reason}" in ${where}`,
    {
      details,
      cause: error,
      hint: 'Check that the content fits the file name.',
    },
  );
}
