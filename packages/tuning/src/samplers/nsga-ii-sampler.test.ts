import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPoint } from '../space/points.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { Params } from '../space/search-space.ts';
import { hypervolume } from '../study/hypervolume.ts';
import { runStudy } from '../study/run-study.ts';
import type { TrialHistory, TrialRecord } from '../study/trial.ts';
import { isFeasible } from '../study/trial.ts';
import { anySpace } from '../testing/space-arbitrary.ts';
import { crowdingDistances, survivors } from './nsga-ii/population.ts';
import { createSampler } from './sampler-registry.ts';
import { rankedLayers } from './several/ranked-layers.ts';

const minimizeBoth = ['minimize', 'minimize'] as const;

const unit = parseSearchSpace(
  Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`x${i}`, { type: 'float', low: 0, high: 1 }])),
);

/** The problem ZDT1 of Zitzler, Deb and Thiele (2000). */
function zdt1(params: Params): [number, number] {
  const [first, ...rest] = Object.values(params).map(Number);
  const g = 1 + (9 * rest.reduce((sum, x) => sum + x, 0)) / rest.length;
  return [first!, g * (1 - Math.sqrt(first! / g))];
}

const mixedSpace = parseSearchSpace({
  kind: ['a', 'b', 'c'],
  depth: { type: 'int', low: 1, high: 12 },
  eta: { type: 'float', low: 0.001, high: 1, log: true },
  leaves: { type: 'int', low: 8, high: 256, step: 8 },
});

/** A loss, and what it costs. */
function mixed({ kind, depth, eta, leaves }: Params): [number, number] {
  const k = ['a', 'b', 'c'].indexOf(String(kind));
  const [d, l] = [Number(depth), Number(leaves) / 256];
  const loss = [0.1, 0, 0.05][k]! + (Math.log10(Number(eta)) + 1.5 + 0.3 * k) ** 2;
  return [loss + ((d - 6 - k) / 6) ** 2 + 2 * (l - 0.4) ** 2, d / 12 + l * [1, 0.6, 0.8][k]!];
}

async function searched(
  sampler: string,
  space: typeof unit,
  objective: (params: Params) => [number, number],
  more: { seed?: number; nTrials?: number; concurrency?: number } = {},
): Promise<readonly TrialRecord[]> {
  const { trials } = await runStudy({
    space,
    sampler,
    nTrials: 600,
    concurrency: 1,
    direction: minimizeBoth,
    seed: 1,
    objective: async (params) => ({ values: objective(params) }),
    ...more,
  });
  return trials;
}

function volume(trials: readonly TrialRecord[], reference: readonly number[]): number {
  return hypervolume(
    trials.map(({ values }) => values!),
    minimizeBoth,
    reference,
  );
}

