import type { FileHandle } from 'node:fs/promises';

/** Bytes of a piece. */
const pieceBytes = 1 << 20;

/**
 * The bytes of an open file from its present position, in pieces of at most 1 MiB that the reader may keep. Closes the file, also where the reader
 * stops early.
 *
 * @throws {Error} Of the file system, not translated.
 */
export async function* readPieces(file: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const buffer = new Uint8Array(pieceBytes);
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
