import { OutsideError } from '@fraudx/core';

/** The part of `WebAssembly.Memory` that is used here; the compiler's libraries have no declaration of it outside browsers. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

interface MemoryConstructor {
  new (descriptor: { initial: number; maximum: number; shared: true }): SharedMemory;
}

const PAGE_BYTES = 65_536;
const { Memory } = (globalThis as unknown as { WebAssembly: { Memory: MemoryConstructor } }).WebAssembly;

/** Most bytes one fit can have: the address space of 32-bit WebAssembly. */
export const MEMORY_LIMIT = 65_535 * PAGE_BYTES;

/** Zeroed memory of at least `bytes` that threads share and WebAssembly code can address. */
export function createSharedMemory(bytes: number): SharedMemory {
  const pages = Math.ceil(bytes / PAGE_BYTES);
  try {
    return new Memory({ initial: pages, maximum: pages, shared: true });
  } catch (error) {
    throw new OutsideError(
      'OUT_OF_MEMORY',
      `fit: memory of ${(bytes / 2 ** 30).toFixed(1)} GiB must be free, got less`,
      {
        details: { bytes },
        cause: error,
        hint: 'Train on fewer rows or features, or end other programs.',
      },
    );
  }
}
