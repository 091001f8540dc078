import { open } from 'node:fs/promises';
import { translateFileError } from './file-error.ts';
import type { FileIdentity } from './plain-files.ts';
import { readBounded, readPlainFile } from './plain-files.ts';

/** How to read a text file. */
export interface ReadTextFileOptions {
  /** Bytes that it may have; of a pipe no more are read. */
  readonly most: number;
  /**
   * Only a plain file: a symbolic link is not followed, and a pipe or device is not waited for. With `behind-links` a link to a plain file is followed.
   * Default false.
   */
  readonly plain?: boolean | 'behind-links';
  /** With `plain`: the file that was looked at before; another one in its place is refused. Default: any. */
  readonly sameAs?: FileIdentity | undefined;
}

/**
 * A whole file as UTF-8 text.
 *
 * @throws {NotFoundError} `FILE_NOT_FOUND`.
 * @throws {DataError} `FILE_TOO_LARGE`; `FILE_NOT_PLAIN`, with the option `plain`.
 * @throws {OutsideError} The file cannot be read; `FILE_REPLACED`, with the option `sameAs`.
 */
export async function readTextFile(path: string, options: ReadTextFileOptions): Promise<string> {
  try {
    const { most, plain = false, sameAs } = options;
    if (plain === false) return (await readBounded(await open(path), path, most)).toString('utf8');
    return (await readPlainFile(path, most, { followLinks: plain === 'behind-links', sameAs })).toString('utf8');
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
}
