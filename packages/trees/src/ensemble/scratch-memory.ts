import { OutsideError } from '@fraudx/core';
import type { SharedMemory } from '../training/shared-memory.ts';
import { createSharedMemory } from '../training/shared-memory.ts';

/** The first bytes of a memory, which stay free. */
export const RESERVED_BYTES = 65_536;

/** A memory with kernels over it. */
export interface ScratchMemory<Kernels> {
  readonly memory: SharedMemory;
  readonly kernels: Kernels;
}

/** Memory of at least so many bytes with its kernels; undefined where either is lacking: then trees are walked one by one. */
export function openScratchMemory<Kernels>(
  bytes: number,
  load: (memory: SharedMemory) => Kernels | undefined,
): ScratchMemory<Kernels> | undefined {
  try {
    const memory = createSharedMemory(bytes);
    const kernels = load(memory);
    return kernels === undefined ? undefined : { memory, kernels };
  } catch (error) {
    if (error instanceof OutsideError) return undefined;
    throw error;
  }
}

/**
 * One memory of this thread in which ensembles take turns. A memory takes 8 GiB of addresses, whatever its size, of which a process
 * has 128 TiB: with one for each ensemble there would be none left after some 15 000 models.
 */
export class SharedScratchMemory<Kernels> {
  readonly #load: (memory: SharedMemory) => Kernels | undefined;
  #place: ScratchMemory<Kernels> | undefined;
  #held: WeakRef<Uint32Array> | undefined;

  constructor(load: (memory: SharedMemory) => Kernels | undefined) {
    this.#load = load;
  }

  /**
   * The memory with an image from byte {@link RESERVED_BYTES} on, until it is asked for another one; undefined where there is none.
   *
   * @param bytes - Size of the memory, at least; what follows the image is scratch.
   */
  hold(image: Uint32Array, bytes: number): ScratchMemory<Kernels> | undefined {
    if (this.#place === undefined || this.#place.memory.buffer.byteLength < bytes) {
      const place = openScratchMemory(bytes, this.#load);
      if (place === undefined) return undefined;
      this.#place = place;
      this.#held = undefined;
    }
    if (this.#held?.deref() !== image) {
      new Uint32Array(this.#place.memory.buffer, RESERVED_BYTES).set(image);
      this.#held = new WeakRef(image);
    }
    return this.#place;
  }
}