describe('nsga-ii', () => {
  it.each([
    ['ZDT1', unit, zdt1, [1.1, 7], 6.9],
    ['a mixed space', mixedSpace, mixed, [2, 2], 2.7],
  ] as const)('covers the front of %s, which random points do not', async (_, space, objective, reference, least) => {
    const own = volume(await searched('nsga-ii', space, objective), reference);
    const random = volume(await searched('random', space, objective), reference);
    expect(own).toBeGreaterThan(random);
    expect(own).toBeGreaterThan(least);
  });

  it('lies in the space, and suggests no point twice while there are others', () => {
    fc.assert(
      fc.property(anySpace, fc.nat(99), (space, seed) => {
        const options = { populationSize: 4 };
        const sampler = createSampler({ name: 'nsga-ii', options }, { space, seed, directions: minimizeBoth });
        const done: TrialRecord[] = [];
        for (let trial = 0; trial < 14; trial++) {
          const params = sampler.suggest(trial, () => done);
          expect(Object.keys(params)).toEqual(Object.keys(space));
          checkPoint('test', space, params);
          done.push({ trial, params, state: 'complete', values: [trial % 5, -trial % 3], durationMs: 0 });
        }
      }),
      { numRuns: 60 },
    );
    const space = parseSearchSpace({ a: [1, 2, 3, 4], b: { type: 'int', low: 1, high: 16 } });
    const sampler = createSampler(
      { name: 'nsga-ii', options: { populationSize: 8 } },
      { space, seed: 2, directions: minimizeBoth },
    );
    const done: TrialRecord[] = [];
    for (let trial = 0; trial < 40; trial++) {
      const params = sampler.suggest(trial, () => done);
      done.push({ trial, params, state: 'complete', values: [Number(params['b']), 1], durationMs: 0 });
    }
    expect(new Set(done.map(({ params }) => JSON.stringify(params))).size).toBe(40);
  });

  it('suggests the same with any number of workers, after another history and in another process', async () => {
    const trials = await searched('nsga-ii', mixedSpace, mixed, { nTrials: 160 });
    const points = trials.map(({ params }) => params);
    for (const concurrency of [2, 4, 8]) {
      const others = await searched('nsga-ii', mixedSpace, mixed, { nTrials: 160, concurrency });
      expect(others.map(({ params }) => params)).toEqual(points);
    }
    const seen = (k: number): TrialHistory[] =>
      trials
        .slice(0, k)
        .map((one) => (one.trial < k - 8 ? one : { trial: one.trial, params: one.params, state: 'running' }));
    const sampler = createSampler('nsga-ii', { space: mixedSpace, seed: 1, directions: minimizeBoth });
    for (const k of [150, 52, 159, 0, 103, 57]) expect(sampler.suggest(k, () => seen(k))).toEqual(points[k]);
    const other = await searched('nsga-ii', mixedSpace, mixed, { nTrials: 160, seed: 2 });
    expect(other.map(({ params }) => params)).not.toEqual(points);
  });

  it('is a genetic algorithm with one direction, and goes on after failed and pruned trials', async () => {
    const { best } = await runStudy({
      space: unit,
      sampler: { name: 'nsga-ii', options: { populationSize: 20 } },
      nTrials: 500,
      concurrency: 1,
      direction: 'minimize',
      seed: 3,
      objective: async (params, { trial }) => {
        if (trial % 7 === 3) throw new Error('no luck');
        return { value: Object.values(params).reduce((sum: number, x) => sum + (Number(x) - 0.3) ** 2, 0) };
      },
    });
    expect(best?.value).toBeLessThan(0.02);
    const sampler = createSampler(
      { name: 'nsga-ii', options: { populationSize: 2 } },
      { space: unit, seed: 1, directions: minimizeBoth },
    );
    const params = sampler.suggest(0);
    const failed: TrialHistory[] = [0, 1].map((trial) => ({ trial, params, state: 'failed', durationMs: 0 }));
    checkPoint(
      'test',
      unit,
      sampler.suggest(2, () => failed),
    );
  });

  it('comes to the feasible part, where constraints leave little of the space', async () => {
    const { trials, paretoFront } = await runStudy({
      space: unit,
      sampler: { name: 'nsga-ii', options: { populationSize: 20 } },
      nTrials: 400,
      concurrency: 4,
      direction: minimizeBoth,
      constraints: ['sum'],
      seed: 1,
      objective: async (params) => ({
        values: zdt1(params),
        constraints: { sum: Object.values(params).reduce((sum: number, x) => sum + Number(x), 0) - 1.5 },
      }),
    });
    expect(trials.slice(0, 20).filter(isFeasible)).toHaveLength(0);
    expect(trials.slice(-100).filter(isFeasible).length).toBeGreaterThan(50);
    expect(paretoFront.every(isFeasible)).toBe(true);
  });

  it.each([
    [{ populationSize: 1 }, 'populationSize must be an integer >= 2, got 1'],
    [{ crossover: 'two-point' }, 'crossover must be one of sbx, blx-alpha, uniform, got "two-point"'],
    [{ mutationProbability: 1.5 }, 'mutationProbability must be a number in [0, 1], got 1.5'],
    [{ swappingProbability: 'often' }, 'swappingProbability must be a number in [0, 1], got "often"'],
    [{ population: 5 }, 'population'],
  ])('refuses the options %j', (options, message) => {
    const create = () => createSampler({ name: 'nsga-ii', options }, { space: unit, seed: 1 });
    expect(create).toThrow(message);
  });

  it.each(['sbx', 'uniform'])('searches with the crossover %s', async (crossover) => {
    const options = { crossover, populationSize: 10, crossoverProbability: 1, mutationProbability: 0.2 };
    const sampler = { name: 'nsga-ii', options };
    const { trials } = await runStudy({
      space: mixedSpace,
      sampler,
      nTrials: 100,
      concurrency: 1,
      direction: minimizeBoth,
      seed: 1,
      objective: async (params) => ({ values: mixed(params) }),
    });
    for (const { params } of trials) checkPoint('test', mixedSpace, params);
    expect(volume(trials.slice(50), [2, 2])).toBeGreaterThan(volume(trials.slice(0, 50), [2, 2]));
  });
});

describe('survivors', () => {
  it('ranks by constrained domination: fronts of feasible trials, then the others by violation', () => {
    const of = (gains: number[], violation = 0) => ({ gains, violation });
    const trials = [of([1, 1]), of([9, 9], 2), of([2, 0]), of([0, 0]), of([0, 0], 1), of([2, 2]), of([5, 5], 1)];
    expect(rankedLayers(trials)).toEqual([[5], [0, 2], [3], [4, 6], [1]]);
    expect(rankedLayers(trials, 3)).toEqual([[5], [0, 2]]);
  });

  it('makes layers that none of a later one beats, each the front of what is left', () => {
    fc.assert(
      fc.property(
        fc
          .integer({ min: 1, max: 3 })
          .chain((n) => fc.array(fc.array(fc.nat(5), { minLength: n, maxLength: n }), { maxLength: 40 })),
        (points) => {
          const layers = rankedLayers(points.map((gains) => ({ gains, violation: 0 })));
          let left = [...points.keys()];
          for (const layer of layers) {
            const beaten = (own: number): boolean =>
              left.some(
                (other) =>
                  points[other]!.every((gain, k) => gain >= points[own]![k]!) &&
                  points[other]!.some((gain, k) => gain > points[own]![k]!),
              );
            expect(layer).toEqual(left.filter((place) => !beaten(place)));
            left = left.filter((place) => !layer.includes(place));
          }
          expect(left).toEqual([]);
        },
      ),
    );
  });

  it('keeps of the last front what has most room around it', () => {
    const points = [
      [0, 10],
      [1, 9],
      [2, 8.5],
      [6, 4],
      [10, 0],
    ];
    expect(crowdingDistances(points)).toEqual([Infinity, 0.2 + 0.15, 0.5 + 0.5, 0.8 + 0.85, Infinity]);
    const individuals = points.map((gains, trial) => ({ trial, codes: [], gains, violation: 0 }));
    const kept = survivors(individuals, 3).map(({ trial }) => trial);
    expect(kept.toSorted((a, b) => a - b)).toEqual([0, 3, 4]);
  });
});
