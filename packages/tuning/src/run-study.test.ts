import { InvalidArgumentError, OutsideError } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HyperparameterTuner } from './hyperparameter-tuner.ts';
import type { Objective, StudyOptions } from './run-study.ts';
import { runStudy } from './run-study.ts';
import { InMemoryStudyStore } from './storage/in-memory-study-store.ts';
import { parseSearchSpace } from './space/parse-search-space.ts';
import type { TrialRecord } from './trial.ts';

const space = parseSearchSpace({ depth: [2, 4, 6, 8], eta: [0.1, 0.3] });
const score: Objective = async ({ depth, eta }) => ({ value: -Math.abs(Number(depth) - 6) - Number(eta) });

function options(part: Partial<StudyOptions> = {}): StudyOptions {
  return { space, strategy: 'grid', concurrency: 2, direction: 'maximize', seed: 1, objective: score, ...part };
}

const timeless = (trials: readonly TrialRecord[]): unknown[] => trials.map((trial) => ({ ...trial, durationMs: 0 }));

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

  it('records failing trials and goes on', async () => {
    const objective: Objective = async (params, { trial }) => {
      if (trial === 1) throw new Error('broken');
      if (trial === 2) return { value: Number.NaN, runId: 'run-2', metrics: { auc: 0.5 } };
      return score(params, { trial, seed: 0, signal: new AbortController().signal });
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
            strategy: 'random',
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
    [{ strategy: 'random' as const }, 'nTrials must be an integer >= 1, got undefined'],
    [{ nTrials: 3 }, 'nTrials must be absent for a grid'],
    [{ direction: 'up' as 'maximize' }, 'direction must be maximize or minimize'],
    [{ strategy: 'tpe' as 'grid' }, 'strategy must be grid or random'],
    [{ seed: -1, strategy: 'random' as const, nTrials: 1 }, 'seed must be'],
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
    expect(random.strategy).toBe('random');
    expect((await tuner.randomSearch({ depth: [2, 4] }, 12)).trials).toHaveLength(2);
  });
});
