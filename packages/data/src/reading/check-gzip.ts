import { DataError } from '@fraudx/core';
import type { UnpackOptions } from './unpacked-bytes.ts';
import { unpackedBytes } from './unpacked-bytes.ts';

/** An error of unpacking, as one that names the file; any other error as it is. */
export function translateGzipError(error: unknown, path: string): unknown {
  const { code = '', message } = error as NodeJS.ErrnoException;
  if (!code.startsWith('Z_')) return error;
  const options = { details: { file: path }, cause: error };
  if (message === 'incorrect header check') {
    return new DataError(
      'DATA_NOT_GZIP',
      `data: a .gz file must hold gzip data, got something else in ${path}`,
      options,
    );
  }
  const found = code === 'Z_BUF_ERROR' ? 'an early end' : 'damaged bytes';
  return new DataError('DATA_GZIP_DAMAGED', `data: gzip file must be whole, got ${found} in ${path}`, {
    ...options,
    hint: 'Copy or download the file again, or compress it again; "gzip -t" checks whether it is complete.',
  });
}

/**
 * Unpacks a file whose name ends in `.gz` once from start to end, because the database engine takes one that was cut off for a shorter one.
 *
 * @throws {DataError} `DATA_NOT_GZIP`; `DATA_GZIP_DAMAGED`: it ends early, or its bytes or checksum are wrong; `DATA_TOO_LARGE`.
 */
export async function checkGzip(path: string, options: UnpackOptions = {}): Promise<void> {
  if (!path.toLowerCase().endsWith('.gz')) return;
  try {
    for await (const piece of unpackedBytes(path, options)) void piece;
  } catch (error) {
    throw translateGzipError(error, path);
  }
}
