import { readFileSync } from 'node:fs';
import { powersOfFive } from './powers-of-five.ts';

/** What the kernel does with the cells of a column: leave them, read numbers, or say where they are. */
export type CellMode = 'skip' | 'number' | 'text';

/** Bytes of a file that are read at once. A line may be as long. */
export const chunkBytes = 1 << 20;

interface Exports {
  readonly rows: { readonly value: number };
  readonly exceptions: { readonly value: number };
  readonly irregular: { readonly value: number };
  configure(...places: readonly (number | boolean)[]): void;
  parseRows(from: number, end: number, limit: number): number;
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
}

const api = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;

let compiled: object | undefined;

/** Compiled once per thread; the file lies at the same place seen from the sources and from the build. Undefined where it is not built. */
function compile(): object | undefined {
  try {
    compiled ??= new api.Module(readFileSync(new URL('../../../build/csv-kernel.wasm', import.meta.url)));
  } catch {
    // Without the kernel every file takes the other way, which reads the same.
    return undefined;
  }
  return compiled;
}

/** How a file is laid out. */
export interface KernelLayout {
  readonly nColumns: number;
  /** One byte of ASCII. */
  readonly delimiter: string;
  /** Whether lines end in CR LF; otherwise LF. */
  readonly withReturns: boolean;
  /** Numbers that the kernel must not take for values, because their text may mean "no value". */
  readonly watched: readonly number[];
}

/** The kernel of reading CSV, with its memory; see `assembly/csv-kernel.ts`. */
export interface CsvKernel {
  /** All its memory. Two places of {@link chunkBytes} begin at each of `inputs`, with as much room before them. */
  readonly bytes: Uint8Array;
  readonly inputs: readonly [number, number];
  /** Rows that a call reads at most. */
  readonly rowCap: number;
  /** Numbers of a column, `rowCap` long; NaN where the cell is empty or an exception. */
  numbersOf(column: number): Float64Array;
  /** First byte and end of each cell of a text column, `2 * rowCap` long; the highest bit of an end says that quotes are doubled. */
  spansOf(column: number): Uint32Array;
  /** Four each: column, row, first byte, end. */
  readonly exceptions: Uint32Array;
  setModes(modes: readonly CellMode[]): void;
  /** Reads at most `limit` (default and maximum `rowCap`) rows from one place to another; the byte at `end` is overwritten. */
  parse(from: number, end: number, limit?: number): ParsedRows;
}

/** What one call of the kernel read. */
export interface ParsedRows {
  readonly rows: number;
  readonly exceptions: number;
  /** Where the first unread row begins. */
  readonly next: number;
  /** Whether that row is not plain CSV. */
  readonly isIrregular: boolean;
}

const modeNumbers = { skip: 0, number: 1, text: 2 } as const;

/** @returns Undefined where WebAssembly is not built. */
export function openCsvKernel({ nColumns, delimiter, withReturns, watched }: KernelLayout): CsvKernel | undefined {
  const module = compile();
  if (module === undefined) return undefined;
  // As many rows as fit a processor's cache.
  const rowCap = Math.max(16, Math.min(1000, Math.floor((1 << 18) / (8 * nColumns))));
  const exceptionCap = Math.max(8192, 2 * nColumns);
  let size = 0;
  const place = (bytes: number): number => {
    const at = size;
    size += Math.ceil(bytes / 16) * 16;
    return at;
  };
  place(1024);
  const [modesAt, specialAt, tensAt] = [place(nColumns), place(256), place(23 * 8)];
  const fives = powersOfFive();
  const [fivesAt, watchedAt] = [place(fives.byteLength), place(8 * watched.length)];
  const [numbersAt, spansAt] = [place(8 * nColumns * rowCap), place(8 * nColumns * rowCap)];
  const exceptionsAt = place(16 * exceptionCap);
  const inputs = [place(2 * chunkBytes + 64) + chunkBytes, place(2 * chunkBytes + 64) + chunkBytes] as const;
  const memory = new api.Memory({ initial: Math.ceil(size / 65_536) });
  const bytes = new Uint8Array(memory.buffer);
  for (const character of [delimiter, '\n', '\r', '"', '\0']) bytes[specialAt + character.charCodeAt(0)] = 1;
  new Float64Array(memory.buffer, tensAt, 23).set(Array.from({ length: 23 }, (_, k) => Number(`1e${k}`)));
  new BigUint64Array(memory.buffer, fivesAt, fives.length).set(fives);
  new Float64Array(memory.buffer, watchedAt, watched.length).set(watched);
  const kernel = new api.Instance(module, { env: { memory } }).exports as Exports;
  kernel.configure(
    nColumns,
    rowCap,
    exceptionCap,
    delimiter.charCodeAt(0),
    withReturns,
    watched.length,
    modesAt,
    specialAt,
    tensAt,
    fivesAt,
    watchedAt,
    numbersAt,
    spansAt,
    exceptionsAt,
  );
  return {
    bytes,
    inputs,
    rowCap,
    numbersOf: (column) => new Float64Array(memory.buffer, numbersAt + 8 * column * rowCap, rowCap),
    spansOf: (column) => new Uint32Array(memory.buffer, spansAt + 8 * column * rowCap, 2 * rowCap),
    exceptions: new Uint32Array(memory.buffer, exceptionsAt, 4 * exceptionCap),
    setModes(modes) {
      bytes.set(
        modes.map((mode) => modeNumbers[mode]),
        modesAt,
      );
    },
    parse(from, end, limit = rowCap) {
      bytes[end] = 10;
      const next = kernel.parseRows(from, end, limit);
      const [rows, exceptions] = [kernel.rows.value, kernel.exceptions.value];
      return { rows, exceptions, next, isIrregular: kernel.irregular.value === 1 };
    },
  };
}
