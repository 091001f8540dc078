import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rng } from '@fraudx/core';
import { registerMetric } from '@fraudx/evaluation';
import { closeTrainingPool } from '@fraudx/models';
import { runJson } from '@fraudx/tracking';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluationJson } from '../evaluation/evaluation-json.ts';
import { Experiment } from '../experiment.ts';
import { resolveConfig } from '../settings.ts';
import { memoryWorkspace } from '../testing/memory-workspace.ts';

/** Payments of which large ones are fraud more often. */
function paymentsCsv(rows: number): string {
  const rng = new Rng(4);
  const lines = Array.from({ length: rows }, () => {
    const amount = Math.round(rng.exponential(80));
    return `${amount},${rng.uniform().toFixed(6)},${rng.uniform() < (amount > 150 ? 0.5 : 0.02) ? 1 : 0}`;
  });
  return `amount,noise,fraud\n${lines.join('\n')}\n`;
}

describe('a registered metric', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-registered-metric-'));
    await writeFile(join(folder, 'd.csv'), paymentsCsv(3000));
    registerMetric({
      name: 'matthews_corrcoef',
      direction: 'higher',
      range: [-1, 1],
      needs: [],
      doc: 'correlation of label and prediction',
      ofConfusion: ({ tp, fp, fn, tn, positives, negatives }) =>
        (tp * tn - fp * fn) / Math.sqrt((tp + fp) * (tn + fn) * positives * negatives),
    });
  });
  afterAll(async () => {
    await closeTrainingPool();
    await rm(folder, { recursive: true, force: true });
  });

  it('is tuned by, judged by gates, compared, and kept with runs', async () => {
    const config = {
      data: 'd.csv',
      target: 'fraud',
      seed: 3,
      params: { num_round: 20 },
      tuning: {
        metric: 'matthews_corrcoef',
        strategy: 'grid',
        space: { max_depth: [1, 4] },
      },
      evaluation: {
        gates: ['matthews_corrcoef >= 0.2', 'matthews_corrcoef: lower bound >= 0.1'],
      },
    };
    const workspace = memoryWorkspace();
    const experiment = new Experiment(resolveConfig(config, { folder }), { workspace });
    const { runId, trials } = await experiment.tune();
    const values = trials.flatMap(({ value }) => value ?? []);
    expect(values).toHaveLength(2);
    const run = await workspace.runs.getRun(runId);
    expect(run.metrics['validation_matthews_corrcoef']).toBe(Math.max(...values));
    expect(runJson(run)).toHaveProperty('metrics.validation_matthews_corrcoef');

    const other = await experiment.train();
    const result = await experiment.evaluate(runId, { compareWith: other.runId });
    const { gates, metrics } = result.evaluation;
    const ours = gates.filter(({ metric }) => metric === 'matthews_corrcoef');
    expect(ours.map(({ passed }) => passed)).toEqual([true, true]);
    const { tp, fp, fn, tn } = metrics.confusion;
    const byHand = (tp * tn - fp * fn) / Math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn));
    expect(metrics.values['matthews_corrcoef']).toBeCloseTo(byHand, 12);
    const json = JSON.parse(JSON.stringify(evaluationJson(result))) as object;
    expect(json).toHaveProperty('metrics.matthews_corrcoef', metrics.values['matthews_corrcoef']);
    expect(json).toHaveProperty('intervals.intervals.matthews_corrcoef.low');
    expect(json).toHaveProperty('comparison.metrics.matthews_corrcoef.verdict');
  });

  it('is suggested where its name is misspelt', async () => {
    const config = { data: 'd.csv', target: 'fraud', tuning: { metric: 'mathews_corrcoef' } };
    const experiment = new Experiment(resolveConfig(config, { folder }), { workspace: memoryWorkspace() });
    await expect(experiment.tune()).rejects.toThrow('matthews_corrcoef');
  });
});
