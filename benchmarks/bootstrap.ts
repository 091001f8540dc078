/**
 * Intervals of the metrics of one test set by 1000 resamples, on one thread and on several: checks that every number of threads gives
 * the same intervals, and measures what the threads bring. Run: `node -C fraudx-source benchmarks/bootstrap.ts [rows]`.
 *
 * On a machine with other work the wall time says little; the processor time of all threads together says what they cost besides,
 * and `speedUpIdle`, their number times the ratio of processor times, what an idle machine could give at most.
 */
import { availableParallelism } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { Rng } from '../packages/core/src/index.ts';
import { bootstrapMetrics } from '../packages/evaluation/src/index.ts';
import type { MetricIntervals } from '../packages/evaluation/src/index.ts';

const n = Number(process.argv[2] ?? 56_962);
const rounds = 2;
const rng = new Rng(11);
const yTrue = Uint8Array.from({ length: n }, () => (rng.uniform() < 0.002 ? 1 : 0));
const yScore = Float64Array.from(yTrue, (y) => 1 / (1 + Math.exp(5 - 4 * y - 1.5 * rng.normal())));
const counts = [...new Set([1, 2, 3, availableParallelism()])];

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const wall = new Map<number, number[]>(counts.map((count) => [count, []]));
const cpu = new Map<number, number[]>(counts.map((count) => [count, []]));
let first: MetricIntervals | undefined;
for (let round = 0; round < rounds; round++) {
  for (const nWorkers of counts) {
    const start = performance.now();
    const before = process.cpuUsage();
    const intervals = await bootstrapMetrics(
      { yTrue, yScore, threshold: 0.5 },
      { seed: 1, nResamples: 1000, nWorkers },
    );
    const { user, system } = process.cpuUsage(before);
    wall.get(nWorkers)!.push(performance.now() - start);
    cpu.get(nWorkers)!.push((user + system) / 1000);
    first ??= intervals;
    if (!isDeepStrictEqual(intervals, first)) throw new Error(`${nWorkers} threads give other intervals than one`);
  }
}
for (const nWorkers of counts) {
  const ratio = (of: Map<number, number[]>): number => median(of.get(1)!) / median(of.get(nWorkers)!);
  console.log(
    JSON.stringify({
      benchmark: `1000 resamples of ${n} rows, ${nWorkers} ${nWorkers === 1 ? 'thread' : 'threads'}`,
      wallMs: Math.round(median(wall.get(nWorkers)!)),
      cpuMs: Math.round(median(cpu.get(nWorkers)!)),
      speedUp: Number(ratio(wall).toFixed(2)),
      speedUpIdle: Number((Math.min(nWorkers, availableParallelism()) * ratio(cpu)).toFixed(2)),
      sameIntervals: true,
    }),
  );
}
