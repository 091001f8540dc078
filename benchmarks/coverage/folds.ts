/**
 * How often the interval of a mean over folds covers what models of that size reach on new rows: with the share of common training rows, and without.
 *
 * usage: node -C fraudx-source benchmarks/coverage/folds.ts [sets per row, default 300]; prints the table of docs/metrics.md.
 * Two normal features tell frauds from genuine rows; the model is logistic, by Newton's method; the truth is the mean, over 400 training sets of the
 * size that folds have, of the metric on 20 000 rows.
 */
import { Rng } from '../../packages/core/src/index.ts';
import { splitDataset } from '../../packages/data/src/splits/split-dataset.ts';
import { averagePrecisionScore, meanInterval, rocAucScore } from '../../packages/evaluation/src/index.ts';
import { Frame } from '../../packages/core/src/index.ts';
import { foldsOf } from '../../packages/data/src/index.ts';

const SETS = Number(process.argv[2] ?? 300);
const SHARE = 0.05;
const METRICS = { roc_auc: rocAucScore, average_precision: averagePrecisionScore } as const;

interface Rows {
  readonly x: Float64Array;
  readonly y: Uint8Array;
}

const width = 4;

function draw(n: number, rng: Rng): Rows {
  const y = Uint8Array.from({ length: n }, () => (rng.uniform() < SHARE ? 1 : 0));
  const x = Float64Array.from({ length: n * width }, () => rng.normal());
  for (let i = 0; i < n; i++) {
    x[i * width] = 1;
    x[i * width + 1]! += 1.2 * y[i]!;
    x[i * width + 2]! += 0.8 * y[i]!;
  }
  return { x, y };
}

/** Logistic regression with a small ridge: coefficients after 8 steps of Newton's method. */
function fit({ x, y }: Rows, rows: Uint32Array): Float64Array {
  const w = new Float64Array(width);
  for (let step = 0; step < 8; step++) {
    const g = new Float64Array(width);
    const h = Array.from({ length: width }, (_, a) =>
      Float64Array.from({ length: width }, (_, b) => (a === b ? 0.1 : 0)),
    );
    for (const i of rows) {
      let z = 0;
      for (let a = 0; a < width; a++) z += w[a]! * x[i * width + a]!;
      const p = 1 / (1 + Math.exp(-z));
      for (let a = 0; a < width; a++) {
        g[a]! += (y[i]! - p) * x[i * width + a]!;
        for (let b = 0; b < width; b++) h[a]![b]! += p * (1 - p) * x[i * width + a]! * x[i * width + b]!;
      }
    }
    // Gaussian elimination; the matrix is small and positive definite
    const m = h.map((row, a) => [...row, g[a]! - 0.1 * w[a]!]);
    for (let a = 0; a < width; a++) {
      for (let b = a + 1; b < width; b++) {
        const f = m[b]![a]! / m[a]![a]!;
        for (let c = a; c <= width; c++) m[b]![c]! -= f * m[a]![c]!;
      }
    }
    for (let a = width - 1; a >= 0; a--) {
      let v = m[a]![width]!;
      for (let c = a + 1; c < width; c++) v -= m[a]![c]! * m[c]![width]!;
      m[a]![width] = v / m[a]![a]!;
    }
    for (let a = 0; a < width; a++) w[a]! += m[a]![width]!;
  }
  return w;
}

function scores({ x }: Rows, rows: Uint32Array, w: Float64Array): Float64Array {
  return Float64Array.from(rows, (i) => {
    let z = 0;
    for (let a = 0; a < width; a++) z += w[a]! * x[i * width + a]!;
    return z;
  });
}

const all = (n: number): Uint32Array => Uint32Array.from({ length: n }, (_, i) => i);

console.log('| Rows | Frauds | Folds | Metric | Truth | Covered, common rows counted | Covered, without |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
const large = draw(20_000, new Rng(3));
for (const n of [1000, 4000]) {
  for (const folds of [3, 5]) {
    const known = Math.round(0.8 * n);
    const trainRows = Math.round(known * (1 - 1 / folds));
    const truth = Object.fromEntries(Object.keys(METRICS).map((name) => [name, 0]));
    for (let s = 0; s < 400; s++) {
      const sample = draw(trainRows, new Rng(50_000 + s));
      const at = scores(large, all(20_000), fit(sample, all(trainRows)));
      for (const [name, metric] of Object.entries(METRICS)) truth[name]! += metric(large.y, at) / 400;
    }
    const covered = Object.fromEntries(Object.keys(METRICS).map((name) => [name, [0, 0] as [number, number]]));
    for (let s = 0; s < SETS; s++) {
      const rows = draw(n, new Rng(1000 + s));
      const frame = new Frame([{ kind: 'numeric', name: 'x', values: new Float64Array(n) }]);
      const plan = { strategy: 'stratified', settings: { test: 0.2, validation: 1 / folds, folds }, seed: s };
      const split = splitDataset(plan, { frame, y: rows.y, time: undefined, entity: undefined });
      const values = Object.fromEntries(Object.keys(METRICS).map((name) => [name, [] as number[]]));
      let shared = 0;
      for (const fold of foldsOf(split)) {
        const at = scores(rows, fold.validation, fit(rows, fold.train));
        const y = Uint8Array.from(fold.validation, (i) => rows.y[i]!);
        for (const [name, metric] of Object.entries(METRICS)) values[name]!.push(metric(y, at));
        shared += fold.validation.length / fold.train.length / folds;
      }
      for (const name of Object.keys(METRICS)) {
        [{ shared }, {}].forEach((options, k) => {
          const { low, high } = meanInterval(values[name]!, options);
          if (low <= truth[name]! && truth[name]! <= high) covered[name]![k]! += 1 / SETS;
        });
      }
    }
    for (const [name, [withShared, without]] of Object.entries(covered)) {
      console.log(
        `| ${n} | ${Math.round(SHARE * n)} | ${folds} | ${name} | ${truth[name]!.toFixed(3)} | ${withShared.toFixed(3)} | ${without.toFixed(3)} |`,
      );
    }
  }
}
