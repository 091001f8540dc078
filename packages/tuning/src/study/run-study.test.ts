import { InvalidArgumentError, OutsideError } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HyperparameterTuner } from './hyperparameter-tuner.ts';
import type { Objective } from './objective.ts';
import type { StudyOptions } from './run-study.ts';
import { runStudy } from './run-study.ts';
import type { ClaimedTrial } from '../storage/study-store.ts';
import { InMemoryStudyStore } from '../storage/in-memory-study-store.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { SamplerSpec } from '../samplers/sampler.ts';
import { registerSampler } from '../samplers/sampler-registry.ts';
import type { TrialRecord } from './trial.ts';
import { TrialPruned } from './trial.ts';

const space = parseSearchSpace({ depth: [2, 4, 6, 8], eta: [0.1, 0.3] });
const score: Objective = async ({ depth, eta }) => ({ value: -Math.abs(Number(depth) - 6) - Number(eta) });

function options(part: Partial<StudyOptions> = {}): StudyOptions {
  return { space, sampler: 'grid', concurrency: 2, direction: 'maximize', seed: 1, objective: score, ...part };
}

const timeless = (trials: readonly TrialRecord[]): TrialRecord[] =>
  trials.map((trial) => ({ ...trial, durationMs: 0 }));

describe('runStudy', () => {
  it('visits the grid and names the best', async () => {
    const ended: number[] = [];
    const result = await runStudy(options({ onTrial: (trial) => ended.push(trial.trial) }));
    expect(result.trials).toHaveLength(8);
    expect(ended.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(result.best).toMatchObject({ params: { depth: 6, eta: 0.1 }, value: -0.1, state: 'complete' });
    expect(result.interrupted).toBe(false);
    const worst = await runStudy(options({ direction: 'minimize' }));
    expect(worst.best?.params).toEqual({ depth: 2, eta: 0.3 });
  });

  it('takes a number for a value, and says what else was returned', async () => {
    const numbers = await runStudy(options({ objective: async ({ depth }) => Number(depth) }));
    expect(numbers.trials.every(({ state }) => state === 'complete')).toBe(true);
    const nothing = await runStudy(options({ objective: (async () => undefined) as unknown as Objective }));
    expect(nothing.trials[0]).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('objective must return a number or { value }, got undefined'),
    });
  });

  it('sees timers and signals between trials of an objective that waits for nothing', async () => {
    const ended = new AbortController();
    const timer = setTimeout(() => ended.abort(), 5);
    const busy: Objective = async (_params, { trial }) => {
      const until = performance.now() + 4;
      while (performance.now() < until);
      return { value: trial };
    };
    const study = { sampler: 'random', nTrials: 200, concurrency: 1, objective: busy, signal: ended.signal };
    const { interrupted, trials } = await runStudy(
      options({ ...study, space: parseSearchSpace({ eta: { type: 'float', low: 0, high: 1 } }) }),
    );
    clearTimeout(timer);
    expect(interrupted).toBe(true);
    expect(trials.length).toBeLessThan(200);
  });

  it('records failing trials and goes on', async () => {
    const objective: Objective = async (params, { trial }) => {
      if (trial === 1) throw new Error('broken');
      if (trial === 2) return { value: Number.NaN, runId: 'run-2', metrics: { auc: 0.5 } };
      return { value: -Math.abs(Number(params['depth']) - 6) - Number(params['eta']) };
    };
    const { trials, best } = await runStudy(options({ objective }));
    expect(trials).toHaveLength(8);
    expect(trials[1]).toMatchObject({ state: 'failed', error: 'broken' });
    expect(trials[2]).toMatchObject({
      state: 'failed',
      error: 'objective must return a finite value, got NaN',
      runId: 'run-2',
    });
    expect(trials[2]).not.toHaveProperty('value');
    expect(best?.params).toEqual({ depth: 6, eta: 0.1 });
  });

  it('has no best when every trial fails, and survives an objective that throws at once', async () => {
    const objective = (() => {
      throw new Error('at once');
    }) as Objective;
    const result = await runStudy(options({ objective }));
    expect(result).not.toHaveProperty('best');
    expect(result.trials.every((trial) => trial.state === 'failed')).toBe(true);
  });

  it('gives the same result for any concurrency and order of ending', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }),
        async (concurrency, waits) => {
          const objective: Objective = async ({ x }, { trial, seed }) => {
            for (let i = 0; i < waits[trial]!; i++) await Promise.resolve();
            return { value: Number(x) + seed };
          };
          const study = options({
            space: parseSearchSpace({ x: { type: 'float', low: 0, high: 1 } }),
            sampler: 'random',
            nTrials: 6,
            objective,
          });
          const [a, b] = await Promise.all([
            runStudy({ ...study, concurrency }),
            runStudy({ ...study, concurrency: 1 }),
          ]);
          expect(timeless(a.trials)).toEqual(timeless(b.trials));
          expect(a.best?.trial).toBe(b.best?.trial);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('runs no more than the given number at a time', async () => {
    let running = 0;
    let most = 0;
    const objective: Objective = async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return { value: 1 };
    };
    await runStudy(options({ objective, concurrency: 3 }));
    expect(most).toBe(3);
  });

  it('runs a trial again that the outside world ended, and ends the study', async () => {
    const storage = { store: new InMemoryStudyStore(), studyId: 'study-1' };
    const objective: Objective = async (params, context) => {
      if (context.trial === 1) throw new OutsideError('STORE_FULL', 'store: no space left');
      return score(params, context);
    };
    await expect(runStudy(options({ objective, concurrency: 1, storage }))).rejects.toThrow('no space left');
    const states = (await storage.store.listTrials('study-1')).map((trial) => trial.state);
    expect(states).toEqual(['complete', 'interrupted']);
    const rerun: number[] = [];
    await runStudy(
      options({
        storage,
        objective: (params, context) => {
          rerun.push(context.trial);
          return score(params, context);
        },
      }),
    );
    expect(rerun).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('marks running trials interrupted on abort, and continues later with the same suggestions', async () => {
    const abort = new AbortController();
    const objective: Objective = async (params, context) => {
      if (context.trial === 3) abort.abort(new Error('stop'));
      context.signal.throwIfAborted();
      return score(params, context);
    };
    const storage = { store: new InMemoryStudyStore(), studyId: 'study-1' };
    const first = await runStudy(options({ objective, concurrency: 1, signal: abort.signal, storage }));
    expect(first.interrupted).toBe(true);
    expect(first.trials.map((trial) => trial.state)).toEqual(['complete', 'complete', 'complete', 'interrupted']);
    const rerun: number[] = [];
    const second = await runStudy(
      options({
        storage,
        objective: (params, context) => {
          rerun.push(context.trial);
          return score(params, context);
        },
      }),
    );
    expect(rerun.sort((a, b) => a - b)).toEqual([3, 4, 5, 6, 7]);
    expect(timeless(second.trials)).toEqual(timeless((await runStudy(options())).trials));
  });

  it('refuses to go on with another study under the same id', async () => {
    const storage = { store: new InMemoryStudyStore(), studyId: 'study-1' };
    await runStudy(options({ storage }));
    for (const part of [{ seed: 2 }, { direction: 'minimize' as const }, { space: parseSearchSpace({ depth: [1] }) }]) {
      await expect(runStudy(options({ storage, ...part }))).rejects.toMatchObject({ code: 'STUDY_CHANGED' });
    }
    const swapped = Object.fromEntries(Object.entries(space).toReversed());
    await expect(runStudy(options({ storage, space: swapped }))).rejects.toMatchObject({ code: 'STUDY_CHANGED' });
  });

  it('shares a study between several callers, each point once', async () => {
    const storage = { store: new InMemoryStudyStore(), studyId: 'study-1' };
    const tried: number[] = [];
    const objective: Objective = async (params, context) => {
      tried.push(context.trial);
      await new Promise((resolve) => setImmediate(resolve));
      return score(params, context);
    };
    await Promise.all([1, 2, 3].map(() => runStudy(options({ storage, objective }))));
    expect(tried.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('ends a trial as pruned that does worse than the median of others at its step', async () => {
    const steps = 4;
    const objective: Objective = async ({ depth }, { report, shouldPrune }) => {
      for (let step = 0; step < steps; step++) {
        await report(step, Number(depth) + step);
        if (await shouldPrune()) throw new TrialPruned();
      }
      return { value: Number(depth) + steps };
    };
    const study = options({
      space: parseSearchSpace({ depth: [5, 6, 4, 9] }),
      objective,
      concurrency: 1,
      pruner: { name: 'median', options: { nStartupTrials: 2 } },
      lag: 0,
    });
    const { trials, best } = await runStudy(study);
    expect(trials.map(({ state }) => state)).toEqual(['complete', 'complete', 'pruned', 'complete']);
    expect(trials[2]).toEqual({
      trial: 2,
      params: { depth: 4 },
      state: 'pruned',
      reports: [[0, 4]],
      durationMs: expect.any(Number),
    });
    expect(trials[3]!.reports).toHaveLength(steps);
    expect(best?.params).toEqual({ depth: 9 });
    const without = await runStudy({ ...study, pruner: undefined, lag: undefined } as unknown as StudyOptions);
    expect(without.trials.every(({ state }) => state === 'complete')).toBe(true);
  });

  it('prunes the same trials for any concurrency and order of reports', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 8 }),
        fc.array(fc.nat(3), { minLength: 24, maxLength: 24 }),
        fc.constantFrom(0, 2, 8),
        async (concurrency, waits, lag) => {
          const objective: Objective = async ({ depth }, { trial, report, shouldPrune }) => {
            for (let step = 0; step < 6; step++) {
              await report(step, Math.sin(Number(depth) * 7) + step / 10);
              for (let i = 0; i < waits[trial]!; i++) await new Promise((resolve) => setImmediate(resolve));
              if (await shouldPrune()) throw new TrialPruned();
            }
            return { value: Math.sin(Number(depth) * 7) };
          };
          const depth = { type: 'int', low: 1, high: 24 } as const;
          const study = options({ space: parseSearchSpace({ depth }), objective, pruner: 'asha', lag });
          const tables = await Promise.all(
            [1, concurrency].map(async (n) => {
              const { trials } = await runStudy({
                ...study,
                pruner: { name: 'asha', options: { minResource: 1 } },
                concurrency: n,
              });
              return timeless(trials);
            }),
          );
          expect(tables[1]).toEqual(tables[0]);
          expect(tables[0]!.some(({ state }) => state === 'pruned')).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('optimises several values and gives the trials that none beats', async () => {
    const objective: Objective = async ({ depth, eta }) => ({ values: [Number(depth), Number(eta) * Number(depth)] });
    const result = await runStudy(options({ objective, direction: ['maximize', 'minimize'] }));
    expect(result).not.toHaveProperty('best');
    expect(result.paretoFront.map(({ params }) => params)).toEqual([2, 4, 6, 8].map((depth) => ({ depth, eta: 0.1 })));
    const one = await runStudy(options({ objective: score, direction: ['maximize', 'minimize'] }));
    expect(one.trials[0]).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/^objective must return 2 finite values, got -?[\d.]+$/),
    });
  });

  it('drops the result of a trial that another process was given meanwhile', async () => {
    const store = new InMemoryStudyStore();
    const storage = { store, studyId: 'study-1' };
    const seen: number[] = [];
    let stolen = false;
    const objective: Objective = async (params, context) => {
      if (context.trial === 1 && !stolen) {
        stolen = true;
        // What another process does that takes this one for gone.
        const claim = { studyId: 'study-1', trial: 1, token: 1 };
        await store.endTrial(claim, { state: 'interrupted', durationMs: 0 });
        const suggest = (): never => {
          throw new Error('the point is kept');
        };
        const other = (await store.claimTrial('study-1', { maxTrials: 8, suggest })) as ClaimedTrial;
        await store.endTrial(other, { state: 'complete', value: 100, durationMs: 0 });
      }
      return score(params, context);
    };
    const { trials, best } = await runStudy(
      options({ objective, concurrency: 1, storage, onTrial: ({ trial }) => seen.push(trial) }),
    );
    expect(seen).toEqual([0, 2, 3, 4, 5, 6, 7]);
    expect(trials).toHaveLength(8);
    expect(best).toMatchObject({ trial: 1, value: 100 });
  });

  it('stores nothing that could not be read again', async () => {
    const store = new InMemoryStudyStore();
    registerSampler({
      name: 'not-a-number',
      isExhaustive: false,
      create: () => ({ size: 9, suggest: () => ({ x: Number.NaN }) }),
    });
    const study = (part: Partial<StudyOptions>): Promise<unknown> =>
      runStudy(options({ nTrials: 2, storage: { store, studyId: 'study-1' }, ...part }));
    await expect(study({ sampler: 'not-a-number' })).rejects.toThrow(
      'sampler not-a-number: x must be a text, a finite number or true/false, got NaN',
    );
    expect(await store.listTrials('study-1')).toEqual([]);
    const pruner = { name: 'median', options: { nStartupTrials: () => 1 } };
    await expect(study({ sampler: 'random', pruner, storage: { store, studyId: 'study-2' } })).rejects.toThrow(
      'nStartupTrials',
    );
    expect((await store.listStudies()).map(({ studyId }) => studyId)).toEqual(['study-1']);
    // other spellings of the same study
    const same = { storage: { store, studyId: 'study-3' } };
    await study({ ...same, sampler: 'random' });
    await study({ ...same, sampler: { name: 'random', options: {} } });
    await study({ ...same, sampler: { name: 'random', opts: {} } as unknown as SamplerSpec });
    expect((await store.getStudy('study-3')).spec.sampler).toEqual({ name: 'random' });
  });

  it('keeps the lag of a study, and goes on with one that has none', async () => {
    const store = new InMemoryStudyStore();
    const seen: string[] = [];
    registerSampler({
      name: 'looks-back',
      isExhaustive: false,
      create: () => ({
        size: Infinity,
        suggest: ({ trial, history }) => {
          const states = history.map((one) => (one.state === 'running' ? 'r' : one.value));
          seen.push(states.join(' '));
          expect(history.map((one) => one.trial)).toEqual(Array.from({ length: trial }, (_, i) => i));
          return { x: trial };
        },
      }),
    });
    const study = (studyId: string, part: Partial<StudyOptions> = {}): Promise<unknown> => {
      const objective: Objective = async (_params, { trial }) => ({ value: trial });
      const storage = { store, studyId };
      return runStudy(options({ sampler: 'looks-back', nTrials: 4, concurrency: 3, storage, objective, ...part }));
    };
    await study('study-1', { lag: 1 });
    expect(seen).toEqual(['', 'r', '0 r', '0 1 r']);
    expect((await store.getStudy('study-1')).spec.lag).toBe(1);
    await study('study-1', { nTrials: 5 });
    expect(seen.at(-1)).toBe('0 1 2 r');
    await expect(study('study-1', { lag: 2 })).rejects.toMatchObject({ code: 'STUDY_CHANGED' });
    await study('study-2');
    expect((await store.getStudy('study-2')).spec.lag).toBe(8);
    const { spec } = await store.getStudy('study-1');
    await store.createStudy({ studyId: 'study-3', createdAt: 1, spec: { ...spec, lag: undefined } as never });
    await study('study-3', { concurrency: 1 });
    expect(seen.at(-1)).toBe('0 1 2');
    expect((await store.getStudy('study-3')).spec.lag).toBeUndefined();
  });

  it('waits for trials that another process runs, and stops waiting when it is aborted', async () => {
    const store = new InMemoryStudyStore();
    const storage = { store, studyId: 'study-1' };
    const climber = options({ sampler: 'looks-back', nTrials: 3, lag: 0, concurrency: 2, storage });
    const gone = new AbortController();
    gone.abort();
    await runStudy({ ...climber, signal: gone.signal });
    const suggest = (): { depth: number } => ({ depth: 4 });
    const claim = (await store.claimTrial('study-1', { maxTrials: 3, suggest })) as ClaimedTrial;
    const abort = new AbortController();
    const waiting = runStudy({ ...climber, signal: abort.signal });
    setTimeout(() => abort.abort(), 30);
    expect(await waiting).toMatchObject({ interrupted: true, trials: [] });
    const other = runStudy(climber);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await store.endTrial(claim, { state: 'failed', durationMs: 1 });
    expect((await other).trials.map(({ state }) => state)).toEqual(['failed', 'failed', 'failed']);
  });

  it('refuses reports that are none', async () => {
    const objective: Objective = async (_params, { report }) => {
      await report(-1, 0.5);
      return { value: 1 };
    };
    const { trials } = await runStudy(options({ objective }));
    expect(trials[0]).toMatchObject({ state: 'failed', error: 'report: step must be an integer >= 0, got -1' });
  });

  it('stops when onTrial throws', async () => {
    let started = 0;
    const study = options({
      concurrency: 1,
      onTrialStart: () => started++,
      onTrial: () => {
        throw new Error('disk full');
      },
    });
    await expect(runStudy(study)).rejects.toThrow('disk full');
    expect(started).toBe(1);
  });

  it.each([
    [{ concurrency: 0 }, 'concurrency must be an integer >= 1'],
    [{ sampler: 'random' as const }, 'nTrials must be an integer >= 1, got undefined'],
    [{ nTrials: 3 }, 'nTrials must be absent for a grid'],
    [{ direction: [] }, 'direction must be at least one'],
    [{ lag: 8 }, 'lag must be absent for grid, which has no memory, without a pruner, got 8'],
    [{ sampler: 'looks-back', nTrials: 1, lag: 0.5 }, 'lag must be an integer >= 0, got 0.5'],
    [{ direction: ['maximize', 'minimize'] as const, pruner: 'median' }, 'pruner must be absent'],
    [{ pruner: 'mediann' }, 'threshold, wilcoxon, got "mediann"'],
    [{ pruner: { name: 'median', options: { nWarmupStep: 1 } } }, 'did you mean "nWarmupSteps"?'],
    [{ sampler: { name: 'random', options: { seed: 1 } }, nTrials: 1 }, 'options must be none, got seed'],
    [{ direction: 'up' as 'maximize' }, 'direction must be maximize or minimize'],
    [{ sampler: 'tpee' }, 'sampler must be one of grid, random'],
    [{ seed: -1, sampler: 'random' as const, nTrials: 1 }, 'seed must be'],
  ])('refuses %j', async (part, message) => {
    await expect(runStudy(options(part))).rejects.toThrow(InvalidArgumentError);
    await expect(runStudy(options(part))).rejects.toThrow(message);
  });
});

describe('HyperparameterTuner', () => {
  it('searches by grid and at random', async () => {
    const tuner = new HyperparameterTuner({ objective: score, seed: 3 });
    expect((await tuner.gridSearch({ depth: [4, 6], eta: [0.1] })).best?.params).toEqual({ depth: 6, eta: 0.1 });
    const random = await tuner.randomSearch({ depth: [2, 4, 6], eta: { type: 'float', low: 0, high: 1 } }, 12);
    expect(random.trials).toHaveLength(12);
    expect(random.sampler).toBe('random');
    expect((await tuner.randomSearch({ depth: [2, 4] }, 12)).trials).toHaveLength(2);
  });
});
