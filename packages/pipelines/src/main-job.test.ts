import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InterruptedError, Rng } from '@fraudx/core';
import { averagePrecisionScore } from '@fraudx/evaluation';
import { closeTrainingPool, createEstimator } from '@fraudx/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FraudxConfig } from './config/config-fields.ts';
import { developmentRows, labelsOf } from './dataset/dataset-rows.ts';
import { Experiment } from './experiment.ts';
import { judgeRun } from './promotion/judge-run.ts';
import { resolveConfig } from './settings.ts';
import { memoryWorkspace } from './testing/memory-workspace.ts';
import type { TuningWorkspace } from './tuning/search-trials.ts';

/** Noisy payments: fraud is likelier with the amount, and at night. */
function paymentsCsv(rows: number, seed: number): string {
  const rng = new Rng(seed);
  const lines = ['amount,hour,noise,fraud'];
  for (let i = 0; i < rows; i++) {
    const amount = Math.round(rng.exponential(80) * 100) / 100;
    const hour = rng.int(24);
    const risk = 0.02 + (amount > 150 ? 0.3 : 0) + (hour < 5 ? 0.15 : 0);
    lines.push(`${amount},${hour},${rng.uniform().toFixed(6)},${rng.uniform() < risk ? 1 : 0}`);
  }
  return `${lines.join('\n')}\n`;
}

async function boosterOf({ models }: TuningWorkspace, runId: string): Promise<string> {
  return new TextDecoder().decode(await (await models.load(runId)).read('booster.json'));
}

