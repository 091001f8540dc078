import { constants } from 'node:fs';
import { lstat, open, readFile } from 'node:fs/promises';
import { DataError } from '../errors.ts';
import { translateFileError } from './file-error.ts';

/** How to read a text file. */
export interface ReadTextFileOptions {
  /** Only a plain file: a symbolic link is not followed, and a pipe or device is not waited for. Default false. */
  readonly plain?: boolean;
}

function notPlain(path: string, got: string, cause?: unknown): DataError {
  return new DataError('FILE_NOT_PLAIN', `${path} must be a plain file, got ${got}`, {
    details: { path },
    hint: 'Put the file itself there.',
    cause,
  });
}

async function readPlain(path: string): Promise<string> {
  // Windows has no O_NOFOLLOW, and no pipes among files.
  if (constants.O_NOFOLLOW === undefined && (await lstat(path)).isSymbolicLink())
    throw notPlain(path, 'a symbolic link');
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ELOOP' || error.code === 'EMLINK' ? notPlain(path, 'a symbolic link', error) : error;
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile() && !stat.isDirectory()) throw notPlain(path, 'a pipe or a device');
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/**
 * A whole file as UTF-8 text.
 *
 * @throws {NotFoundError} `FILE_NOT_FOUND`.
 * @throws {DataError} `FILE_NOT_PLAIN`, with the option `plain`.
 * @throws {OutsideError} The file cannot be read.
 */
export async function readTextFile(path: string, options: ReadTextFileOptions = {}): Promise<string> {
  try {
    return options.plain === true ? await readPlain(path) : await readFile(path, 'utf8');
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
}
