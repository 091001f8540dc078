import { open } from 'node:fs/promises';
import { createGunzip, constants } from 'node:zlib';
import { translateFileError } from '@fraudx/core/files';
import { translateGzipError } from './check-gzip.ts';

/** Enough for a header and some rows of nearly all files. */
export const headBytes = 1 << 18;

async function gunzipHead(path: string, bytes: Uint8Array, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  gunzip.end(bytes);
  try {
    for await (const part of gunzip as AsyncIterable<Uint8Array>) {
      parts.push(part);
      size += part.length;
      if (size >= most) break;
    }
  } catch (error) {
    throw translateGzipError(error, path);
  }
  return Buffer.concat(parts).subarray(0, most);
}

/**
 * The beginning of a file's content, unpacked where its name ends in `.gz`.
 *
 * @param most - Bytes, fewer where the file ends before. Default 256 KiB.
 */
export async function readHead(path: string, most = headBytes): Promise<Uint8Array> {
  const bytes = Buffer.alloc(most);
  let length;
  try {
    const handle = await open(path, 'r');
    try {
      length = (await handle.read(bytes, 0, most, 0)).bytesRead;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
  const head = bytes.subarray(0, length);
  return path.toLowerCase().endsWith('.gz') ? gunzipHead(path, head, most) : head;
}
