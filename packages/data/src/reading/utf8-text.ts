import { bytesOf } from './normalise-text.ts';
import type { UnpackOptions } from './unpacked-bytes.ts';
import { areUtf8 } from './utf8-watch.ts';

/**
 * Whether a text file, unpacked where its name ends in `.gz`, can only be meant as UTF-8: it is valid, and has characters beyond ASCII. Texts of other
 * encodings are not valid UTF-8 but by a rare accident.
 *
 * @throws {DataError} `DATA_TOO_LARGE`.
 */
export async function isUtf8Text(path: string, options: UnpackOptions = {}): Promise<boolean> {
  return await areUtf8(bytesOf(path, options));
}
