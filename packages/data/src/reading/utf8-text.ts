import { bytesOf } from './normalise-text.ts';
import type { UnpackOptions } from './unpacked-bytes.ts';

/**
 * Whether a text file, unpacked where its name ends in `.gz`, can only be meant as UTF-8: it is valid, and has characters beyond ASCII. Texts of other
 * encodings are not valid UTF-8 but by a rare accident.
 *
 * @throws {DataError} `DATA_TOO_LARGE`.
 */
export async function isUtf8Text(path: string, options: UnpackOptions = {}): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isBeyondAscii = false;
  try {
    for await (const bytes of bytesOf(path, options)) {
      decoder.decode(bytes, { stream: true });
      isBeyondAscii ||= bytes.some((byte) => byte > 127);
    }
    decoder.decode();
    return isBeyondAscii;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
