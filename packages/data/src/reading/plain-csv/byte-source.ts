import { open } from 'node:fs/promises';
import type { UnpackOptions } from '../unpacked-bytes.ts';
import { unpackedBytes } from '../unpacked-bytes.ts';

/** The bytes of a file from its start. */
export interface ByteSource extends AsyncDisposable {
  /** Fills `target` from its start; how many bytes came, 0 at the end. */
  read(target: Uint8Array): Promise<number>;
}

async function openFile(path: string): Promise<ByteSource> {
  const handle = await open(path, 'r');
  return {
    read: async (target) => (await handle.read(target, 0, target.length, null)).bytesRead,
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

function openGzip(path: string, options: UnpackOptions): ByteSource {
  const parts = unpackedBytes(path, options);
  let held: Uint8Array = new Uint8Array();
  return {
    async read(target) {
      let filled = 0;
      while (filled < target.length) {
        if (held.length === 0) {
          const part = await parts.next();
          if (part.done === true) break;
          held = part.value;
        }
        const taken = held.subarray(0, target.length - filled);
        target.set(taken, filled);
        filled += taken.length;
        held = held.subarray(taken.length);
      }
      return filled;
    },
    async [Symbol.asyncDispose]() {
      await parts.return(undefined);
    },
  };
}

/** Opens a file, unpacked where its name ends in `.gz`; errors of its bytes as of `unpackedBytes`. */
export async function openByteSource(path: string, options: UnpackOptions = {}): Promise<ByteSource> {
  return path.toLowerCase().endsWith('.gz') ? openGzip(path, options) : await openFile(path);
}
