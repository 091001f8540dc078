/** Studies with a name, their ends and their pruners, on one small set of data: above 300 lines for the sake of that set. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Rng } from '@fraudx/core';
import { closeTrainingPool } from '@fraudx/models';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FraudxConfig } from '../config/config-fields.ts';
import { resolveConfig } from '../settings.ts';
import { memoryWorkspace } from '../testing/memory-workspace.ts';
import type { TuningOptions, TuningResult } from './tuning-pipeline.ts';
import { TuningPipeline } from './tuning-pipeline.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fraudx-named-study-'));
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

const space = { max_depth: { type: 'int', low: 2, high: 7 }, eta: { type: 'float', low: 0.05, high: 0.3 } } as const;

type Tuning = NonNullable<FraudxConfig['tuning']>;

function pipeline(tuning: Tuning, options: TuningOptions = {}, more: FraudxConfig = {}): TuningPipeline {
  const config: FraudxConfig = {
    data: 'd.csv',
    target: 'fraud',
    seed: 3,
    params: { num_round: 5 },
    tuning: { strategy: 'tpe', trials: 6, space, ...tuning },
    ...more,
  };
  return new TuningPipeline(resolveConfig(config, { folder }), options);
}

type Memory = ReturnType<typeof memoryWorkspace>;

function tune(workspace: Memory, tuning: Tuning = {}, options: TuningOptions = {}, more?: FraudxConfig) {
  const notes: string[] = [];
  const result = pipeline(tuning, options, more).execute({
    openWorkspace: () => Promise.resolve(workspace),
    onNotes: (some) => notes.push(...some),
  });
  return result.then((tuned): TuningResult & { notes: string[] } => ({ ...tuned, notes }));
}

const points = ({ trials }: TuningResult): unknown[] => trials.map(({ params, value }) => ({ params, value }));

describe('a study of a name', () => {
  it('is one study for all who begin it at once, with the same trials as of one', async () => {
    const whole = await tune(memoryWorkspace());
    expect(whole.name).toMatch(/^xgboost-tpe-[0-9a-z]+$/);
    const workspace = memoryWorkspace();
    const all = await Promise.all([1, 2, 3].map(() => tune(workspace, {}, { study: 'cards' })));
    expect(new Set(all.map(({ studyId }) => studyId)).size).toBe(1);
    expect(all.map(({ name }) => name)).toEqual(['cards', 'cards', 'cards']);
    for (const one of all) expect(points(one)).toEqual(points(whole));
    expect(new Set(all.map(({ runId, folder: at }) => `${runId} ${at}`)).size).toBe(1);
    expect((await workspace.runs.getRun(all[0]!.studyId)).status).toBe('finished');
  });

  it('keeps the sampler that bayesian chose, whoever joins it and with how many trials', async () => {
    const workspace = memoryWorkspace();
    const bayesian = { strategy: 'bayesian', trials: 3 };
    const first = await tune(workspace, bayesian, { study: 'cards' });
    expect(first.notes).toContain('strategy bayesian: gp suits a search of 3 trials');
    await tune(workspace, { ...bayesian, trials: 4 }, { study: 'cards' });
    const many = { ...bayesian, trials: 300, patience: 1 };
    expect((await tune(workspace, many, { study: 'cards' })).plan.strategy).toBe('gp');
    const { spec } = await workspace.studies.getStudy(first.studyId);
    expect(spec.sampler).toEqual({ name: 'gp' });
  });

  it('goes on with more trials when it has finished, and shows what it has without', async () => {
    const workspace = memoryWorkspace();
    const first = await tune(workspace, {}, { study: 'cards' });
    const again = await tune(workspace, {}, { study: 'cards' });
    expect(again.notes).toContain(`joined study "cards" (${first.studyId}), which has 6 of 6 trials`);
    expect(points(again)).toEqual(points(first));
    expect(again.runId).toBe(first.runId);
    const enqueue = [{ maxDepth: 7 }];
    const more = await tune(workspace, { trials: 9, enqueue }, { study: 'cards' });
    expect(more.trials).toHaveLength(9);
    expect(more.trials[6]!.params).toEqual({ max_depth: 7, eta: 0.3 });
    const { tags } = await workspace.runs.getRun(first.studyId);
    expect(tags['best_run']).toBe(more.runId);
  });

  it('refuses other settings, and names that are none', async () => {
    const workspace = memoryWorkspace();
    await tune(workspace, {}, { study: 'cards' });
    await expect(tune(workspace, { strategy: 'random' }, { study: 'cards' })).rejects.toMatchObject({
      code: 'STUDY_CHANGED',
      details: { changed: ['tuning.strategy'] },
    });
    await expect(tune(workspace, {}, { study: 'cards' }, { params: { num_round: 6 } })).rejects.toMatchObject({
      code: 'STUDY_CHANGED',
    });
    for (const study of [' cards', 'run-1', 'a\u0007b', 'x'.repeat(101)]) {
      await expect(tune(workspace, {}, { study })).rejects.toMatchObject({ code: 'STUDY_NAME' });
    }
    expect(() => pipeline({}, { study: 'a', resume: 'b' })).toThrow('either resume or study');
  });
});

describe('a study that was imported', () => {
  it('is no study to continue, and says so at once', async () => {
    const workspace = memoryWorkspace();
    const { studyId } = await tune(workspace, {}, { study: 'cards' });
    const { spec, createdAt } = await workspace.studies.getStudy(studyId);
    await workspace.studies.createStudy({ studyId: 'study-1', name: 'theirs', spec, createdAt });
    const started = performance.now();
    for (const options of [{ study: 'theirs' }, { resume: 'theirs' }, { resume: 'study-1' }]) {
      await expect(tune(workspace, {}, options)).rejects.toMatchObject({ code: 'STUDY_IMPORTED' });
    }
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('the end of a study', () => {
  it('is not broken by a process that is stopped while it waits', async () => {
    const workspace = memoryWorkspace();
    const stop = new AbortController();
    const first = pipeline({}, { study: 'cards' }).execute({ openWorkspace: () => Promise.resolve(workspace) });
    const second = pipeline({}, { study: 'cards' }).execute({
      openWorkspace: () => Promise.resolve(workspace),
      signal: stop.signal,
      progress: ({ done, total }) => {
        if (done === total) stop.abort();
      },
    });
    const [one] = await Promise.allSettled([first, second]);
    expect(one.status).toBe('fulfilled');
    const { studyId } = (one as PromiseFulfilledResult<TuningResult>).value;
    expect((await workspace.runs.getRun(studyId)).status).toBe('finished');
    expect((await tune(workspace, {}, { study: 'cards' })).trials).toHaveLength(6);
  });

  it('is that of the best trial, whoever asked for more', async () => {
    const workspace = memoryWorkspace();
    const search = { lag: 2, confirm: 0 };
    const all = await Promise.all(
      [3, 14, 8].map((trials) => tune(workspace, { trials, ...search }, { study: 'cards' })),
    );
    const last = await tune(workspace, { trials: 14, ...search }, { study: 'cards' });
    const { tags } = await workspace.runs.getRun(last.studyId);
    expect(tags['best_run']).toBe(last.runId);
    expect(all.some(({ runId }) => runId === last.runId)).toBe(true);
    expect(last.best.value).toBe(Math.max(...last.trials.map(({ value }) => value!)));
  });

  it('comes early where no more can be told apart, at the same trial for any number of workers', async () => {
    const search = { trials: 45, lag: 3, terminator: true, confirm: 0 };
    const one = await tune(memoryWorkspace(), search, {}, { workers: 1 });
    const two = await tune(memoryWorkspace(), search, {}, { workers: 2 });
    expect(one.trials.length).toBeLessThan(45);
    expect(points(two)).toEqual(points(one));
    expect(one.notes.join('\n')).toMatch(
      /the search ended after \d+ of 45 trials: other settings are expected to be better by at most 0\.\d+, less than the standard error/,
    );
  });

  it('can be reached by a study of which all trials failed', async () => {
    const workspace = memoryWorkspace();
    const bad = { strategy: 'random', trials: 1, portfolio: false } as const;
    const broken = new AbortController();
    const stopped = pipeline(bad, { study: 'cards' }).execute({
      openWorkspace: () => Promise.resolve(workspace),
      signal: broken.signal,
      onStudy: () => broken.abort(),
    });
    await expect(stopped).rejects.toThrow('interrupted');
    const { studyId } = (await workspace.studies.listStudies())[0]!;
    await workspace.runs.updateRun(studyId, { status: 'running' });
    await workspace.runs.updateRun(studyId, { status: 'failed', endedAt: 1, error: 'all trials failed' });
    const again = await tune(workspace, bad, { study: 'cards' });
    expect((await workspace.runs.getRun(again.studyId)).status).toBe('finished');
  });

  it('says how to go on where it was interrupted, also while the data are read', async () => {
    const workspace = memoryWorkspace();
    const work = new AbortController();
    const tuning = { strategy: 'random', trials: 9, portfolio: false } as const;
    const openWorkspace = () => Promise.resolve(workspace);
    const stopped = pipeline(tuning, { study: 'cards' }).execute({
      openWorkspace,
      signal: work.signal,
      onStudy: () => work.abort(),
    });
    await expect(stopped).rejects.toThrow('tune: interrupted after 0 of 9 trials');
    const { studyId } = (await workspace.studies.listStudies())[0]!;
    const trials = await workspace.studies.listTrials(studyId);
    await expect(
      pipeline(tuning, { study: 'cards' }).execute({ openWorkspace, signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({
      message: 'tune: interrupted while the data were read',
      details: { study_id: studyId },
      hint: 'Finished trials are kept.',
    });
    expect(await workspace.studies.listTrials(studyId)).toEqual(trials);
  });

  it('tries points that joiners give once', async () => {
    const workspace = memoryWorkspace();
    const enqueue = [
      { max_depth: 2, eta: 0.1 },
      { max_depth: 3, eta: 0.2 },
    ];
    await Promise.all([1, 2, 3].map(() => tune(workspace, { enqueue, trials: 10 }, { study: 'cards' })));
    const { trials } = await tune(workspace, { enqueue, trials: 10 }, { study: 'cards' });
    const count = (eta: number): number => trials.filter(({ params }) => params['eta'] === eta).length;
    expect([trials.length, count(0.1), count(0.2)]).toEqual([10, 1, 1]);
  });

  it('is the model of its trial with a pruner and early stopping', async () => {
    const options = { study: 'cards', earlyStoppingRounds: 3 };
    const more: FraudxConfig = { params: { num_round: 60, eta: 0.5 } };
    const wide: Tuning = { strategy: 'random', pruner: 'median', trials: 5, space: { max_depth: [2, 3, 4, 6, 9] } };
    const workspace = memoryWorkspace();
    const first = await tune(workspace, wide, options, more);
    // another process than the one that fitted the winner
    const again = await tune(workspace, wide, options, more);
    expect(again.candidate.threshold).toBe(first.candidate.threshold);
    expect(again.candidate.validation.values).toEqual(first.candidate.validation.values);
    expect(first.candidate.validation.values['average_precision']).toBe(first.best.value);
    expect(again.candidate.validation.values['average_precision']).toBe(first.best.value);
    await expect(tune(workspace, wide, { study: 'cards', earlyStoppingRounds: 4 }, more)).rejects.toMatchObject({
      details: { changed: ['earlyStoppingRounds'] },
    });
  });
});

describe('a study whose beginner was killed before its run', () => {
  it('says so after a while', async () => {
    const workspace = memoryWorkspace();
    const { studyId } = await tune(workspace, {}, { study: 'cards' });
    const { spec, createdAt } = await workspace.studies.getStudy(studyId);
    await workspace.studies.createStudy({ studyId: 'run-none', name: 'lost', spec, createdAt });
    await expect(tune(workspace, {}, { study: 'lost' })).rejects.toMatchObject({ code: 'STUDY_WITHOUT_RUN' });
  }, 20_000);
});

describe('the first trials of a study', () => {
  it('are the defaults, what was given, and the best of an earlier one', async () => {
    const workspace = memoryWorkspace();
    const first = await tune(workspace, {}, { study: 'first' });
    expect(first.trials[0]!.params).toEqual({ max_depth: 6, eta: 0.3 });
    const enqueue = [{ eta: 0.1 }, { max_depth: 2, eta: 0.2 }, { eta: 0.1 }];
    const second = await tune(workspace, { enqueue, from: 'first', trials: 8 });
    const best = first.trials.toSorted((a, b) => b.value! - a.value! || a.trial - b.trial).map(({ params }) => params);
    const expected = [
      { max_depth: 6, eta: 0.3 },
      { max_depth: 6, eta: 0.1 },
      { max_depth: 2, eta: 0.2 },
    ];
    const later = best.slice(0, 5).filter((one) => JSON.stringify(one) !== JSON.stringify(expected[0]));
    expect(second.trials.map(({ params }) => params).slice(0, 3 + later.length)).toEqual([...expected, ...later]);
    const plain = await tune(workspace, { portfolio: false });
    expect(plain.trials[0]!.params).not.toEqual(expected[0]);
  });

  it('ends early with a note that says why', async () => {
    const { notes, trials } = await tune(memoryWorkspace(), { trials: 60, patience: 3 });
    expect(notes).toContain(
      `the search ended after ${trials.length} of 60 trials: 3 trials had ended since the best one`,
    );
    const reached = await tune(memoryWorkspace(), { trials: 60, targetValue: 0.01 });
    expect(reached.notes.join()).toMatch(/trial 0 has average_precision 0\.\d+, as good as the target value/);
  });

  it('are said to be none where an earlier study searched for something else', async () => {
    const workspace = memoryWorkspace();
    await tune(workspace, { space: { gamma: { type: 'float', low: 0, high: 2 } }, trials: 2 }, { study: 'other' });
    const { notes, trials } = await tune(workspace, { from: 'other', trials: 1 });
    expect(notes).toContain('study "other" has none of the hyperparameters that are searched: nothing of it is tried');
    expect(trials).toHaveLength(1);
  });

  it('are refused outside the space, and for a grid', async () => {
    const workspace = memoryWorkspace();
    const enqueue = [{ max_dept: 3 }];
    await expect(tune(workspace, { enqueue })).rejects.toMatchObject({ code: 'POINT_OUTSIDE' });
    await expect(tune(workspace, { from: 'none' })).rejects.toMatchObject({ code: 'STUDY_NOT_FOUND' });
    await tune(workspace, { metric: 'log_loss', trials: 1 }, { study: 'losses' });
    await expect(tune(workspace, { from: 'losses' })).rejects.toMatchObject({ code: 'OTHER_DIRECTION' });
    const grid: Tuning = { strategy: 'grid', space: { max_depth: [2, 3] } };
    await expect(tune(workspace, { ...grid, enqueue: [{ max_depth: 2 }] })).rejects.toMatchObject({
      code: 'QUEUE_OF_GRID',
    });
    expect((await tune(workspace, grid)).trials.map(({ params }) => params)).toEqual([
      { max_depth: 2 },
      { max_depth: 3 },
    ]);
  });

  it('end it by the rules of the config', async () => {
    const patient = await tune(memoryWorkspace(), { trials: 40, patience: 3, lag: 0 });
    expect(patient.trials.length).toBeLessThan(40);
    const { best, trials } = patient;
    expect(trials.length - 1 - best.trial).toBeGreaterThanOrEqual(3);
    const target = await tune(memoryWorkspace(), { trials: 40, targetValue: 0.01, lag: 0 });
    expect(target.trials).toHaveLength(1);
  });
});

describe('a study with a pruner', () => {
  const tuning: Tuning = { strategy: 'random', pruner: 'asha', trials: 16, lag: 2 };
  const rounds: FraudxConfig = { params: { num_round: 40, eta: 0.1 }, seed: 5 };
  const wide: NonNullable<Tuning['space']> = {
    max_depth: { type: 'int', low: 1, high: 9 },
    min_child_weight: [0.5, 200],
  };

  it('ends the same trials early for any number of workers, and keeps what they reported', async () => {
    const results = [];
    for (const workers of [1, 4]) {
      results.push(await tune(memoryWorkspace(), { ...tuning, space: wide }, {}, { ...rounds, workers }));
    }
    const shown = results.map(({ trials }) => trials.map(({ state, value, reports }) => ({ state, value, reports })));
    expect(shown[1]).toEqual(shown[0]);
    const { trials, best, summary } = results[0]!;
    expect(summary.study.spec.pruner).toEqual({ name: 'asha', options: { minResource: 10, reductionFactor: 3 } });
    const pruned = trials.filter(({ state }) => state === 'pruned');
    expect(pruned.length).toBeGreaterThan(2);
    expect(pruned.filter(({ reports }) => reports!.length < 4).length).toBeGreaterThan(2);
    expect(best.reports!.map(([step]) => step)).toEqual([10, 20, 30, 40]);
  });

  it('is that of hyperband by its name', async () => {
    const workspace = memoryWorkspace();
    const first = await tune(workspace, { strategy: 'hyperband', trials: 12, space: wide }, { study: 'h' }, rounds);
    const { sampler, pruner, lag } = first.summary.study.spec;
    expect({ sampler, pruner, lag }).toEqual({
      sampler: { name: 'random' },
      pruner: { name: 'hyperband', options: { minResource: 10 } },
      lag: 8,
    });
    const again = await tune(workspace, { strategy: 'hyperband', trials: 13, space: wide }, { study: 'h' }, rounds);
    expect(again.trials).toHaveLength(13);
  });

  it('marks the runs of such trials, and needs rounds', async () => {
    const workspace = memoryWorkspace();
    await tune(workspace, { ...tuning, space: wide }, {}, rounds);
    const runs = await workspace.runs.queryRuns({ kind: 'trial', limit: 100 });
    expect(runs.filter(({ tags }) => tags['pruned'] === 'true').every(({ status }) => status === 'finished')).toBe(
      true,
    );
    const forest: FraudxConfig = { algorithm: 'random-forest', params: { n_estimators: 5 } };
    await expect(tune(workspace, { pruner: 'asha', space: { max_depth: [2, 3] } }, {}, forest)).rejects.toMatchObject({
      code: 'PRUNER_WITHOUT_ROUNDS',
    });
    await expect(tune(workspace, { pruner: 'ash' })).rejects.toThrow('asha');
    for (const folds of [1, 4])
      await expect(tune(workspace, { pruner: 'wilcoxon' }, {}, { split: { folds } })).rejects.toMatchObject({
        code: 'PRUNER_WITHOUT_FOLDS',
      });
  });

  it('can follow folds, also of a forest, with the same trials for any number of workers', async () => {
    const forest: FraudxConfig = {
      algorithm: 'random-forest',
      params: { n_estimators: 5 },
      split: { strategy: 'stratified', folds: 5 },
    };
    const search: Tuning = {
      strategy: 'random',
      trials: 14,
      lag: 2,
      pruner: { name: 'wilcoxon', options: { pThreshold: 0.2 } },
      space: { max_depth: { type: 'int', low: 1, high: 8 }, min_samples_leaf: { type: 'int', low: 1, high: 200 } },
    };
    const one = await tune(memoryWorkspace(), search, {}, { ...forest, workers: 1 });
    const two = await tune(memoryWorkspace(), search, {}, { ...forest, workers: 2 });
    const facts = ({ trials }: TuningResult): unknown[] =>
      trials.map(({ state, params, value, reports }) => ({ state, params, value, reports }));
    expect(facts(two)).toEqual(facts(one));
    const pruned = one.trials.filter(({ state }) => state === 'pruned');
    expect(pruned.length).toBeGreaterThan(0);
    expect(pruned.every(({ reports }) => reports!.length < 5)).toBe(true);
    expect(one.best.reports!.map(([fold]) => fold)).toEqual([0, 1, 2, 3, 4]);
  });
});
