/**
 * How well the estimated optimism of the best of several trials does: simulated trials whose true metric is known.
 *
 * usage: node -C fraudx-source benchmarks/coverage/optimism.ts [sets per row, default 300]; prints the table of docs/metrics.md.
 * Scores are normal, those of frauds `d` higher; half of each row's chance is shared by all trials, as models of the same features share it.
 */
import { Rng } from '../../packages/core/src/index.ts';
import { averagePrecisionScore, rocAucScore } from '../../packages/evaluation/src/index.ts';
import { describeSelection, jackknifeBlocks } from '../../packages/tuning/src/index.ts';

const SETS = Number(process.argv[2] ?? 300);
const SHARED = Math.SQRT1_2;
const METRICS = { roc_auc: rocAucScore, average_precision: averagePrecisionScore } as const;

interface Shape {
  readonly what: string;
  readonly rows: number;
  readonly frauds: number;
  readonly trials: number;
  /** Mean and standard deviation of the trials' true distance. */
  readonly distance: readonly [number, number];
}

const SHAPES: readonly Shape[] = [
  { what: 'noise', rows: 500, frauds: 25, trials: 50, distance: [0, 0] },
  { what: 'noise', rows: 2000, frauds: 100, trials: 50, distance: [0, 0] },
  { what: 'equal models', rows: 500, frauds: 25, trials: 50, distance: [1.5, 0] },
  { what: 'equal models', rows: 2000, frauds: 100, trials: 20, distance: [1.5, 0] },
  { what: 'unlike models', rows: 500, frauds: 25, trials: 50, distance: [1.5, 0.3] },
  { what: 'unlike models', rows: 2000, frauds: 100, trials: 20, distance: [1.5, 0.3] },
];

/** True metric by distance, from one large sample, between which values are interpolated. */
function truthOf(metric: keyof typeof METRICS, share: number): (distance: number) => number {
  const rng = new Rng(99);
  const n = 200_000;
  const y = Uint8Array.from({ length: n }, (_, i) => (i < share * n ? 1 : 0));
  const noise = Float64Array.from({ length: n }, () => rng.normal());
  const step = 0.25;
  const known = Array.from({ length: 16 }, (_, k) =>
    METRICS[metric](
      y,
      noise.map((v, i) => v + y[i]! * k * step),
    ),
  );
  return (distance) => {
    const at = Math.min(known.length - 2, Math.floor(distance / step));
    return known[at]! + (known[at + 1]! - known[at]!) * (distance / step - at);
  };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
const deviation = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (values.length - 1));
const text = (value: number): string => value.toFixed(3);

console.log(
  '| Trials | Rows, frauds | Metric | Best | Its true value | Optimism | Estimated (sd) | Tibshirani (sd) | Mean of trials |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const { what, rows, frauds, trials, distance } of SHAPES) {
  for (const name of Object.keys(METRICS) as (keyof typeof METRICS)[]) {
    const measure = METRICS[name];
    const truth = truthOf(name, frauds / rows);
    const y = Uint8Array.from({ length: rows }, (_, i) => (i < frauds ? 1 : 0));
    const seen = { best: [], real: [], estimated: [], minimum: [], mean: [] } as Record<string, number[]>;
    for (let set = 0; set < SETS; set++) {
      const rng = new Rng(1000 + set);
      const shared = Float64Array.from({ length: rows }, () => SHARED * rng.normal());
      const distances = Array.from({ length: trials }, () => Math.max(0, distance[0] + distance[1] * rng.normal()));
      const measured = distances.map((d, trial) => {
        const score = shared.map((v, i) => v + SHARED * rng.normal() + d * y[i]!);
        const blocks = jackknifeBlocks(y, (kept) =>
          measure(
            Uint8Array.from(kept, (i) => y[i]!),
            Float64Array.from(kept, (i) => score[i]!),
          ),
        )!;
        return { trial, value: measure(y, score), blocks };
      });
      const summary = describeSelection(measured, 'maximize')!;
      const best = measured.find(({ value }) => value === summary.best)!;
      seen['best']!.push(summary.best);
      seen['real']!.push(truth(distances[best.trial]!));
      seen['estimated']!.push(summary.optimism!);
      seen['minimum']!.push(mean(best.blocks.map((v, k) => Math.max(...measured.map((one) => one.blocks[k]!)) - v)));
      seen['mean']!.push(summary.mean);
    }
    const [best, real] = [mean(seen['best']!), mean(seen['real']!)];
    const spread = (key: string): string => `${text(mean(seen[key]!))} (${text(deviation(seen[key]!))})`;
    console.log(
      `| ${trials}, ${what} | ${rows}, ${frauds} | ${name} | ${text(best)} | ${text(real)} | ${text(best - real)} | ${spread('estimated')} | ${spread('minimum')} | ${text(mean(seen['mean']!))} |`,
    );
  }
}
