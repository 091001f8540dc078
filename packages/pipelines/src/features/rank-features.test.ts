import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rng } from '@fraudx/core';
import { closeTrainingPool, registerAlgorithm } from '@fraudx/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveConfig } from '../settings.ts';
import type { FeatureRanking, RankFeaturesOptions } from './rank-features.ts';
import { rankFeatures } from './rank-features.ts';

registerAlgorithm({
  name: 'rank-by-amount',
  params: [],
  createEstimator: () => ({
    algorithm: 'rank-by-amount',
    params: {},
    fit: async (x) => ({
      algorithm: 'rank-by-amount',
      engine: { name: 'test', version: '1' },
      params: {},
      featureNames: x.names,
      featureTypes: x.types,
      warnings: [],
      scoreKind: 'probability',
      score: (rows) => Float64Array.from(rows.column(rows.names.indexOf('amount')), (amount) => amount / 1000),
      save: async () => {},
    }),
  }),
  load: () => Promise.reject(new Error('never saved')),
});

describe('rankFeatures', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-rank-'));
    const rng = new Rng(5);
    const lines = ['noise,amount,hour,fraud'];
    for (let i = 0; i < 1500; i++) {
      const fraud = i % 8 === 0 ? 1 : 0;
      lines.push(`${rng.uniform()},${(fraud === 1 ? 120 : 40) * (0.5 + rng.uniform())},${rng.int(24)},${fraud}`);
    }
    await writeFile(join(folder, 'd.csv'), `${lines.join('\n')}\n`);
  });
  afterAll(async () => {
    await closeTrainingPool();
    await rm(folder, { recursive: true, force: true });
  });

  async function rank(options?: RankFeaturesOptions, eta = 0.3): Promise<FeatureRanking> {
    const config = { data: 'd.csv', target: 'fraud', seed: 2, params: { num_round: 10, eta } };
    return await rankFeatures(resolveConfig(config, { folder }), options);
  }

  it.each(['anova', 'chi2', 'mutual-information', 'rfe', 'importance'] as const)(
    'finds the feature that separates the classes by %s',
    async (method) => {
      const { selected, scores, k, split } = await rank({ method, k: 1 });
      expect(selected).toEqual(['amount']);
      expect(scores[0]!.feature).toBe('amount');
      expect(scores).toHaveLength(3);
      expect(k).toBe(1);
      expect(split).toMatchObject({ strategy: 'stratified' });
    },
  );

  it('gives no gain of a model that has none, and ranks by what shuffling costs', async () => {
    const config = { data: 'd.csv', target: 'fraud', seed: 2, algorithm: 'rank-by-amount' };
    const { scores } = await rankFeatures(resolveConfig(config, { folder }), { method: 'importance', k: 1 });
    expect(scores[0]).toMatchObject({ feature: 'amount', gain: null });
    expect(scores[0]!.permutation).toBeGreaterThan(0.1);
  });

  it('keeps half of the features by default, and says where more are asked for than there are', async () => {
    const notes: string[] = [];
    const onNotes = (some: readonly string[]): void => void notes.push(...some);
    expect(await rank({ onNotes })).toMatchObject({ method: 'anova', k: 2 });
    expect(notes).toEqual([]);
    const all = await rank({ k: 9, onNotes });
    expect(all.selected).toEqual(['noise', 'amount', 'hour']);
    expect(notes).toEqual(['k 9 asks for more than the 3 features there are: all are kept']);
  });

  it('refuses what it cannot do', async () => {
    await expect(rank({ k: 0 })).rejects.toThrow('options.k must be a whole number of at least 1');
    await expect(rank({ method: 'anovas' as never })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await expect(rank({ method: 'rfe' }, 7)).rejects.toMatchObject({ code: 'INVALID_PARAMS' });
    await expect(rank({ method: 'rfe', signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
