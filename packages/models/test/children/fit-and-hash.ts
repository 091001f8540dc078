import { Matrix, Rng, sha256 } from '@fraudx/core';
import { closeTrainingPool, createEstimator } from '@fraudx/models';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// arguments: threads, kernels; prints the sha256 of the booster of each algorithm
const [, , threads, kernels] = process.argv;
const n = 12_000;
const nCols = 9;
const rng = new Rng(42);
const x = Matrix.zeros(
  n,
  Array.from({ length: nCols }, (_, j) => `f${j}`),
);
for (let i = 0; i < n * nCols; i++) x.data[i] = rng.uniform() < 0.05 ? NaN : rng.normal();
const y = Uint8Array.from({ length: n }, (_, i) =>
  (x.data[i]! || 0) + (x.data[n + i]! || 0) + rng.normal() > 2 ? 1 : 0,
);
const sampleWeight = Float64Array.from({ length: n }, () => rng.uniform() * 3);
const folder = await mkdtemp(join(tmpdir(), 'fraudx-models-'));
const hashes: Record<string, string> = {};
const cases = {
  xgboost: ['xgboost', { num_round: 10, subsample: 0.7, colsample_bytree: 0.7, colsample_bynode: 0.7 }],
  lossguide: ['xgboost', { num_round: 5, grow_policy: 'lossguide', max_leaves: 40, max_depth: 0 }],
  lightgbm: ['lightgbm', { num_iterations: 10, bagging_freq: 2, bagging_fraction: 0.6, feature_fraction: 0.8 }],
  goss: ['lightgbm', { num_iterations: 10, learning_rate: 0.5, data_sample_strategy: 'goss' }],
  'random-forest': ['random-forest', { n_estimators: 5 }],
} as const;
for (const [name, [algorithm, params]] of Object.entries(cases)) {
  const model = await createEstimator(algorithm, params).fit(x, y, {
    seed: 2 ** 40 + 7,
    sampleWeight,
    nThreads: Number(threads),
    kernels: kernels as 'wasm' | 'js',
  });
  await model.save(join(folder, name));
  hashes[name] = sha256(await readFile(join(folder, name, 'booster.json'), 'utf8'));
}
await rm(folder, { recursive: true });
await closeTrainingPool();
process.send?.(hashes);
