import { isUtf8 } from 'node:buffer';
import type { ByteSource } from './byte-source.ts';
import type { CsvKernel } from './csv-kernel.ts';
import { chunkBytes } from './csv-kernel.ts';

/** Bytes in the memory of the kernel: a part of the file that begins where a row begins. */
export interface Stretch {
  readonly from: number;
  readonly end: number;
  /** To be set by the taker: where the first row begins that it could not read, because it ends in the next stretch. */
  next: number;
}

/** Why a file is left to the other reader. */
export class NotPlainError extends Error {
  override readonly name = 'NotPlainError';
}

/**
 * A file stretch by stretch; the next is read while the last is worked on. What the taker leaves of one comes again at the start of the next. A last
 * line without an end gets one.
 *
 * @throws {NotPlainError} A line is longer than a stretch, or the bytes are not UTF-8, or a row stays that does not end.
 */
export async function* readByteChunks(
  kernel: CsvKernel,
  source: ByteSource,
  lineEnd: Uint8Array,
): AsyncGenerator<Stretch> {
  const { bytes, inputs } = kernel;
  const fill = (side: 0 | 1): Promise<number> => {
    const reading = source.read(bytes.subarray(inputs[side], inputs[side] + chunkBytes));
    // It is awaited later, or never where the taker stops.
    reading.catch(() => undefined);
    return reading;
  };
  let side: 0 | 1 = 0;
  let reading = fill(side);
  let left = 0;
  try {
    for (;;) {
      const count = await reading;
      const from = inputs[side] - left;
      let end = inputs[side] + count;
      if (count === 0) {
        if (left === 0) return;
        bytes.set(lineEnd, end);
        end += lineEnd.length;
      } else reading = fill(side === 0 ? 1 : 0);
      const stretch = { from, end, next: end };
      yield stretch;
      if (!isUtf8(bytes.subarray(from, stretch.next))) throw new NotPlainError('bytes that are not UTF-8');
      left = end - stretch.next;
      if (count === 0) {
        if (left > 0) throw new NotPlainError('a row without an end');
        return;
      }
      if (left > chunkBytes) throw new NotPlainError('a long line');
      side = side === 0 ? 1 : 0;
      bytes.copyWithin(inputs[side] - left, stretch.next, end);
    }
  } finally {
    await reading.catch(() => undefined);
  }
}
