/**
 * ROC AUC, average precision and Kolmogorov–Smirnov of 1 000 000 scores, against scikit-learn on the same file of scores, measured
 * alternately. Run: `node -C fraudx-source benchmarks/metrics.ts [python]`; the goal is a ratio of at most 0.15.
 *
 * The scores are real-looking: logistic, 0.5 % fraud, distinct. A second set is rounded to three digits, so that ties are the rule.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Rng } from '../packages/core/src/index.ts';
import { calculateMetrics, rankMetrics } from '../packages/evaluation/src/index.ts';

const n = 1_000_000;
const rounds = 5;
const python = process.argv[2] ?? process.env['FRAUDX_PYTHON'] ?? 'python3';
const script = fileURLToPath(new URL('reference/metrics.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fraudx-bench-'));

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

const rng = new Rng(11);
const yTrue = Uint8Array.from({ length: n }, () => (rng.uniform() < 0.005 ? 1 : 0));
const smooth = Float64Array.from(yTrue, (y) => 1 / (1 + Math.exp(5 - 4 * y - 1.5 * rng.normal())));
const sets = { distinct: smooth, tied: smooth.map((score) => Math.round(score * 1000) / 1000) };

try {
  for (const [name, yScore] of Object.entries(sets)) {
    writeFileSync(join(folder, 'y.u8'), yTrue);
    writeFileSync(join(folder, 's.f64'), new Uint8Array(yScore.buffer));
    const ours: number[] = [];
    const whole: number[] = [];
    const theirs: number[] = [];
    let values: number[] = [];
    for (let round = 0; round < rounds; round++) {
      whole.push(timed(() => calculateMetrics({ yTrue, yScore, threshold: 0.5 })));
      ours.push(
        timed(() => {
          const { rocAuc, averagePrecision, ks } = rankMetrics(yTrue, yScore);
          values = [rocAuc, averagePrecision, ks];
        }),
      );
      const answer = JSON.parse(execFileSync(python, [script, folder], { encoding: 'utf8' })) as {
        ms: number;
        values: number[];
      };
      theirs.push(answer.ms);
      const worst = Math.max(...values.map((value, i) => Math.abs(value - answer.values[i]!)));
      if (!(worst <= 1e-12)) throw new Error(`values differ by ${worst}`);
    }
    const ratio = (times: number[]): string => (median(times) / median(theirs)).toFixed(3);
    console.log(
      JSON.stringify({
        benchmark: `metrics of ${n} ${name} scores`,
        scikitLearnMs: Math.round(median(theirs)),
        rankMetricsMs: Math.round(median(ours)),
        rankMetricsRatio: Number(ratio(ours)),
        allMetricsMs: Math.round(median(whole)),
        allMetricsRatio: Number(ratio(whole)),
        goal: 0.15,
      }),
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}
