import { readFileSync } from 'node:fs';
import type { ForestKernels } from '../forest/forest-kernels.ts';
import { createJsForestKernels } from '../forest/js-forest-kernels.ts';
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

const compiled = new Map<string, object>();
/** Why a file of kernels cannot be used here, by its name. */
const failures = new Map<string, string>();

/** Compiled once per thread. The files lie at the same place seen from the sources and from the build. */
function compile(name: string): object | undefined {
  const known = compiled.get(name);
  if (known !== undefined || failures.has(name)) return known;
  try {
    const module = new api.Module(readFileSync(new URL(`../../build/${name}.wasm`, import.meta.url)));
    compiled.set(name, module);
    return module;
  } catch (error) {
    // not built, or no SIMD here: the plain kernels take over, which are bit-equal
    failures.set(name, (error as Error).message);
    return undefined;
  }
}

function load(name: string, choice: KernelChoice, memory: SharedMemory): object | undefined {
  const module = choice === 'js' ? undefined : compile(name);
  if (module !== undefined) return { name: 'wasm', ...new api.Instance(module, { env: { memory } }).exports };
  if (choice === 'wasm') throw new Error('the WebAssembly kernels are not built or not supported here');
  return undefined;
}

/** Which kernels a fit will use when nobody asks for one kind, and why not WebAssembly. */
export function availableKernels(): { readonly kernels: 'wasm' | 'js'; readonly reason: string } {
  for (const name of ['kernels', 'forest-kernels']) {
    if (compile(name) === undefined) return { kernels: 'js', reason: failures.get(name) ?? '' };
  }
  return { kernels: 'wasm', reason: '' };
}

/**
 * Kernels over one memory.
 *
 * @throws {Error} `wasm` was asked for and is not there.
 */
export function loadKernels(choice: KernelChoice, memory: SharedMemory): Kernels {
  return (load('kernels', choice, memory) as Kernels | undefined) ?? createJsKernels(memory.buffer);
}

/**
 * Kernels of random forests over one memory.
 *
 * @throws {Error} `wasm` was asked for and is not there.
 */
export function loadForestKernels(choice: KernelChoice, memory: SharedMemory): ForestKernels {
  return (load('forest-kernels', choice, memory) as ForestKernels | undefined) ?? createJsForestKernels(memory.buffer);
}

/** The inner loops of prediction, see `assembly/predict-kernels.ts`; there are no twins in JavaScript: without them trees are walked one by one. */
export interface PredictKernels {
  rankColumn(
    values: number,
    n: number,
    thresholds: number,
    steps: number,
    high: number,
    low: number,
    stride: number,
  ): void;
  addTree(nodes: number, values: number, ranks: number, stride: number, n: number, out: number): void;
}

/** Kernels of prediction over one memory; undefined where they are not built or not supported. */
export function loadPredictKernels(memory: SharedMemory): PredictKernels | undefined {
  return load('predict-kernels', 'auto', memory) as PredictKernels | undefined;
}

/** The inner loops of prediction by shallow trees, see `assembly/shallow-kernels.ts`; without them trees are walked one by one, too. */
export interface ShallowKernels {
  rankBytes(values: number, n: number, thresholds: number, high: number, low: number): void;
  addShallowTree(nodes: number, values: number, depth: number, ranks: number, n: number, out: number): void;
}

/** Kernels of prediction by shallow trees over one memory; undefined where they are not built or not supported. */
export function loadShallowKernels(memory: SharedMemory): ShallowKernels | undefined {
  return load('shallow-kernels', 'auto', memory) as ShallowKernels | undefined;
}
