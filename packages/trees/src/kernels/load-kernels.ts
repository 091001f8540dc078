import { readFileSync } from 'node:fs';
import type { SharedMemory } from '../training/shared-memory.ts';
import { createJsKernels } from './js-kernels.ts';
import type { Kernels } from './kernels.ts';

/** Which kernels to run: WebAssembly where it is built and supported, or one of the two. Both give the same trees. */
export type KernelChoice = 'auto' | 'wasm' | 'js';

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
}

const api = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;

let compiled: object | undefined;

/** Compiled once per thread. The file lies at the same place seen from the sources and from the build. */
function compile(): object | undefined {
  if (compiled !== undefined) return compiled;
  try {
    compiled = new api.Module(readFileSync(new URL('../../build/kernels.wasm', import.meta.url)));
  } catch {
    // not built, or no SIMD here: the plain kernels take over, which are bit-equal
    return undefined;
  }
  return compiled;
}

/**
 * Kernels over one memory.
 *
 * @throws {Error} `wasm` was asked for and is not there.
 */
export function loadKernels(choice: KernelChoice, memory: SharedMemory): Kernels {
  const module = choice === 'js' ? undefined : compile();
  if (module === undefined) {
    if (choice === 'wasm') throw new Error('the WebAssembly kernels are not built or not supported here');
    return createJsKernels(memory.buffer);
  }
  const instance = new api.Instance(module, { env: { memory } });
  return { name: 'wasm', ...instance.exports } as Kernels;
}
