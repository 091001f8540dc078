/**
 * How fast the local run store is: 100 000 metric rows in one transaction (goal 150 ms), queries over 10 000 runs, and
 * `fraudx runs list` from start to end (goal 250 ms; needs a build).
 *
 * Run with `node -C fraudx-source benchmarks/tracking.ts`. Each line: median and least of several rounds.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createId } from '../packages/core/src/index.ts';
import { SqliteRunStore } from '../packages/local/src/index.ts';
import type { MetricPoint } from '../packages/tracking/src/index.ts';

const lineage = {
  git: { commit: 'a'.repeat(40), dirty: false },
  data: {
    path: 'data.csv',
    sha256: '0'.repeat(64),
    rows: 100_000,
    columns: Array.from({ length: 30 }, (_, i) => `v${i}`),
  },
  seed: 42,
  engine: { name: 'embedded', version: '0.0.0' },
  versions: { fraudx: '0.0.0', node: process.version },
  commandLine: ['fraudx', 'tune', '--strategy', 'random'],
  config: { algorithm: 'xgboost' },
};

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function report(what: string, times: readonly number[]): void {
  const text = (ms: number): string => `${ms.toFixed(1).padStart(8)} ms`;
  console.log(`${what.padEnd(66)} ${text(median(times))} ${text(Math.min(...times))}`);
}

function points(nSeries: number): MetricPoint[] {
  const perSeries = 100_000 / nSeries;
  return Array.from({ length: 100_000 }, (_, i) => ({
    name: `metric_${Math.floor(i / perSeries)}`,
    value: Math.sin(i),
    step: i % perSeries,
    timestamp: 1_700_000_000_000 + i,
  }));
}

const folder = await mkdtemp(join(tmpdir(), 'fraudx-bench-'));
try {
  for (const nSeries of [1, 10]) {
    const batch = points(nSeries);
    const times: number[] = [];
    for (let round = 0; round < 7; round++) {
      const store = await SqliteRunStore.open(join(folder, `write-${nSeries}-${round}.db`));
      const { runId } = await store.createRun({
        runId: createId('run'),
        experiment: 'e',
        kind: 'train',
        startedAt: 1,
        lineage,
      });
      times.push(await timed(() => store.logMetrics(runId, batch)));
      await store.close();
    }
    report(`100 000 metric rows, ${nSeries} series, one transaction`, times);
  }

  const path = join(folder, '.fraudx', 'fraudx.db');
  const store = await SqliteRunStore.open(path);
  const filled = await timed(async () => {
    for (let i = 0; i < 10_000; i++) {
      const { runId } = await store.createRun({
        runId: createId('run'),
        experiment: `e${i % 5}`,
        kind: 'trial',
        startedAt: 1_700_000_000_000 + i,
        params: { max_depth: i % 10, eta: i / 10_000, num_round: 200, subsample: 0.8, colsample_bytree: 0.8, seed: i },
        tags: { team: i % 2 === 0 ? 'x' : 'y' },
        lineage,
      });
      const names = ['roc_auc', 'average_precision', 'f1', 'accuracy', 'log_loss', 'brier_score'];
      await store.logMetrics(
        runId,
        names.map((name, k) => ({ name, value: ((i * 7919 + k) % 10_007) / 10_007, step: 0, timestamp: 1 })),
      );
      await store.updateRun(runId, { status: 'finished', endedAt: 1_700_000_000_500 + i });
    }
  });
  report('one run of 6 parameters and 6 metrics, created, logged and ended', [filled / 10_000]);
  const queries = {
    'latest 20': { limit: 20 },
    'latest 20 of an experiment': { experiment: 'e3', limit: 20 },
    'best 20 by a metric': { orderBy: 'metrics.average_precision desc', limit: 20 },
    'a metric, a parameter and a tag': {
      where: `metrics.average_precision > 0.7 and params.max_depth = 6 and tags.team = 'x'`,
      limit: 20,
    },
    'no match': { where: `metrics.average_precision > 2 or params.none = 1`, limit: 20 },
    'all of them': {},
  };
  for (const [name, query] of Object.entries(queries)) {
    const times: number[] = [];
    for (let round = 0; round < 9; round++) times.push(await timed(() => store.queryRuns(query)));
    report(`10 000 runs, ${name}`, times);
  }
  await store.close();

  const program = fileURLToPath(new URL('../apps/cli/bin/fraudx.js', import.meta.url));
  if (existsSync(fileURLToPath(new URL('../apps/cli/dist/program.js', import.meta.url)))) {
    const times: number[] = [];
    for (let round = 0; round < 9; round++) {
      times.push(await timed(() => promisify(execFile)(process.execPath, [program, 'runs', 'list'], { cwd: folder })));
    }
    report('10 000 runs, fraudx runs list, the whole process', times);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
