import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InterruptedError } from '@fraudx/core';
import { closeTrainingPool } from '@fraudx/models';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FraudxConfig } from '../config/config-fields.ts';
import { readConfig } from '../config/read-config.ts';
import { Experiment } from '../experiment.ts';
import { MODEL_TAG } from '../runs/find-run.ts';
import { resolveConfig } from '../settings.ts';
import { paymentsCsv } from '../testing/card-payments.ts';
import { memoryWorkspace } from '../testing/memory-workspace.ts';
import type { SweepResult } from './run-sweep.ts';
import { runSweep } from './run-sweep.ts';
import { summariseSweep } from './summarise-sweep.ts';
import type { SweepOptions } from './sweep-plan.ts';
import { sweepStrategies } from './sweep-strategies.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-sweep-'));
  await writeFile(join(folder, 'd.csv'), paymentsCsv(900));
});
afterAll(async () => {
  await closeTrainingPool();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => rm(join(folder, 'configs'), { recursive: true, force: true }));

const base: FraudxConfig = {
  data: 'd.csv',
  target: 'fraud',
  time: 'time',
  entity: 'card',
  amount: 'amount',
  seed: 3,
  workers: 2,
};
const small: SweepOptions = {
  rounds: { features: 3, broad: 3, refined: 4, final: 8 },
  trials: { refined: 5 },
  grid: { max_depth: [2, 4], eta: [0.1, 0.3] },
  strategies: sweepStrategies.slice(0, 2),
};

type Memory = ReturnType<typeof memoryWorkspace>;

async function sweep(
  workspace: Memory,
  options: SweepOptions = {},
  {
    config = {},
    signal,
    notes = [],
    onProgress,
  }: {
    config?: Partial<FraudxConfig>;
    signal?: AbortSignal;
    notes?: string[];
    onProgress?: (event: { task: string; done: number }) => void;
  } = {},
): Promise<SweepResult> {
  return await runSweep(
    resolveConfig({ ...base, ...config }, { folder }),
    { ...small, ...options },
    {
      openWorkspace: () => Promise.resolve(workspace),
      onNotes: (some) => notes.push(...some),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { progress: onProgress }),
    },
  );
}

/** What must not depend on what was stopped and where. */
function essence({ stages, model }: SweepResult): unknown {
  return {
    stages: stages.map(({ stage, state, best, gain, done }) => {
      const { runId: _run, ...rest } = best ?? {};
      return { stage, state, best: rest, gain, done };
    }),
    params: model?.params,
    value: model?.value,
  };
}

const file = (name: string): string => join(folder, 'configs', name);

