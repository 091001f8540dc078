import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Rng } from '../../packages/core/src/index.ts';

/** One line of the table. */
export interface BenchmarkRow {
  readonly work: string;
  readonly peer: string;
  readonly oursMs: number;
  readonly peerMs: number;
  /** What the ratio shall not exceed. */
  readonly goal: string;
}

interface Case {
  readonly work: string;
  readonly peer: 'xgboost' | 'hist-gradient-boosting' | 'xgboost-predict';
  readonly rows: number;
  readonly columns: number;
  readonly threads: number;
  readonly kernels: 'auto' | 'js';
  readonly repeats: number;
  readonly goal: string;
}

const boosting = 'depth 6, 100 trees, eta 0.1';
const cases: readonly Case[] = [
  {
    work: `80 000 × 30, ${boosting}, 1 thread`,
    peer: 'xgboost',
    rows: 80_000,
    columns: 30,
    threads: 1,
    kernels: 'auto',
    repeats: 5,
    goal: '0.40',
  },
  {
    work: `80 000 × 30, ${boosting}, 2 threads`,
    peer: 'xgboost',
    rows: 80_000,
    columns: 30,
    threads: 2,
    kernels: 'auto',
    repeats: 5,
    goal: '0.45',
  },
  {
    work: `80 000 × 30, ${boosting}, plain JavaScript, 1 thread`,
    peer: 'xgboost',
    rows: 80_000,
    columns: 30,
    threads: 1,
    kernels: 'js',
    repeats: 3,
    goal: '0.90',
  },
  {
    work: `80 000 × 30, ${boosting}, 2 threads`,
    peer: 'hist-gradient-boosting',
    rows: 80_000,
    columns: 30,
    threads: 2,
    kernels: 'auto',
    repeats: 3,
    goal: '0.35',
  },
  {
    work: '80 000 × 30, prediction by 100 trees, 1 thread',
    peer: 'xgboost-predict',
    rows: 80_000,
    columns: 30,
    threads: 1,
    kernels: 'auto',
    repeats: 3,
    goal: '0.50',
  },
  {
    work: `50 000 × 200, ${boosting}, 2 threads`,
    peer: 'xgboost',
    rows: 50_000,
    columns: 200,
    threads: 2,
    kernels: 'auto',
    repeats: 3,
    goal: '–',
  },
  {
    work: `1 000 000 × 30, ${boosting}, 2 threads`,
    peer: 'xgboost',
    rows: 1_000_000,
    columns: 30,
    threads: 2,
    kernels: 'auto',
    repeats: 3,
    goal: '0.50',
  },
];

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

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Measures every case: ours and the peer in turn, each in a process of its own. */
export async function runBoosting(python: string): Promise<BenchmarkRow[]> {
  const ours = fileURLToPath(new URL('ours.ts', import.meta.url));
  const peer = fileURLToPath(new URL('peer.py', import.meta.url));
  const rows: BenchmarkRow[] = [];
  for (const item of cases) {
    const folder = mkdtempSync(join(tmpdir(), 'fraudx-bench-'));
    try {
      writeData(folder, item.rows, item.columns);
      const shape = [folder, String(item.rows), String(item.columns), String(item.threads)];
      const mine: number[] = [];
      const theirs: number[] = [];
      for (let repeat = 0; repeat < item.repeats; repeat++) {
        const predict = item.peer === 'xgboost-predict' ? 'predict' : 'fit';
        mine.push(
          Number(
            execFileSync(process.execPath, ['-C', 'fraudx-source', ours, ...shape, item.kernels, predict], {
              encoding: 'utf8',
            }),
          ),
        );
        theirs.push(Number(execFileSync(python, [peer, ...shape, item.peer], { encoding: 'utf8' })));
      }
      const row = { work: item.work, peer: item.peer, oursMs: median(mine), peerMs: median(theirs), goal: item.goal };
      rows.push(row);
      console.log(
        `${row.work}, vs ${row.peer}: ${row.oursMs.toFixed(0)} / ${row.peerMs.toFixed(0)} ms = ${(row.oursMs / row.peerMs).toFixed(2)}`,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  }
  return rows;
}
