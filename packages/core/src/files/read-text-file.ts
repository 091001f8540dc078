import { readFile } from 'node:fs/promises';
import { translateFileError } from './file-error.ts';
import { readPlainFile } from './plain-files.ts';

/** How to read a text file. */
export interface ReadTextFileOptions {
  /**
   * Only a plain file: a symbolic link is not followed, and a pipe or device is not waited for. With `behind-links` a link to a plain file is followed.
   * Default false.
   */
  readonly plain?: boolean | 'behind-links';
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
    const { plain = false } = options;
    if (plain === false) return await readFile(path, 'utf8');
    return (await readPlainFile(path, { followLinks: plain === 'behind-links' })).toString('utf8');
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
}
