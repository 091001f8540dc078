import { Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dimensionSize, dimensionValue } from '../space/grid.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import { samplePoint } from '../space/sample-point.ts';
import type { Dimension, Params, ParamValue, SearchSpace, SearchSpaceInput } from '../space/search-space.ts';
import { runStudy } from '../study/run-study.ts';
import type { TrialHistory, TrialRecord } from '../study/trial.ts';
import { anySpace } from '../testing/space-arbitrary.ts';
import { createSampler } from './sampler-registry.ts';

type Objective = (params: Params) => number;

interface SearchOptions {
  readonly trials?: number;
  readonly seed?: number;
  readonly lag?: number;
  readonly direction?: 'minimize' | 'maximize';
  readonly options?: Readonly<Record<string, unknown>>;
}

function shown(done: readonly TrialRecord[], trial: number, lag: number): TrialHistory[] {
  return done
    .slice(0, trial)
    .map((one) => (one.trial < trial - lag ? one : { trial: one.trial, params: one.params, state: 'running' }));
}

/** Searches as a study does, with the results of all trials below k - lag; the trials. */
function search(space: SearchSpace, objective: Objective, how: SearchOptions = {}): TrialRecord[] {
  const { trials = 30, seed = 1, lag = 0, direction = 'minimize', options = {} } = how;
  const sampler = createSampler({ name: 'gp', options }, { space, seed, directions: [direction] });
  const done: TrialRecord[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const params = sampler.suggest(trial, () => shown(done, trial, lag));
    done.push({ trial, params, state: 'complete', value: objective(params), durationMs: 0 });
  }
  return done;
}

function best(trials: readonly TrialRecord[]): number {
  return Math.min(...trials.map(({ value }) => value!));
}

function contains(dimension: Dimension, value: ParamValue | undefined): boolean {
  const size = dimensionSize(dimension);
  if (size !== undefined && size <= 1000) {
    return Array.from({ length: size }, (_, k) => dimensionValue(dimension, k)).some((one) => Object.is(one, value));
  }
  const { low, high } = dimension as { readonly low: number; readonly high: number };
  if (typeof value !== 'number' || !(value >= low && value <= high)) return false;
  return dimension.type !== 'int' || Number.isInteger(value);
}

const plane = parseSearchSpace({ a: { type: 'float', low: -5, high: 10 }, b: { type: 'float', low: 0, high: 15 } });
const branin: Objective = ({ a, b }) => {
  const [x, y] = [Number(a), Number(b)];
  const valley = y - (5.1 * x * x) / (4 * Math.PI ** 2) + (5 * x) / Math.PI - 6;
  return valley ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10;
};
const mixedInput: SearchSpaceInput = {
  kind: ['a', 'b', 'c'],
  depth: { type: 'int', low: 1, high: 12 },
  leaves: { type: 'int', low: 8, high: 256, step: 8 },
  eta: { type: 'float', low: 0.001, high: 1, log: true },
  rounds: { type: 'int', low: 1, high: 1000, log: true },
  always: { type: 'fixed', value: 'hist' },
};
const mixed = parseSearchSpace(mixedInput);
const mixedObjective: Objective = ({ kind, depth, leaves, eta, rounds }) =>
  (kind === 'b' ? 0 : 0.4) +
  (Math.log10(Number(eta)) + 1.5) ** 2 +
  ((Number(depth) - 7) / 6) ** 2 +
  (Number(leaves) / 256 - 0.5) ** 2 +
  (Math.log10(Number(rounds)) - 2) ** 2;

