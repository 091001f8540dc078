import { statfs } from 'node:fs/promises';
import { DataError } from '@fraudx/core';
import { sizeText } from '../reading/size-text.ts';

/** How large the temporary copy of data from elsewhere may become. */
export interface CopyLimit {
  /**
   * The same bytes, up to the limit; none where the source states a `size` beyond it.
   *
   * @throws {DataError} `COPY_TOO_LARGE`.
   */
  limited(bytes: AsyncIterable<Uint8Array> & { readonly size?: number }): AsyncGenerator<Uint8Array>;
}

/** Room that a copy leaves to others: 1 GiB, but no more than a tenth of what is free. */
function roomFor(free: number): number {
  return free - Math.min(2 ** 30, free / 10);
}

/**
 * The limit of a copy in this folder.
 *
 * @param where - Address of what is copied, for messages.
 * @param most - Bytes. Default: what leaves the disk some room.
 */
export async function copyLimit(folder: string, where: string, most?: number): Promise<CopyLimit> {
  const disk = await statfs(folder).catch(() => undefined);
  const room = disk === undefined ? Infinity : roomFor(disk.bavail * disk.bsize);
  const limit = Math.min(most ?? Infinity, room);
  const refuse = (got: string): DataError =>
    new DataError('COPY_TOO_LARGE', `data: copy must be at most ${sizeText(limit)}, got ${got} from ${where}`, {
      details: { address: where, limit, temporary: folder },
      hint:
        limit === most
          ? 'Allow more, or read less of it.'
          : 'It would fill the folder of temporary files: read less of it, or set TMPDIR to a folder with more room.',
    });
  return {
    async *limited(bytes) {
      let size = 0;
      // Looked at in the loop, since only leaving a loop that has begun ends the source.
      for await (const some of bytes) {
        if (bytes.size !== undefined && bytes.size > limit) throw refuse(sizeText(bytes.size));
        size += some.length;
        if (size > limit) throw refuse('more');
        yield some;
      }
    },
  };
}
