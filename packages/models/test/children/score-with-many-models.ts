import { Matrix, Rng } from '@fraudx/core';
import { closeTrainingPool, fitForest, predictMargin } from '@fraudx/trees';
import { setTimeout } from 'node:timers/promises';

// sends the resident memory after scoring with each of 45 large models, of which none is kept, and the nodes of one
const n = 20_000;
const rng = new Rng(1);
const x = Matrix.zeros(n, ['a', 'b', 'c', 'd']);
for (let i = 0; i < x.data.length; i++) x.data[i] = rng.normal();
const y = Uint8Array.from({ length: n }, (_, i) => (x.data[i]! + rng.normal() > 1 ? 1 : 0));
const { ensemble } = await fitForest({ x, y }, { nEstimators: 80, maxFeatures: 2, seed: 1 });
await closeTrainingPool();
const some = x.take(Uint32Array.from({ length: 600 }, (_, i) => i));
const resident: number[] = [];
for (let i = 0; i < 45; i++) {
  predictMargin({ ...ensemble }, some);
  await setTimeout(1);
  resident.push(process.memoryUsage.rss());
}
process.send?.({ resident, nodes: ensemble.trees.reduce((sum, tree) => sum + tree.feature.length, 0) });