describe('gp', () => {
  it('finds the lowest points of Branin, and the best of numbers, steps and words together', () => {
    for (const seed of [1, 2, 3]) {
      expect(best(search(plane, branin, { trials: 40, seed }))).toBeLessThan(0.41);
      const trials = search(mixed, mixedObjective, { trials: 40, seed });
      expect(best(trials)).toBeLessThan(0.02);
      expect(trials.find(({ value }) => value === best(trials))!.params).toMatchObject({ kind: 'b', always: 'hist' });
    }
  });

  it('learns with a lag, and maximises what it would minimise with the other sign', () => {
    const up = search(plane, (params) => -branin(params), { trials: 50, lag: 8, direction: 'maximize' });
    const down = search(plane, branin, { trials: 50, lag: 8 });
    expect(up.map(({ params }) => params)).toEqual(down.map(({ params }) => params));
    expect(best(down)).toBeLessThan(0.45);
  });

  it('stays inside any space, and gives each hyperparameter in its order', () => {
    fc.assert(
      fc.property(anySpace, fc.nat(1e6), fc.constantFrom(0, 3), (space, seed, lag) => {
        const rng = new Rng(seed);
        const trials = search(space, () => rng.normal(), { trials: 16, seed, lag, options: { nStartupTrials: 4 } });
        for (const { params } of trials) {
          expect(Object.keys(params)).toEqual(Object.keys(space));
          for (const [name, dimension] of Object.entries(space)) {
            expect(contains(dimension, Object.entries(params).find(([key]) => key === name)![1])).toBe(true);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  it('suggests the same in another process, after other histories, and with another seed other points', () => {
    const how = { trials: 60, lag: 4 };
    const trials = search(mixed, mixedObjective, how);
    expect(search(mixed, mixedObjective, how)).toEqual(trials);
    expect(search(mixed, mixedObjective, { ...how, seed: 2 })).not.toEqual(trials);
    const sampler = createSampler('gp', { space: mixed, seed: 1, directions: ['minimize'] });
    for (const k of [59, 10, 58, 59, 0, 33, 34]) {
      expect(sampler.suggest(k, () => shown(trials, k, 4))).toEqual(trials[k]!.params);
    }
    const other = trials.map((one) => ({ ...one, value: -one.value! }));
    sampler.suggest(45, () => shown(other, 45, 4));
    expect(sampler.suggest(46, () => shown(trials, 46, 4))).toEqual(trials[46]!.params);
  });

  it('runs the same study with any number of workers', async () => {
    const [one, four] = await Promise.all(
      [1, 4].map(async (concurrency) => {
        const { trials } = await runStudy({
          space: mixed,
          sampler: 'gp',
          nTrials: 24,
          lag: 3,
          concurrency,
          direction: 'minimize',
          seed: 5,
          objective: async (params, { trial }) => {
            for (let turns = (7 * trial) % 5; turns > 0; turns--) await Promise.resolve();
            return { value: mixedObjective(params) };
          },
        });
        return trials.map(({ params }) => params);
      }),
    );
    expect(four).toEqual(one);
  });

  it('does not crowd while trials run', () => {
    const trials = search(plane, branin, { trials: 12 });
    const sampler = createSampler('gp', { space: plane, seed: 1, directions: ['minimize'] });
    const history: TrialHistory[] = [...trials];
    for (let trial = 12; trial < 20; trial++) {
      history.push({ trial, params: sampler.suggest(trial, () => history), state: 'running' });
    }
    const points = history.slice(12).map(({ params }) => params);
    for (const [i, one] of points.entries()) {
      for (const other of points.slice(0, i)) {
        const distance = Math.hypot(Number(one['a']) - Number(other['a']), Number(one['b']) - Number(other['b']));
        expect(distance).toBeGreaterThan(0.05);
      }
    }
  });

  it('tries no point twice while others are left, and goes on when none is', () => {
    const space = parseSearchSpace({ depth: [2, 4, 6], n: { type: 'int', low: 1, high: 4 } });
    const trials = search(space, ({ depth, n }) => Number(depth) + Number(n), {
      trials: 16,
      lag: 2,
      options: { nStartupTrials: 1, nCandidates: 64 },
    });
    const texts = trials.map(({ params }) => JSON.stringify(params));
    // The first ones, before a result is known, are points of a sequence.
    expect(new Set(texts.slice(3, 12)).size).toBe(9);
    expect(new Set(texts).size).toBeGreaterThanOrEqual(11);
  });

  it('leaves out failed trials and points from elsewhere, and keeps away from where trials were pruned', () => {
    const space = parseSearchSpace({ a: { type: 'float', low: 0, high: 1 } });
    const complete = Array.from({ length: 12 }, (_, trial): TrialRecord => {
      const a = trial / 30;
      return { trial, params: { a }, state: 'complete', value: 1 - a, durationMs: 0 };
    });
    const next = (more: readonly TrialHistory[]): Params =>
      createSampler('gp', { space, seed: 1, directions: ['minimize'] }).suggest(20, () => [...complete, ...more]);
    const plain = next([]);
    expect(Number(plain['a'])).toBeGreaterThan(0.4);
    const failed: TrialRecord = { trial: 12, params: { a: 0.9 }, state: 'failed', error: 'no', durationMs: 0 };
    expect(next([failed, { ...failed, trial: 13, params: { a: 7 }, state: 'complete', value: -9 }])).toEqual(plain);
    expect(next([{ ...failed, trial: 12, params: {}, state: 'complete', value: -9 }])).toEqual(plain);
    const pruned = Array.from({ length: 4 }, (_, i): TrialRecord => ({
      trial: 12 + i,
      params: { a: 0.7 + i / 10 },
      state: 'pruned',
      durationMs: 0,
    }));
    expect(Number(next(pruned)['a'])).toBeLessThan(0.65);
  });

  it.each([
    ['all equal', () => 0.5],
    ['all pruned', () => undefined],
    ['huge', (k: number) => (k % 2 === 0 ? 1.7e308 : -1.7e308) / (k + 1)],
    ['tiny', (k: number) => k * 5e-324],
    ['mostly equal', (k: number) => (k === 7 ? -1 : 0)],
    ['with one far out', (k: number) => (k === 3 ? 1e300 : k)],
  ])('bears values that are %s', (_, valueOf) => {
    const rng = new Rng(1);
    const history = Array.from({ length: 20 }, (_one, trial): TrialRecord => {
      const value = valueOf(trial);
      const params = samplePoint(mixed, rng.stream(String(trial)));
      return {
        trial,
        params,
        durationMs: 0,
        ...(value === undefined ? { state: 'pruned' } : { state: 'complete', value }),
      };
    });
    const params = createSampler('gp', { space: mixed, seed: 1 }).suggest(20, () => history);
    for (const [name, dimension] of Object.entries(mixed)) expect(contains(dimension, params[name])).toBe(true);
  });

  it('reads the best and the newest trials where there are many', () => {
    const options = { maxTrials: 20 };
    const trials = search(plane, branin, { trials: 70, options });
    expect(best(trials)).toBeLessThan(0.5);
    const sampler = createSampler({ name: 'gp', options }, { space: plane, seed: 1, directions: ['minimize'] });
    for (const k of [69, 25]) expect(sampler.suggest(k, () => shown(trials, k, 0))).toEqual(trials[k]!.params);
  });

  it.each([
    [mixedInput, ['minimize', 'maximize'], {}, 'direction must be one, got 2'],
    [
      mixedInput,
      ['minimize'],
      { nStartupTrials: 0 },
      'nStartupTrials must be an integer in [1, 9007199254740991], got 0',
    ],
    [mixedInput, ['minimize'], { nCandidates: 1.5 }, 'nCandidates must be an integer in [1, 65536], got 1.5'],
    [mixedInput, ['minimize'], { maxTrials: 5 }, 'maxTrials must be an integer in [10, 1000], got 5'],
    [mixedInput, ['minimize'], { candidates: 9 }, 'unknown option "candidates"'],
    [
      Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`x${i}`, [0, 1]])),
      ['minimize'],
      {},
      'space must have at most 256 hyperparameters with more than one value, got 257',
    ],
  ] as const)('refuses %#', (input, directions, options, message) => {
    const space = parseSearchSpace(input);
    expect(() => createSampler({ name: 'gp', options }, { space, seed: 1, directions })).toThrow(message);
  });
});
