import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rng } from '@fraudx/core';
import { closeTrainingPool } from '@fraudx/models';
import { trialForTools } from '@fraudx/tuning';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FraudxConfig } from '../config/config-fields.ts';
import { resolveConfig } from '../settings.ts';
import { memoryWorkspace } from '../testing/memory-workspace.ts';
import { TrainingPipeline } from '../training/training-pipeline.ts';
import { bestRounds } from './best-rounds.ts';
import { configOfTrial } from './report/config-of-trial.ts';
import { tunedJson } from './tuned-json.ts';
import { TuningPipeline } from './tuning-pipeline.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-best-rounds-'));
  const rng = new Rng(4);
  const rows = Array.from({ length: 1500 }, () => {
    const amount = Math.round(rng.exponential(80));
    return `${amount},${rng.uniform().toFixed(6)},${rng.uniform() < (amount > 150 ? 0.5 : 0.02) ? 1 : 0}`;
  });
  await writeFile(join(folder, 'd.csv'), `amount,noise,fraud\n${rows.join('\n')}\n`);
});
afterAll(async () => {
  await closeTrainingPool();
  await rm(folder, { recursive: true, force: true });
});

const base: FraudxConfig = { data: 'd.csv', target: 'fraud', seed: 3 };

describe('the rounds that early stopping keeps', () => {
  it.each([
    ['xgboost', 'num_round', { eta: [0.3, 0.5], max_depth: [3, 6], subsample: [0.7] }],
    ['lightgbm', 'num_iterations', { learning_rate: [0.3, 0.5], num_leaves: [7, 15] }],
  ])('are those of the config that trains the model of %s again', async (algorithm, rounds, space) => {
    const workspace = memoryWorkspace();
    const deps = { openWorkspace: () => Promise.resolve(workspace) };
    const tuning = { strategy: 'random', trials: 3, confirm: 0, space };
    const config: FraudxConfig = { ...base, algorithm, params: { [rounds]: 80 }, tuning };
    const tuned = await new TuningPipeline(resolveConfig(config, { folder }), { earlyStoppingRounds: 3 }).execute(deps);
    const kept = bestRounds(tuned.best)!;
    expect(kept).toBeLessThan(80);
    expect(tunedJson(tuned).best.best_rounds).toBe(kept);
    expect(tunedJson(tuned).trials.every(({ best_rounds }) => Number.isSafeInteger(best_rounds))).toBe(true);

    const { params } = await configOfTrial(workspace, tuned.best);
    expect(params[rounds]).toBe(kept);
    const trained = await new TrainingPipeline(resolveConfig({ ...base, algorithm, params }, { folder })).execute(deps);
    expect(trained.candidate.validation.values).toEqual(tuned.candidate.validation.values);
    expect(trained.candidate.threshold).toBe(tuned.candidate.threshold);
    const fileOf = async (runId: string): Promise<string> =>
      new TextDecoder().decode(await (await workspace.models.load(runId)).read('booster.json'));
    expect(await fileOf(trained.runId)).toBe(await fileOf(tuned.runId));
  });

  it('are no metrics, as values by block are none', async () => {
    const workspace = memoryWorkspace();
    const tuning = { strategy: 'random', trials: 2, confirm: 0, space: { max_depth: [2, 3] } };
    const config = { ...base, params: { num_round: 5 }, tuning };
    const deps = { openWorkspace: () => Promise.resolve(workspace) };
    const { best } = await new TuningPipeline(resolveConfig(config, { folder })).execute(deps);
    const shown = trialForTools(best) as { metrics: object; fold_values: Record<string, number[]> };
    expect(Object.keys(shown.metrics).filter((name) => name.includes('_block_'))).toEqual([]);
    expect(shown.fold_values['average_precision']).toHaveLength(10);
    expect(shown).not.toHaveProperty('attributes');
  });
});
