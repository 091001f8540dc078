import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Matrix, Rng } from '@fraudx/core';
import { closeTrainingPool } from '@fraudx/trees';
import { afterAll, describe, expect, it } from 'vitest';
import { createEstimator } from '../registry/create-estimator.ts';
import { exportXgboostJson } from '../exchange/export-xgboost-json.ts';
import { loadModelFolder } from './load-model-folder.ts';
import type { ModelManifestInput } from './model-manifest.ts';
import { saveModelFolder } from './save-model-folder.ts';

const input: ModelManifestInput = {
  fraudxVersion: '0.0.0',
  features: { strategy: 'raw' },
  target: 'fraud',
  threshold: 0.4,
  metrics: { validation: { roc_auc: 0.9, f1: null } },
  lineage: { runId: 'r1', dataSha256: 'abc', split: { strategy: 'time' }, seed: 1 },
  createdAt: '2026-01-01T00:00:00.000Z',
};

afterAll(closeTrainingPool);

/** 2 000 categories, whose codes lie apart, beside a number. */
function rowsOf(n: number): { x: Matrix; y: Uint8Array } {
  const rng = new Rng(9);
  const codes = Array.from({ length: n }, (_, i) => (i % 40 === 0 ? Number.NaN : (i * 3) % 2000));
  const y = Uint8Array.from(codes, (code) => (rng.uniform() < (code % 7 < 2 ? 0.6 : 0.1) ? 1 : 0));
  const columns = [
    { name: 'c', values: codes.map((code) => 2 * code) },
    { name: 'f', values: codes.map(() => rng.uniform()) },
  ];
  return { x: Matrix.fromColumns(columns, ['categorical', 'numeric']), y };
}

describe('models of categories by the thousand', () => {
  it.each(['xgboost', 'lightgbm', 'random-forest'] as const)('%s: saved, loaded, explained', async (algorithm) => {
    const { x, y } = rowsOf(12_000);
    const params = algorithm === 'random-forest' ? { n_estimators: 8 } : { num_round: 12 };
    const named = algorithm === 'lightgbm' ? { num_iterations: 12 } : params;
    const model = await createEstimator(algorithm, named).fit(x, y, { seed: 3 });
    const scores = model.predictProba(x);
    const folder = await mkdtemp(join(tmpdir(), 'models-'));
    try {
      await saveModelFolder(join(folder, 'm'), model, input);
      const loaded = await loadModelFolder(join(folder, 'm'));
      expect(loaded.model.score(x)).toEqual(scores);
    } finally {
      await rm(folder, { recursive: true });
    }
    const few = x.take(Uint32Array.from({ length: 50 }, (_, i) => i * 37));
    const contributions = model.predictContributions(few);
    const margins = model.predictProba(few);
    for (let row = 0; row < 50; row++) {
      let sum = 0;
      for (let j = 0; j < 3; j++) sum += contributions[row * 3 + j]!;
      const score = algorithm === 'random-forest' ? sum : 1 / (1 + Math.exp(-sum));
      expect(score).toBeCloseTo(margins[row]!, 4);
    }
  });

  it('lets the nodes of a forest share their lists, which would be longer than the trees', async () => {
    const { x, y } = rowsOf(12_000);
    const model = await createEstimator('random-forest', { n_estimators: 4 }).fit(x, y, { seed: 3 });
    const { length } = exportXgboostJson(model);
    const nodes = 4 * 12_000;
    expect(length).toBeLessThan(nodes * 150);
  });
});
