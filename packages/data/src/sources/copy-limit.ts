import { statfs } from 'node:fs/promises';
import { DataError } from '@fraudx/core';
import { sizeText } from '../reading/size-text.ts';

/** How large the temporary copy of data from elsewhere may become. */
export interface CopyLimit {
  /** Refuses a size that the source states before anything is copied. @throws {DataError} `COPY_TOO_LARGE`. */
  require(bytes: number): void;
  /** The same bytes, up to the limit. @throws {DataError} `COPY_TOO_LARGE`. */
  limited(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
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
    require(bytes) {
      if (bytes > limit) throw refuse(sizeText(bytes));
    },
    async *limited(bytes) {
      let size = 0;
      for await (const some of bytes) {
        size += some.length;
        if (size > limit) throw refuse('more');
        yield some;
      }
    },
  };
}
