import { describe, expect, it } from 'vitest';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { SearchSpaceInput } from '../space/search-space.ts';
import type { TrialHistory, TrialRecord } from '../study/trial.ts';
import { symmetricEigen } from './cma-es/eigen.ts';
import { createSampler } from './sampler-registry.ts';

type Objective = (x: readonly number[]) => number;

/** Minimises with the results of all trials below k - lag, as a study does; the trials. */
function search(
  input: SearchSpaceInput,
  objective: Objective,
  {
    trials = 200,
    seed = 1,
    lag = 0,
    options = {},
  }: { trials?: number; seed?: number; lag?: number; options?: object } = {},
): TrialRecord[] {
  const space = parseSearchSpace(input);
  const sampler = createSampler({ name: 'cma-es', options: { ...options } }, { space, seed, directions: ['minimize'] });
  const done: TrialRecord[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const history = done.map((one): TrialHistory =>
      one.trial < trial - lag ? one : { trial: one.trial, params: one.params, state: 'running' },
    );
    const params = sampler.suggest(trial, () => history);
    const value = objective(Object.values(params).map(Number));
    done.push({ trial, params, state: 'complete', value, durationMs: 0 });
  }
  return done;
}

function best(trials: readonly TrialRecord[]): number {
  return Math.min(...trials.map(({ value }) => value!));
}

const range = { type: 'float', low: -5, high: 10 } as const;
const four = { a: range, b: range, c: range, d: range };
const sphere: Objective = (x) => x.reduce((sum, v) => sum + (v - 1) ** 2, 0);
/** A narrow valley that lies aslant. */
const valley: Objective = ([a, b]) => 1000 * (a! - b!) ** 2 + (a! + b! - 4) ** 2;

describe('cma-es', () => {
  it('finds the lowest point of a bowl, and along a narrow valley, which random points do not', () => {
    expect(best(search(four, sphere, { trials: 400 }))).toBeLessThan(1e-4);
    expect(best(search({ a: range, b: range }, valley, { trials: 400 }))).toBeLessThan(1e-6);
    expect(best(search(four, sphere, { trials: 600, lag: 8 }))).toBeLessThan(1e-3);
  });

  it('stays inside the space, on its steps and scales', () => {
    const input = {
      n: { type: 'int', low: 3, high: 30, step: 3 },
      q: { type: 'float', low: 0, high: 1, step: 0.25 },
      eta: { type: 'float', low: 1e-4, high: 1, log: true },
      deep: { type: 'int', low: 1, high: 64, log: true },
      always: { type: 'fixed', value: 'hist' },
    } as const;
    // the lowest point lies in a corner
    const trials = search(input, ([n, q, eta, deep]) => n! + q! + eta! + deep!, { trials: 150 });
    for (const { params } of trials) {
      expect(Object.keys(params)).toEqual(['n', 'q', 'eta', 'deep', 'always']);
      expect(Number(params['n']) % 3).toBe(0);
      expect([0, 0.25, 0.5, 0.75, 1]).toContain(params['q']);
      expect(params['eta']).toBeGreaterThanOrEqual(1e-4);
      expect(params['eta']).toBeLessThanOrEqual(1);
      expect(Number.isInteger(params['deep'])).toBe(true);
      expect(params['always']).toBe('hist');
    }
    expect(trials.slice(-40).some(({ params }) => params['n'] === 3 && params['deep'] === 1)).toBe(true);
  });

  it('suggests the same again after another history and in another process, and other points with another seed', () => {
    const trials = search(four, sphere, { trials: 60, lag: 4 });
    expect(search(four, sphere, { trials: 60, lag: 4 })).toEqual(trials);
    expect(search(four, sphere, { trials: 60, lag: 4, seed: 2 })).not.toEqual(trials);
    const space = parseSearchSpace(four);
    const sampler = createSampler('cma-es', { space, seed: 1, directions: ['minimize'] });
    const seen = (k: number): TrialHistory[] =>
      trials
        .slice(0, k)
        .map((one) => (one.trial < k - 4 ? one : { trial: one.trial, params: one.params, state: 'running' }));
    for (const k of [50, 10, 59, 0, 33]) expect(sampler.suggest(k, () => seen(k))).toEqual(trials[k]!.params);
  });

  it('takes failed trials for the worst, and points from elsewhere without being thrown off', () => {
    const space = parseSearchSpace({ a: range, b: range });
    const sampler = createSampler('cma-es', { space, seed: 3, directions: ['minimize'] });
    const done: TrialRecord[] = [];
    for (let trial = 0; trial < 240; trial++) {
      const suggested = sampler.suggest(trial, () => done);
      const params = trial % 17 === 0 ? { a: 10, b: -5 } : suggested;
      const end =
        trial % 5 === 0
          ? ({ state: 'failed', error: 'no' } as const)
          : { state: 'complete' as const, value: sphere([Number(params.a), Number(params.b)]) };
      done.push({ trial, params, durationMs: 0, ...end });
    }
    expect(Math.min(...done.map(({ value = Infinity }) => value))).toBeLessThan(1e-3);
  });

  it('begins again elsewhere once it is very narrow', () => {
    const trials = search({ a: range }, ([a]) => (a! - 3) ** 2, { trials: 900 });
    const narrow = trials.findIndex(({ value }) => value! < 1e-16);
    expect(narrow).toBeGreaterThan(0);
    expect(trials.slice(narrow).some(({ params }) => Math.abs(Number(params['a']) - 3) > 1)).toBe(true);
  });

  it.each([
    [{ kind: ['a', 'b'] }, ['minimize'], {}, 'must be numbers, got the choices of kind'],
    [four, ['minimize', 'maximize'], {}, 'direction must be one, got 2'],
    [four, ['minimize'], { sigma: 0 }, 'sigma must be in (0, 1], got 0'],
    [four, ['minimize'], { populationSize: 3 }, 'populationSize must be an integer >= 4'],
    [four, ['minimize'], { popsize: 9 }, 'unknown option "popsize"'],
  ] as const)('refuses %j, %j, %j', (input, directions, options, message) => {
    const make = (): unknown =>
      createSampler({ name: 'cma-es', options }, { space: parseSearchSpace(input), seed: 1, directions });
    expect(make).toThrow(message);
  });
});

describe('symmetricEigen', () => {
  it('takes a matrix apart so that it can be put together again', () => {
    const n = 7;
    const matrix = Float64Array.from({ length: n * n }, (_, k) => {
      const [i, j] = [Math.floor(k / n), k % n];
      return 1 / (1 + i + j) + (i === j ? i : 0);
    });
    const { values, vectors } = symmetricEigen(matrix, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let [whole, product] = [0, 0];
        for (let k = 0; k < n; k++) {
          whole += vectors[i * n + k]! * values[k]! * vectors[j * n + k]!;
          product += vectors[k * n + i]! * vectors[k * n + j]!;
        }
        expect(whole).toBeCloseTo(matrix[i * n + j]!, 12);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
      }
    }
  });
});
