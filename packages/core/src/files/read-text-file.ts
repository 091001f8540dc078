import { readFile } from 'node:fs/promises';
import { translateFileError } from './file-error.ts';

/**
 * A whole file as UTF-8 text.
 *
 * @throws {NotFoundError} `FILE_NOT_FOUND`.
 * @throws {OutsideError} The file cannot be read.
 */
export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
}