describe('runSweep', { timeout: 180_000 }, () => {
  it('compares strategies, tunes in three stages and keeps a model that the configs train again', async () => {
    const workspace = memoryWorkspace();
    const tasks: string[] = [];
    const notes: string[] = [];
    const result = await sweep(
      workspace,
      { strategies: sweepStrategies },
      { notes, onProgress: ({ task, done }) => tasks.push(`${task} ${done}`) },
    );
    expect(result).toMatchObject({ outcome: 'finished', name: 'default-xgboost', metric: 'average_precision' });
    expect(result.stages.map(({ stage, state, done, planned }) => [stage, state, done, planned])).toEqual([
      ['features', 'finished', 5, 5],
      ['broad', 'finished', 4, 4],
      ['refined', 'finished', 5, 5],
      ['final', 'finished', 3, 3],
    ]);
    expect(result.gate).toMatchObject({ state: 'passed', from: 'chance' });
    const [features, broad, refined, final] = result.stages;
    expect(features!.strategies!.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'baseline finished',
      'temporal finished',
      'behavioural finished',
      'demographic_risk finished',
      'combined finished',
    ]);
    const values = features!.strategies!.map(({ value }) => value!);
    expect(features!.best!.value).toBe(Math.max(...values));
    expect(broad!.gain!.value).toBeCloseTo(broad!.best!.value - features!.best!.value, 12);
    expect(refined!.gain!.interval![0]).toBeLessThan(refined!.gain!.interval![1]);
    expect(tasks).toEqual(expect.arrayContaining(['features 0', 'features 5', 'broad 4', 'refined 5', 'final 3']));
    expect(new Set(notes).size).toBe(notes.length);

    // the refined stage begins with the best points of the broad one, the final one has the best of the refined one
    const params = async (name: string): Promise<unknown[]> => {
      const id = (await workspace.studies.listStudies()).find((study) => study.name === name)!.studyId;
      return (await workspace.studies.listTrials(id)).map((trial) => trial.params);
    };
    expect(await params('default-xgboost/refined')).toContainEqual(broad!.best!.params);
    expect(await params('default-xgboost/final')).toContainEqual(refined!.best!.params);

    expect(result.comparison).toMatchObject({
      kept: 'final',
      worseThan: [],
      defaults: { study: 'default-xgboost/defaults' },
    });
    const run = await workspace.runs.getRun(result.model!.runId);
    expect(run.metrics['validation_average_precision']).toBe(final!.best!.value);
    expect(result.model!.metrics['average_precision']).toBe(final!.best!.value);
    expect(Object.keys(result.model!.metrics)).toContain('roc_auc');
    // only the final stage keeps a model, so that no other one is taken for a result
    const models = async (): Promise<string[]> =>
      (await workspace.runs.queryRuns({ limit: 1000 })).flatMap(({ runId, tags }) =>
        tags[MODEL_TAG.name] === MODEL_TAG.value ? [runId] : [],
      );
    expect(await models()).toEqual([run.runId]);
    if (process.platform !== 'win32') {
      // also with umask 0: others who can write there choose which module runs
      const modes = ['.', 'best_features.yaml', 'final_config.yaml'].map(async (name) => (await stat(file(name))).mode);
      expect((await Promise.all(modes)).map((mode) => mode & 0o777)).toEqual(
        [0o755, 0o644, 0o644].map((mode) => mode & ~process.umask()),
      );
    }
    const best = await readConfig(file('best_features.yaml'));
    expect(best).toMatchObject({ data: '../d.csv', target: 'fraud', features: { strategy: features!.best!.strategy } });
    const config = await readConfig(file('final_config.yaml'));
    expect(config).toMatchObject({ algorithm: 'xgboost', seed: 3, tracking: { folder: '../.fraudx' } });
    expect(config.params).toEqual(result.model!.params);
    const settings = resolveConfig(config, { folder: join(folder, 'configs'), configPath: file('final_config.yaml') });
    expect(settings.folder).toBe(join(folder, '.fraudx'));
    const trained = await new Experiment(settings, { workspace }).train();
    const saved = async (runId: string): Promise<string> =>
      new TextDecoder().decode(await (await workspace.models.load(runId)).read('booster.json'));
    expect(await saved(trained.runId)).toBe(await saved(result.model!.runId));
  });

  it('compares the final stage with the defaults, and keeps what is better beyond doubt', async () => {
    const workspace = memoryWorkspace();
    await writeFile(join(folder, 'large.csv'), paymentsCsv(4000));
    // the final stage has one round, a training without a sweep as many as the config says
    const result = await sweep(
      workspace,
      { rounds: { ...small.rounds, final: 1 }, strategies: sweepStrategies.slice(1, 2) },
      { config: { data: 'large.csv', params: { num_round: 10 }, tuning: { metric: 'log_loss' } } },
    );
    const { comparison, model } = result;
    const final = result.stages.at(-1)!.best!;
    // of a loss less is better
    expect(comparison!.defaults!.value - final.value).toBeCloseTo(comparison!.defaults!.gain!.value, 12);
    expect(comparison!.worseThan.map(({ than }) => than)).toContain(comparison!.kept);
    for (const { interval } of comparison!.worseThan) expect(interval![1]).toBeLessThan(0);
    expect(comparison!.kept).not.toBe('final');
    expect(model!.value).toBeLessThan(final.value);
    const config = await readConfig(file('final_config.yaml'));
    expect(config.params).toEqual(model!.params);
    // the same command again changes nothing
    const again = await sweep(
      workspace,
      { rounds: { ...small.rounds, final: 1 }, strategies: sweepStrategies.slice(1, 2) },
      { config: { data: 'large.csv', params: { num_round: 10 }, tuning: { metric: 'log_loss' } } },
    );
    expect(again.model).toEqual(model);
    expect(again.comparison).toEqual(comparison);
  });

  it('goes on where it was stopped in each stage, to the same end', async () => {
    const whole = essence(await sweep(memoryWorkspace()));
    const configs = [await readFile(file('best_features.yaml'), 'utf8')];
    const workspace = memoryWorkspace();
    for (const [task, done] of [
      ['features', 1],
      ['broad', 2],
      ['refined', 1],
      ['final', 1],
    ] as const) {
      const controller = new AbortController();
      const stopped = sweep(
        workspace,
        {},
        {
          signal: controller.signal,
          config: { workers: 1 },
          onProgress: (event) => {
            if (event.task === task && event.done >= done) controller.abort();
          },
        },
      );
      await expect(stopped).rejects.toThrow(InterruptedError);
      await expect(stopped).rejects.toMatchObject({ details: { sweep: 'default-xgboost', stage: task } });
      const summary = await summariseSweep(resolveConfig(base, { folder }), small, {
        openWorkspace: () => Promise.resolve(workspace),
      });
      expect(summary.stages.find(({ stage }) => stage === task)!.state).toBe('begun');
    }
    expect(essence(await sweep(workspace))).toEqual(whole);
    expect(await readFile(file('best_features.yaml'), 'utf8')).toBe(configs[0]);
    const before = (await workspace.runs.queryRuns({ limit: 1000 })).length;
    expect(essence(await sweep(workspace))).toEqual(whole);
    expect(await workspace.runs.queryRuns({ limit: 1000 })).toHaveLength(before);
  });

  it('is one sweep for two processes at once', async () => {
    const whole = essence(await sweep(memoryWorkspace()));
    const workspace = memoryWorkspace();
    const both = await Promise.all([sweep(workspace), sweep(workspace)]);
    expect(both.map(essence)).toEqual([whole, whole]);
    const studies = await workspace.studies.listStudies();
    expect(new Set(studies.map(({ name }) => name)).size).toBe(studies.length);
    // two strategies, three stages and the defaults
    expect(studies).toHaveLength(6);
  });

  it('stops before tuning where the features are not worth it, unless it is forced', async () => {
    const workspace = memoryWorkspace();
    const refused = await sweep(workspace, { baselineThreshold: 0.99 });
    expect(refused).toMatchObject({
      outcome: 'not-worth-tuning',
      gate: { state: 'refused', threshold: 0.99, from: 'option' },
    });
    expect(refused.stages.map(({ state }) => state)).toEqual(['finished', 'open', 'open', 'open']);
    expect(await readFile(file('best_features.yaml'), 'utf8')).toContain('strategy:');
    await expect(readFile(file('final_config.yaml'))).rejects.toThrow('ENOENT');
    const forced = await sweep(workspace, { baselineThreshold: 0.99, force: true, stage: 'broad' });
    expect(forced).toMatchObject({ outcome: 'stage-finished', gate: { state: 'forced' } });
    // once it is forced, it goes on without
    const on = await sweep(workspace, { baselineThreshold: 0.99, stage: 'refined' });
    expect(on.stages.map(({ state }) => state)).toEqual(['finished', 'finished', 'finished', 'open']);
  });

  it('compares losses the other way round, without a threshold of chance', async () => {
    const config = { tuning: { metric: 'log_loss' } };
    const workspace = memoryWorkspace();
    const result = await sweep(workspace, { stage: 'features', baselineThreshold: 0.0001 }, { config });
    const { best, strategies } = result.stages[0]!;
    expect(best!.value).toBe(Math.min(...strategies!.map(({ value }) => value!)));
    expect(await sweep(workspace, { baselineThreshold: 0.0001 }, { config })).toMatchObject({
      outcome: 'not-worth-tuning',
    });
    expect(await sweep(workspace, { stage: 'broad' }, { config })).toMatchObject({ gate: { state: 'none' } });
  });

  it('runs one stage, after those before it', async () => {
    const workspace = memoryWorkspace();
    await expect(sweep(workspace, { stage: 'broad' })).rejects.toMatchObject({ code: 'SWEEP_STAGE_OPEN' });
    expect(await sweep(workspace, { stage: 'features' })).toMatchObject({ outcome: 'stage-finished' });
    await expect(sweep(workspace, { stage: 'final' })).rejects.toMatchObject({
      code: 'SWEEP_STAGE_OPEN',
      details: { stage: 'broad' },
    });
    for (const stage of ['broad', 'refined'] as const) await sweep(workspace, { stage });
    expect(await sweep(workspace, { stage: 'final' })).toMatchObject({ outcome: 'finished' });
    await expect(sweep(workspace, { stage: 'all' as 'final' })).rejects.toThrow('features, broad, refined, final');
  });

  it('leaves out strategies that lack a column, and compares what the config names', async () => {
    const { time: _time, ...config } = base;
    const result = await runSweep(
      resolveConfig({ ...config, features: { strategy: 'raw' }, drop: ['time'] }, { folder }),
      { ...small, strategies: undefined, stage: 'features' },
      { openWorkspace: () => Promise.resolve(memoryWorkspace()) },
    );
    expect(result.stages[0]!.strategies!.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'raw finished',
      'baseline finished',
      'temporal impossible',
      'behavioural impossible',
      'demographic_risk finished',
      'combined impossible',
    ]);
    expect(result.stages[0]!.strategies![2]!.reason).toContain('time');
  });

  it('leaves out strategies that the data refuse', async () => {
    const csv = await readFile(join(folder, 'd.csv'), 'utf8');
    const built = csv
      .split('\n')
      .map((line, i) => (line === '' ? '' : `${line},${i === 0 ? 'customer_count_1d' : i % 7}`));
    await writeFile(join(folder, 'built.csv'), built.join('\n'));
    const workspace = memoryWorkspace();
    const config = { data: 'built.csv' };
    const { stages } = await sweep(workspace, { stage: 'features', strategies: sweepStrategies }, { config });
    const { strategies, planned } = stages[0]!;
    expect(strategies!.filter(({ state }) => state === 'impossible').map(({ name }) => name)).toEqual([
      'behavioural',
      'combined',
    ]);
    expect(strategies![2]!.reason).toContain('customer_count_1d');
    expect(planned).toBe(3);
    const broad = await sweep(workspace, { strategies: sweepStrategies, stage: 'broad' }, { config });
    expect(broad).toMatchObject({ outcome: 'stage-finished' });
    expect(broad.stages[0]!.strategies![2]!.reason).toContain('customer_count_1d');
  });

  it.each(['lightgbm', 'random-forest'] as const)('sweeps %s', async (algorithm) => {
    const grid = { [algorithm === 'lightgbm' ? 'num_leaves' : 'max_depth']: [4, 8] };
    const config = { algorithm, params: { [algorithm === 'lightgbm' ? 'num_trees' : 'n_estimators']: 900 } };
    const result = await sweep(memoryWorkspace(), { grid, trials: { refined: 3, final: 2 } }, { config });
    expect(result).toMatchObject({ outcome: 'finished', name: `default-${algorithm}` });
    const rounds = result.model!.params[algorithm === 'lightgbm' ? 'num_iterations' : 'n_estimators'];
    expect(Number(rounds)).toBeLessThanOrEqual(8);
    expect((await readConfig(file('final_config.yaml'))).algorithm).toBe(algorithm);
  });
});