describe('the main job', () => {
  let folder = '';
  let workspace: TuningWorkspace;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fraudx-main-job-'));
    await writeFile(join(folder, 'd.csv'), paymentsCsv(3000, 4));
    workspace = memoryWorkspace();
  });
  afterAll(async () => {
    await closeTrainingPool();
    await rm(folder, { recursive: true, force: true });
  });

  const base: FraudxConfig = { data: 'd.csv', target: 'fraud', seed: 3, params: { num_round: 20, max_depth: 3 } };

  function experiment(config: Partial<FraudxConfig> = {}): Experiment {
    return new Experiment(resolveConfig({ ...base, ...config }, { folder }), { workspace });
  }

  it('measures test metrics on the test rows, with the model that was kept', async () => {
    const { dataset, model, features, measured, candidate } = await experiment().train();
    const { values } = measured.evaluation.metrics;
    const score = (rows: Uint32Array): number => {
      const x = features.transform(dataset.frame.take(rows));
      return averagePrecisionScore(labelsOf(dataset.y, rows), model.score(x));
    };
    expect(values['average_precision']).toBe(score(dataset.rows.test));
    expect(values['average_precision']).not.toBe(score(dataset.rows.validation));
    expect(candidate.validation.values['average_precision']).not.toBe(values['average_precision']);
  });

  it('keeps a model that was fitted on training and validation rows', async () => {
    const { dataset, model, features, params } = await experiment().train();
    const rows = developmentRows(dataset.rows);
    const own = await createEstimator('xgboost', params).fit(
      features.transform(dataset.frame.take(rows)),
      labelsOf(dataset.y, rows),
      { seed: 3, nThreads: 1 },
    );
    const test = features.transform(dataset.frame.take(dataset.rows.test));
    expect([...model.score(test)]).toEqual([...own.score(test)]);
  });

  it('keeps the rounds that early stopping chose', async () => {
    const params = { num_round: 300, max_depth: 4, eta: 0.3 };
    const trained = await experiment({ params }).train({ earlyStoppingRounds: 5 });
    const best = trained.candidate.model.bestIteration!;
    expect(best + 1).toBeLessThan(200);
    const booster = await boosterOf(workspace, trained.runId);
    expect(/"num_trees":\s*"?(\d+)/.exec(booster)?.[1]).toBe(String(best + 1));
    expect(trained.params['num_round']).toBe(300);
  });

  it('evaluates the best run of validation rows when none is named', async () => {
    const own = { workspace: memoryWorkspace() };
    const values = new Map<string, number>();
    for (const num_round of [1, 40, 2]) {
      const settings = resolveConfig({ ...base, params: { num_round, max_depth: 3 } }, { folder });
      const { runId, candidate } = await new Experiment(settings, own).train();
      values.set(runId, candidate.validation.values['average_precision']!);
    }
    const [best] = [...values].toSorted(([, a], [, b]) => b - a)[0]!;
    const { chosen } = await new Experiment(resolveConfig(base, { folder }), own).evaluate();
    expect(chosen.record.runId).toBe(best);
    expect(chosen.choice?.candidates).toBe(3);
  });

  it.each([
    ['average_precision', Math.max],
    ['log_loss', Math.min],
  ] as const)('keeps the trial with the best %s', async (metric, bestOf) => {
    const space = { max_depth: [1, 2, 6], eta: [0.01, 0.3] };
    const tuned = await experiment({
      params: { num_round: 15 },
      tuning: { strategy: 'grid', metric, space, confirm: 0 },
    }).tune();
    const values = tuned.trials.map(({ value }) => value!);
    expect(values).toHaveLength(6);
    expect(new Set(values).size).toBeGreaterThan(1);
    expect(tuned.best.value).toBe(bestOf(...values));
    expect(tuned.candidate.validation.values[metric]).toBe(tuned.best.value);
  });

  it('gives the same model where the winner was fitted by an earlier start', async () => {
    const config = { params: { num_round: 15 }, tuning: { trials: 4, space: { max_depth: [1, 3, 5, 7] } } };
    const whole = await experiment(config).tune();
    const stop = new AbortController();
    const own = memoryWorkspace();
    const settings = resolveConfig({ ...base, ...config }, { folder });
    let study = '';
    const progress = ({ task, done }: { task: string; done: number }): void => {
      if (task === 'tune' && done === 3) stop.abort();
    };
    const first = new Experiment(settings, { workspace: own, signal: stop.signal, progress });
    await first.tune().catch((error: { details?: { study_id?: string } }) => {
      study = error.details?.study_id ?? '';
    });
    expect(study).not.toBe('');
    const resumed = await new Experiment(settings, { workspace: own }).tune({ resume: study });
    expect(resumed.best.params).toEqual(whole.best.params);
    expect([...resumed.candidate.yScore]).toEqual([...whole.candidate.yScore]);
    expect(await boosterOf(own, resumed.runId)).toBe(await boosterOf(workspace, whole.runId));
  });

  it.each(['model', 'record'] as const)('goes on with a study that ended behind its %s', async (behind) => {
    const own = memoryWorkspace();
    const save = own.models.save.bind(own.models);
    const setTags = own.runs.setTags.bind(own.runs);
    let saved = 0;
    const stop = (): never => {
      throw new InterruptedError('tune: stopped');
    };
    own.models.save = async (...given) => {
      const model = await save(...given);
      saved += 1;
      if (saved === 1 && behind === 'model') stop();
      return model;
    };
    own.runs.setTags = async (runId, tags) => {
      await setTags(runId, tags);
      if (saved === 1 && behind === 'record' && tags['model'] === 'saved') stop();
    };
    const tuning = { trials: 2, space: { max_depth: [1, 3] } };
    const settings = resolveConfig({ ...base, params: { num_round: 15 }, tuning }, { folder });
    await expect(new Experiment(settings, { workspace: own }).tune()).rejects.toMatchObject({ code: 'INTERRUPTED' });
    own.runs.setTags = setTags;
    const [study] = await own.runs.queryRuns({ kind: 'study' });
    const resumed = await new Experiment(settings, { workspace: own }).tune({ resume: study!.runId });
    expect(saved).toBe(behind === 'model' ? 2 : 1);
    expect((await own.runs.getRun(resumed.runId)).tags).toMatchObject({ model: 'saved' });
    expect((await own.runs.getRun(study!.runId)).status).toBe('finished');
  });

  it('refuses data that changed since the training', async () => {
    const { runId } = await experiment().train();
    const path = join(folder, 'd.csv');
    const before = await readFile(path);
    await appendFile(path, '12.5,3,0.5,1\n');
    try {
      await expect(experiment().evaluate(runId)).rejects.toMatchObject({ code: 'DATA_CHANGED' });
      await expect(experiment().promote(runId, { approvedBy: 'Ada' })).rejects.toMatchObject({ code: 'DATA_CHANGED' });
    } finally {
      await writeFile(path, before);
    }
  });

  it('judges a promotion by the gates that the latest evaluation asked besides', async () => {
    const { runId } = await experiment().train();
    const settings = resolveConfig(base, { folder });
    const deps = { openWorkspace: () => Promise.resolve(workspace) };
    const gates = async (): Promise<readonly string[]> => {
      const { evaluation } = await judgeRun(settings, { run: runId, dryRun: true }, deps);
      return evaluation.gates.filter(({ passed }) => !passed).map(({ gate }) => gate);
    };
    const before = await gates();
    const refused = await experiment().evaluate(runId, { gates: ['recall>=0.9999'] });
    expect(refused.evaluation.decision).toBe('refused');
    expect(await gates()).toEqual([...before, 'recall >= 0.9999']);
  });

  it('says of every measurement which columns may leak the label', async () => {
    const [head, ...lines] = paymentsCsv(900, 9).trimEnd().split('\n');
    const leaking = lines.map((line) => `${line},${line.endsWith(',1') ? 'chargeback' : ''}`);
    await writeFile(join(folder, 'leak.csv'), `${head},notes\n${leaking.join('\n')}\n`);
    const own = experiment({ data: 'leak.csv' });
    const { runId } = await own.train();
    const warning = expect.stringMatching(/^"notes" may leak the label/);
    const { evaluation } = await own.evaluate(runId);
    expect(evaluation.warnings).toContainEqual(warning);
    const settings = resolveConfig({ ...base, data: 'leak.csv' }, { folder });
    const judged = await judgeRun(
      settings,
      { run: runId, dryRun: true },
      { openWorkspace: () => Promise.resolve(workspace) },
    );
    expect(judged.evaluation.warnings).toContainEqual(warning);
    expect(judged.against.notes).toContainEqual(warning);
    const clean = await experiment().train();
    expect((await experiment().evaluate(clean.runId)).evaluation.warnings).not.toContainEqual(warning);
  });

  it('says of every measurement that labels are missing late', async () => {
    const [head, ...lines] = paymentsCsv(3000, 9).trimEnd().split('\n');
    const late = lines.map((line, i) => {
      const when = new Date(Date.UTC(2026, 0, 1) + i * 3_600_000).toISOString();
      return `${i > 2700 && i % 2 === 0 ? line.replace(/,[01]$/, ',') : line},${when}`;
    });
    await writeFile(join(folder, 'late.csv'), `${head},when\n${late.join('\n')}\n`);
    const config = { data: 'late.csv', time: 'when' };
    const { runId } = await experiment(config).train();
    const warning = expect.stringMatching(/^labels are missing late: "fraud" is missing in 0 % of the first half/);
    expect((await experiment(config).evaluate(runId)).evaluation.warnings).toContainEqual(warning);
    const judged = await judgeRun(
      resolveConfig({ ...base, ...config }, { folder }),
      { run: runId, dryRun: true },
      { openWorkspace: () => Promise.resolve(workspace) },
    );
    expect(judged.against.notes).toContainEqual(warning);
  });

  it('says what metrics would be by the weights of the rows, which count in fits only', async () => {
    const [head, ...lines] = paymentsCsv(3000, 9).trimEnd().split('\n');
    const sampled = lines.map((line) => `${line},${line.endsWith(',1') ? 1 : 10}`);
    await writeFile(join(folder, 'sampled.csv'), `${head},weight\n${sampled.join('\n')}\n`);
    const own = experiment({ data: 'sampled.csv', sampleWeight: 'weight' });
    const { runId } = await own.train();
    const { evaluation } = await own.evaluate(runId);
    const { tp, fp, tn, fn } = evaluation.metrics.confusion;
    const said = evaluation.warnings.find((warning) => warning.includes('"weight" weights fits only'));
    const rate = (tp + fn) / (tp + fn + 10 * (tn + fp));
    expect(said).toContain(`base_rate ${rate.toFixed(4)} (not ${((tp + fn) / (tp + fn + tn + fp)).toFixed(4)})`);
    expect(said).toContain(`precision ${(tp / (tp + 10 * fp)).toFixed(4)} (not ${(tp / (tp + fp)).toFixed(4)})`);
    const plain = experiment({ data: 'sampled.csv', drop: ['weight'] });
    const { runId: other } = await plain.train();
    expect((await plain.evaluate(other)).evaluation.warnings.join()).not.toContain('weights fits only');
  });

  it('says in train, tune and evaluate which costs it assumes, where the threshold or a gate goes by them', async () => {
    const assumed = 'it is assumed that a missed fraud costs its amount, an alert costs 5; set evaluation.costs';
    const notes: string[] = [];
    const saying = (evaluation: FraudxConfig['evaluation']): Experiment => {
      const config: FraudxConfig = { ...base, amount: 'amount', evaluation, params: { num_round: 5 } };
      const tuning = { strategy: 'grid', space: { max_depth: [1, 2] } };
      const settings = resolveConfig({ ...config, tuning }, { folder });
      return new Experiment(settings, { workspace, onNotes: (some) => notes.push(...some) });
    };
    const saidOf = async (job: Promise<unknown>): Promise<string[]> => {
      notes.length = 0;
      await job;
      return notes.filter((note) => note.includes('assumed'));
    };
    const byThreshold = [expect.stringContaining(`for threshold "min-cost" ${assumed}`)];
    const cheapest = saying({ threshold: 'min-cost' });
    let runId = '';
    expect(await saidOf(cheapest.train().then((run) => (runId = run.runId)))).toEqual(byThreshold);
    expect(await saidOf(cheapest.tune())).toEqual(byThreshold);
    expect(await saidOf(cheapest.evaluate(runId))).toEqual(byThreshold);
    expect(await saidOf(cheapest.evaluate(runId, { threshold: 'best-f1' }))).toEqual([]);
    expect(await saidOf(cheapest.evaluate(runId, { threshold: '0.5', gates: ['savings>0'] }))).toEqual([
      expect.stringContaining(`for gate "savings > 0" ${assumed}`),
    ]);
    const costs = { missedFraud: { amountShare: 1 }, falseAlert: { fixed: 9 } };
    const given = saying({ threshold: 'min-cost', gates: ['savings > 0'], costs });
    expect(await saidOf(given.train().then((run) => (runId = run.runId)))).toEqual([]);
    expect(await saidOf(given.evaluate(runId))).toEqual([]);
    // it was chosen by the costs of its training
    expect(await saidOf(saying({}).evaluate(runId))).toEqual([]);
    expect(await saidOf(saying({ gates: ['recall >= 0'] }).train())).toEqual([]);
  });

  it('evaluates by the costs of the training where the settings say nothing of the evaluation', async () => {
    const costs = { missedFraud: { amountShare: 1 }, falseAlert: { fixed: 7 } };
    const evaluation = { costs, gates: ['recall >= 0.999'] };
    const trained = await experiment({ amount: 'amount', evaluation }).train();
    const asked = trained.measured.evaluation.metrics.values['total_cost'];
    expect(asked).toBeGreaterThan(0);
    const bare = await experiment({ amount: 'amount' }).evaluate(trained.runId);
    expect(bare.evaluation.metrics.values['total_cost']).toBe(asked);
    expect(bare.evaluation.gates.map(({ gate }) => gate)).not.toContain('recall >= 0.999');
    const gatesOnly = { gates: ['savings > -1'] };
    const gated = await experiment({ amount: 'amount', evaluation: gatesOnly }).evaluate(trained.runId);
    expect(gated.evaluation.metrics.values['total_cost']).toBe(asked);
    const other = { costs: { ...costs, falseAlert: { fixed: 70 } } };
    const dearer = await experiment({ amount: 'amount', evaluation: other }).evaluate(trained.runId);
    expect(dearer.evaluation.metrics.values['total_cost']).toBeGreaterThan(asked!);
  });

  it('refuses test rows that occur in training', async () => {
    const rows = paymentsCsv(300, 9).trim().split('\n');
    await writeFile(join(folder, 'twice.csv'), `${[rows[0], ...rows.slice(1), ...rows.slice(1)].join('\n')}\n`);
    const twice = experiment({ data: 'twice.csv' });
    const { runId, measured } = await twice.train();
    expect(measured.evaluation.decision).toBe('refused');
    await expect(twice.evaluate(runId)).rejects.toMatchObject({ code: 'TEST_ROWS_IN_TRAINING' });
  });
});
