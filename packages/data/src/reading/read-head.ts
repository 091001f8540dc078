import { open } from 'node:fs/promises';
import { createGunzip, constants } from 'node:zlib';
import { translateFileError } from '@fraudx/core/files';
import { translateGzipError } from './check-gzip.ts';

const headBytes = 1 << 18;

async function gunzipHead(path: string, bytes: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  const gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
  gunzip.end(bytes);
  try {
    for await (const part of gunzip as AsyncIterable<Uint8Array>) {
      parts.push(part);
      size += part.length;
      if (size >= headBytes) break;
    }
  } catch (error) {
    throw translateGzipError(error, path);
  }
  return Buffer.concat(parts).subarray(0, headBytes);
}

/** The first 256 KiB of a file's content, unpacked where its name ends in `.gz`. */
export async function readHead(path: string): Promise<Uint8Array> {
  const bytes = Buffer.alloc(headBytes);
  let length;
  try {
    const handle = await open(path, 'r');
    try {
      length = (await handle.read(bytes, 0, headBytes, 0)).bytesRead;
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw translateFileError(error, path, 'read');
  }
  const head = bytes.subarray(0, length);
  return path.toLowerCase().endsWith('.gz') ? gunzipHead(path, head) : head;
}
