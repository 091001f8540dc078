import { InvalidArgumentError, Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import { samplePoint } from '../space/sample-point.ts';
import type { SearchSpace } from '../space/search-space.ts';
import type { Objective } from '../study/objective.ts';
import { runStudy } from '../study/run-study.ts';
import { hypervolume } from '../study/hypervolume.ts';
import type { TrialHistory, TrialRecord } from '../study/trial.ts';
import { isFeasible } from '../study/trial.ts';
import { anySpace } from '../testing/space-arbitrary.ts';
import { createSampler } from './sampler-registry.ts';

/** A history of n trials: most complete, some pruned, failed or running. */
function historyOf(space: SearchSpace, n: number, rng: Rng): TrialHistory[] {
  return Array.from({ length: n }, (_, trial): TrialHistory => {
    const params = samplePoint(space, rng.stream(`point ${trial}`));
    const kind = rng.int(10);
    const value = Math.round(rng.normal() * 10) / 10;
    if (kind === 0) return { trial, params, state: 'failed', error: 'why', durationMs: 1 };
    if (kind === 1) return { trial, params, state: 'pruned', durationMs: 1 };
    if (kind === 2) {
      const reports = [
        [0, value],
        [rng.int(3) + 1, rng.int(4) === 0 ? Number.NaN : value],
      ] as const;
      return { trial, params, state: 'pruned', reports, durationMs: 1 };
    }
    if (kind === 3 && trial > n - 9) return { trial, params, state: 'running' };
    return { trial, params, state: 'complete', value, durationMs: 1 };
  });
}

const box = parseSearchSpace({ x: { type: 'float', low: -5, high: 10 }, y: { type: 'float', low: 0, high: 15 } });

describe('tpe sampler', () => {
  it('suggests inside the space, and only from the history, the seed and the number', () => {
    fc.assert(
      fc.property(
        anySpace,
        fc.nat(),
        fc.nat(60),
        fc.boolean(),
        fc.boolean(),
        (space, seed, n, multivariate, constantLiar) => {
          const spec = { name: 'tpe', options: { multivariate, constantLiar } };
          const history = historyOf(space, n, new Rng(seed));
          const lasting = createSampler(spec, { space, seed, directions: ['minimize'] });
          // What a process sees that has suggested before: trials that ran have ended since; and another study between.
          for (const length of [n >> 2, n >> 1]) {
            const earlier = history
              .slice(0, length)
              .map((one): TrialHistory =>
                one.trial < length - 4 ? one : { trial: one.trial, params: { ...one.params }, state: 'running' },
              );
            lasting.suggest(length, () => earlier);
          }
          const point = lasting.suggest(n, () => history);
          const fresh = createSampler(spec, { space, seed, directions: ['minimize'] });
          expect(fresh.suggest(n, () => structuredClone(history))).toEqual(point);
          lasting.suggest(3, () => historyOf(space, 3, new Rng(seed + 1)));
          expect(lasting.suggest(n, () => history)).toEqual(point);
          expect(Object.keys(point)).toEqual(Object.keys(space));
          for (const [name, value] of Object.entries(point)) {
            const dimension = Object.entries(space).find(([key]) => key === name)![1];
            if (dimension.type === 'fixed') expect(value).toBe(dimension.value);
            else if (dimension.type === 'categorical') expect(dimension.values).toContain(value);
            else {
              expect(value).toBeGreaterThanOrEqual(dimension.low);
              expect(value).toBeLessThanOrEqual(dimension.high);
              if (dimension.type === 'int') expect((Number(value) - dimension.low) % dimension.step).toBe(0);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('takes the direction, and only the order of values, into account', () => {
    const history = historyOf(box, 40, new Rng(3));
    const changed = (change: (value: number) => number): TrialHistory[] =>
      history.map((one) => (one.state === 'complete' ? { ...one, value: change(one.value!) } : one));
    const suggest = (direction: 'maximize' | 'minimize', seen: readonly TrialHistory[]): unknown =>
      createSampler('tpe', { space: box, seed: 1, directions: [direction] }).suggest(40, () => seen);
    const finished = changed((value) => value).map((one): TrialHistory =>
      one.state === 'pruned' ? { trial: one.trial, params: one.params, state: 'pruned', durationMs: 1 } : one,
    );
    expect(
      suggest(
        'maximize',
        changed((value) => value * 3 + 1),
      ),
    ).toEqual(suggest('maximize', history));
    const mirrored = finished.map((one) => (one.state === 'complete' ? { ...one, value: -one.value! } : one));
    expect(suggest('minimize', mirrored)).toEqual(suggest('maximize', finished));
    expect(suggest('minimize', finished)).not.toEqual(suggest('maximize', finished));
  });

  it('leaves failed trials out, and keeps away from those that run', () => {
    const history = historyOf(box, 30, new Rng(5)).filter(({ state }) => state === 'complete');
    const sampler = createSampler('tpe', { space: box, seed: 1, directions: ['minimize'] });
    const without = sampler.suggest(30, () => history);
    const failed: TrialHistory = { trial: 40, params: without, state: 'failed', durationMs: 1 };
    expect(sampler.suggest(30, () => [...history, failed])).toEqual(without);
    const running = Array.from({ length: 8 }, (_, i): TrialHistory => ({
      trial: 40 + i,
      params: without,
      state: 'running',
    }));
    expect(sampler.suggest(30, () => [...history, ...running])).not.toEqual(without);
    const blind = createSampler(
      { name: 'tpe', options: { constantLiar: false } },
      { space: box, seed: 1, directions: ['minimize'] },
    );
    expect(blind.suggest(30, () => [...history, ...running])).toEqual(without);
  });

  it('leaves out trials of other spaces, such as those that were given', () => {
    const history = historyOf(box, 30, new Rng(6));
    const sampler = createSampler('tpe', { space: box, seed: 1, directions: ['minimize'] });
    const strange: TrialHistory[] = [{ x: 1 }, { x: 99, y: 1 }, { x: 'a', y: 1 }].map((params, i) => ({
      trial: 50 + i,
      params,
      state: 'running',
    }));
    expect(sampler.suggest(30, () => [...history, ...strange])).toEqual(sampler.suggest(30, () => history));
  });

  it.each([true, false])('finds a better point than random search does (multivariate: %s)', async (multivariate) => {
    // Branin; its least value is 0.397887.
    const objective: Objective = async (params) => {
      const [x, y] = [Number(params['x']), Number(params['y'])];
      const bowl = y - (5.1 * x * x) / (4 * Math.PI ** 2) + (5 * x) / Math.PI - 6;
      return { value: bowl * bowl + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10 };
    };
    let wins = 0;
    const values: number[] = [];
    for (let seed = 0; seed < 10; seed++) {
      const study = { space: box, nTrials: 80, concurrency: 4, direction: 'minimize', seed, objective } as const;
      const tpe = await runStudy({ ...study, sampler: { name: 'tpe', options: { multivariate } } });
      const random = await runStudy({ ...study, sampler: 'random' });
      values.push(tpe.best!.value!);
      if (tpe.best!.value! < random.best!.value!) wins += 1;
    }
    expect(wins).toBeGreaterThanOrEqual(8);
    expect(values.toSorted((a, b) => a - b)[5]).toBeLessThan(0.7);
  });

  it('gives the same study with any number of workers', async () => {
    const space = parseSearchSpace({
      x: { type: 'float', low: 0.01, high: 1, log: true },
      depth: { type: 'int', low: 2, high: 12 },
      kind: ['a', 'b', 'c'],
    });
    const objective: Objective = async ({ x, depth, kind }, { trial }) => {
      for (let i = (trial * 7) % 5; i > 0; i--) await new Promise((resolve) => setImmediate(resolve));
      if (trial % 11 === 7) throw new Error('fails');
      return { value: Math.log(Number(x)) ** 2 + Math.abs(Number(depth) - 6) + (kind === 'b' ? 0 : 1) };
    };
    const clock = { now: () => 0 };
    const study = { space, sampler: 'tpe', nTrials: 40, direction: 'minimize', seed: 2, objective, clock } as const;
    const whole = await runStudy({ ...study, concurrency: 1 });
    for (const concurrency of [2, 4, 8]) expect(await runStudy({ ...study, concurrency })).toEqual(whole);
  });

  it.each([
    [{ nStartupTrial: 3 }, 'did you mean "nStartupTrials"?'],
    [{ nStartupTrials: -1 }, 'nStartupTrials must be an integer >= 0, got -1'],
    [{ nEiCandidates: 0 }, 'nEiCandidates must be an integer >= 1, got 0'],
    [{ priorWeight: 0 }, 'priorWeight must be a number > 0, got 0'],
    [{ multivariate: 1 }, 'multivariate must be true or false, got 1'],
  ])('refuses %j', (options, message) => {
    const create = (): unknown => createSampler({ name: 'tpe', options }, { space: box, seed: 1 });
    expect(create).toThrow(InvalidArgumentError);
    expect(create).toThrow(message);
  });

  it('covers the front of several directions, from the history alone', async () => {
    const both = ['minimize', 'minimize'] as const;
    const searchBy = async (sampler: string, concurrency: number) => {
      const { trials } = await runStudy({
        space: box,
        sampler,
        nTrials: 150,
        concurrency,
        direction: both,
        seed: 1,
        objective: async ({ x, y }) => ({
          values: [Number(x) ** 2 + Number(y), (Number(x) - 2) ** 2 + 0.5 * Number(y)],
        }),
      });
      return trials;
    };
    const own = await searchBy('tpe', 1);
    const volume = (trials: readonly TrialRecord[]): number =>
      hypervolume(
        trials.map(({ values }) => values!),
        both,
        [10, 10],
      );
    expect(volume(own)).toBeGreaterThan(volume(await searchBy('random', 1)) + 2);
    expect((await searchBy('tpe', 6)).map(({ params }) => params)).toEqual(own.map(({ params }) => params));
  });

  it('keeps away from what violates a constraint', async () => {
    const { trials, best } = await runStudy({
      space: box,
      sampler: 'tpe',
      nTrials: 100,
      concurrency: 1,
      direction: 'minimize',
      constraints: ['y >= 10'],
      seed: 1,
      objective: async ({ x, y }) => ({
        value: Number(x) ** 2 + Number(y),
        constraints: { 'y >= 10': 10 - Number(y) },
      }),
    });
    expect(best?.params['y']).toBeGreaterThanOrEqual(10);
    expect(best?.value).toBeLessThan(11);
    expect(trials.slice(-50).filter(isFeasible).length).toBeGreaterThan(25);
  });
});
