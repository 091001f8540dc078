import { Matrix, Rng } from '@fraudx/core';
import { closeTrainingPool, createEstimator, estimateTrainingMemory } from '@fraudx/models';
import { setTimeout } from 'node:timers/promises';

// started with --expose-gc; sends the resident memory after each of 30 fits, collected on this thread, and the estimate of one fit
const n = 100_000;
const nCols = 20;
const rng = new Rng(1);
const x = Matrix.zeros(
  n,
  Array.from({ length: nCols }, (_, j) => `f${j}`),
);
for (let i = 0; i < x.data.length; i++) x.data[i] = rng.normal();
const y = Uint8Array.from({ length: n }, (_, i) => (x.data[i]! > 0.5 ? 1 : 0));
const resident: number[] = [];
for (let i = 0; i < 30; i++) {
  await createEstimator('xgboost', { num_round: 2 }).fit(x, y, { seed: i, nThreads: 2 });
  await setTimeout(5);
  globalThis.gc!();
  resident.push(process.memoryUsage.rss());
}
await closeTrainingPool();
const shape = { algorithm: 'xgboost', nRows: n, nFeatures: nCols, maxDepth: 6, nThreads: 2 } as const;
process.send?.({ resident, estimate: estimateTrainingMemory(shape) });
