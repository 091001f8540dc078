import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Rng } from '../../packages/core/src/index.ts';

/** What is done with the data; the same words go to ours.ts and, with the peer's name, to peer.py. */
export type Work =
  | 'fit'
  | 'leaf'
  | 'forest'
  | 'predict'
  | 'forest-predict'
  | 'fit-categories'
  | 'leaf-categories'
  | 'forest-categories';

/** One run of ours. */
export interface OurRun {
  readonly rows: number;
  readonly columns: number;
  readonly threads: number;
  readonly kernels: 'auto' | 'js';
  readonly work: Work;
}

const ours = fileURLToPath(new URL('ours.ts', import.meta.url));
const peer = fileURLToPath(new URL('peer.py', import.meta.url));

/** Features with a nonlinear signal, 1 % fraud; column-major float32 and labels as files that both sides read. */
function writeData(folder: string, rows: number, columns: number): void {
  const rng = new Rng(5);
  const x = new Float32Array(rows * columns);
  for (let i = 0; i < x.length; i++) x[i] = rng.normal();
  const y = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    const [a, b, c] = [x[i]!, x[rows + i]!, x[2 * rows + i]!];
    y[i] = rng.uniform() < 1 / (1 + Math.exp(6 - 1.5 * a - b * c)) ? 1 : 0;
  }
  writeFileSync(join(folder, 'x.f32'), x);
  writeFileSync(join(folder, 'y.u8'), y);
}

/** Categories of the first columns where the work is with categories. */
const CATEGORIES = [4000, 1000];

/** The first columns become codes with long tails, of which each says something about the label. */
function writeCategories(folder: string, rows: number, columns: number): void {
  const rng = new Rng(6);
  const x = new Float32Array(rows * columns);
  for (let i = 0; i < x.length; i++) x[i] = rng.normal();
  const margins = new Float64Array(rows).fill(-4);
  CATEGORIES.forEach((categories, j) => {
    const effects = Array.from({ length: categories }, () => rng.normal());
    for (let i = 0; i < rows; i++) {
      const code = Math.floor(categories * rng.uniform() ** 2);
      x[j * rows + i] = code;
      margins[i] = margins[i]! + effects[code]!;
    }
  });
  const y = Uint8Array.from(margins, (margin, i) => {
    const [a, b] = [x[2 * rows + i]!, x[3 * rows + i]!];
    return rng.uniform() < 1 / (1 + Math.exp(-margin - a - b * a)) ? 1 : 0;
  });
  writeFileSync(join(folder, 'x.f32'), x);
  writeFileSync(join(folder, 'y.u8'), y);
}

/** Calls `use` with a folder that holds data of this shape, and removes it. */
export function withData<T>(rows: number, columns: number, use: (folder: string) => T, hasCategories = false): T {
  const folder = mkdtempSync(join(tmpdir(), 'fraudx-bench-'));
  try {
    if (hasCategories) writeCategories(folder, rows, columns);
    else writeData(folder, rows, columns);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Milliseconds of one warm run of ours in a process of its own. */
export function measureOurs(folder: string, run: OurRun): number {
  const args = [folder, String(run.rows), String(run.columns), String(run.threads), run.kernels, run.work];
  return Number(execFileSync(process.execPath, ['-C', 'fraudx-source', ours, ...args], { encoding: 'utf8' }));
}

/** Milliseconds of one warm run of a peer in a process of its own. */
export function measurePeer(python: string, folder: string, run: OurRun, name: string): number {
  const args = [folder, String(run.rows), String(run.columns), String(run.threads), name];
  return Number(execFileSync(python, [peer, ...args], { encoding: 'utf8' }));
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
