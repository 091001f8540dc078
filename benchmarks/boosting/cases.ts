import type { OurRun } from './measure.ts';
import { measureOurs, measurePeer, median, withData } from './measure.ts';

/** One line of the table. */
export interface BenchmarkRow {
  readonly work: string;
  readonly peer: string;
  readonly oursMs: number;
  readonly peerMs: number;
  /** What the ratio shall not exceed. */
  readonly goal: string;
}

type Peer =
  | 'xgboost-categories'
  | 'lightgbm-categories'
  | 'forest-one-hot'
  | 'xgboost'
  | 'xgboost-predict'
  | 'lightgbm'
  | 'hist-gradient-boosting'
  | 'forest'
  | 'forest-predict';

interface Case {
  readonly name: string;
  readonly peer: Peer;
  readonly run: OurRun;
  readonly repeats: number;
  readonly goal: string;
}

const threads = (n: number): string => (n === 1 ? '1 thread' : `${n} threads`);

function boosting(peer: Peer, repeats: number, goal: string, shape: Partial<OurRun> = {}): Case {
  const run = { rows: 80_000, columns: 30, threads: 2, kernels: 'auto', work: 'fit', ...shape } as const;
  const js = run.kernels === 'js' ? ', plain JavaScript' : '';
  const rows = run.rows.toLocaleString('en').replaceAll(',', ' ');
  const what = {
    fit: 'depth 6, 100 trees, eta 0.1',
    leaf: 'leaf-wise 31 leaves, 100 trees, eta 0.1',
    forest: 'forest of 100 fully grown trees',
    predict: 'prediction by 100 trees',
    'forest-predict': 'prediction by a forest of 100 fully grown trees',
    'fit-categories': '2 of them of 4 000 and 1 000 categories, depth 6, 100 trees, eta 0.1',
    'leaf-categories': '2 of them of 4 000 and 1 000 categories, leaf-wise 31 leaves, 100 trees, eta 0.1',
    'forest-categories': '2 of them of 4 000 and 1 000 categories, forest of 100 fully grown trees',
  }[run.work];
  return { name: `${rows} × ${run.columns}, ${what}${js}, ${threads(run.threads)}`, peer, run, repeats, goal };
}

const cases: readonly Case[] = [
  boosting('xgboost', 7, '0.40', { threads: 1 }),
  boosting('xgboost', 7, '0.45'),
  boosting('xgboost', 5, '0.90', { threads: 1, kernels: 'js' }),
  boosting('hist-gradient-boosting', 5, '0.35'),
  boosting('lightgbm', 7, '0.45', { work: 'leaf', threads: 1 }),
  boosting('lightgbm', 7, '0.45', { work: 'leaf' }),
  boosting('forest', 3, '0.04', { work: 'forest' }),
  boosting('xgboost-predict', 7, '0.50', { work: 'predict', threads: 1 }),
  boosting('forest-predict', 5, '0.50', { work: 'forest-predict', threads: 1 }),
  boosting('xgboost', 3, '–', { rows: 50_000, columns: 200 }),
  boosting('xgboost', 3, '0.50', { rows: 1_000_000 }),
  boosting('xgboost-categories', 7, '1.00', { columns: 12, work: 'fit-categories', threads: 1 }),
  boosting('xgboost-categories', 7, '1.00', { columns: 12, work: 'fit-categories' }),
  boosting('lightgbm-categories', 7, '1.00', { columns: 12, work: 'leaf-categories', threads: 1 }),
  boosting('lightgbm-categories', 7, '1.00', { columns: 12, work: 'leaf-categories' }),
  boosting('forest-one-hot', 3, '1.00', { rows: 20_000, columns: 12, work: 'forest-categories' }),
];

/** Measures every case: ours and the peer in turn, each in a process of its own. */
export function runBoosting(python: string): BenchmarkRow[] {
  return cases.map(({ name, peer, run, repeats, goal }) =>
    withData(
      run.rows,
      run.columns,
      (folder) => {
        const mine: number[] = [];
        const theirs: number[] = [];
        for (let repeat = 0; repeat < repeats; repeat++) {
          mine.push(measureOurs(folder, run));
          theirs.push(measurePeer(python, folder, run, peer));
        }
        const row = { work: name, peer, oursMs: median(mine), peerMs: median(theirs), goal };
        const ratio = (row.oursMs / row.peerMs).toFixed(3);
        console.log(`${name}, vs ${peer}: ${row.oursMs.toFixed(0)} / ${row.peerMs.toFixed(0)} ms = ${ratio}`);
        return row;
      },
      run.work.endsWith('-categories'),
    ),
  );
}
