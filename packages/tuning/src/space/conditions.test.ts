import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromOptuna } from '../optuna/from-optuna.ts';
import { toOptuna } from '../optuna/to-optuna.ts';
import { createSampler, resolveSampler } from '../samplers/sampler-registry.ts';
import { checkQueue } from '../study/check-queue.ts';
import { runStudy } from '../study/run-study.ts';
import { conditionalSpace } from '../testing/space-arbitrary.ts';
import { dimensionSize, dimensionValue, gridPoint, gridSize } from './grid.ts';
import { parseSearchSpace } from './parse-search-space.ts';
import { checkPoint, nearestPoint } from './points.ts';
import type { Params, SearchSpace } from './search-space.ts';

const space = parseSearchSpace({
  strategy: ['bagging', 'goss'],
  fraction: { type: 'float', low: 0.5, high: 1, when: { strategy: 'bagging' } },
  kind: { type: 'categorical', values: ['a', 'b', 'c'], when: { strategy: ['goss'] } },
  top: { type: 'int', low: 1, high: 20, when: { kind: ['a', 'b'] } },
  eta: { type: 'float', low: 0.01, high: 1, log: true },
});

/** Least, 0, with goss, kind b, top 7 and eta 0.1. */
function loss({ strategy, fraction, kind, top, eta }: Params): number {
  const rate = (Math.log10(Number(eta)) + 1) ** 2;
  if (strategy === 'bagging') return rate + 0.5 + (Number(fraction) - 0.8) ** 2;
  return rate + (kind === 'c' ? 0.7 : (kind === 'b' ? 0 : 0.2) + ((Number(top) - 7) / 10) ** 2);
}

/** Every point, by going through all combinations and leaving out what has no value. */
function listPoints(of: SearchSpace): Set<string> {
  const points = Object.entries(of).reduce<Params[]>(
    (all, [name, dimension]) =>
      all.flatMap((point) => {
        const isMet = Object.entries(dimension.when ?? {}).every(
          ([parent, values]) => parent in point && values.includes(point[parent]!),
        );
        if (!isMet) return [point];
        return Array.from({ length: dimensionSize(dimension)! }, (_, k) => ({
          ...point,
          [name]: dimensionValue(dimension, k),
        }));
      }),
    [{}],
  );
  return new Set(points.map((point) => JSON.stringify(point)));
}

describe('a space with conditions', () => {
  it('is read, and read again from its JSON form', () => {
    expect(space['fraction']).toEqual({
      type: 'float',
      low: 0.5,
      high: 1,
      log: false,
      when: { strategy: ['bagging'] },
    });
    expect(parseSearchSpace(JSON.parse(JSON.stringify(space)))).toEqual(space);
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      'an unknown name',
      { x: ['a', 'b'], y: { type: 'int', low: 1, high: 2, when: { xx: 'a' } } },
      'y.when.xx: must be a searched parameter, did you mean "x"?',
    ],
    [
      'one below',
      { y: { type: 'int', low: 1, high: 2, when: { x: 'a' } }, x: ['a', 'b'] },
      'y.when.x: x must stand above y',
    ],
    ['itself', { y: { type: 'categorical', values: [1, 2], when: { y: 1 } } }, 'y.when.y: y must stand above y'],
    [
      'a range',
      { x: { type: 'int', low: 1, high: 3 }, y: { type: 'int', low: 1, high: 2, when: { x: 1 } } },
      'y.when.x: x must be a list of values, got a range',
    ],
    [
      'a value that the list lacks',
      { x: ['a', 'b'], y: { type: 'int', low: 1, high: 2, when: { x: ['a', 'd'] } } },
      'y.when.x: must be of "a", "b", got "d"',
    ],
    ['nothing', { y: { type: 'int', low: 1, high: 2, when: {} } }, 'y.when: must name at least one hyperparameter'],
    ['no values', { x: [1], y: { type: 'int', low: 1, high: 2, when: { x: [] } } }, 'y.when.x'],
    ['no name', { x: [1], y: { type: 'int', low: 1, high: 2, when: 'x' } }, 'y.when: must be names with values'],
  ])('is refused with a condition that names %s', (_, input, message) => {
    expect(() => parseSearchSpace(input)).toThrow(
      expect.objectContaining({ code: 'INVALID_SEARCH_SPACE', message: expect.stringContaining(message) }),
    );
  });

  it('is refused with more combinations in its conditions than can be counted', () => {
    const values = Array.from({ length: 50 }, (_, i) => i);
    const lists = Object.fromEntries(Array.from({ length: 4 }, (_, i) => [`x${i}`, values]));
    const when = Object.fromEntries(Object.keys(lists).map((name) => [name, 1]));
    expect(() => parseSearchSpace({ ...lists, y: { type: 'int', low: 1, high: 2, when } })).toThrow(
      /at most 100000 combinations of values, got 6250000/,
    );
  });

  it('has each point of its grid once (property 19)', () => {
    fc.assert(
      fc.property(conditionalSpace, (of) => {
        const expected = listPoints(of);
        expect(gridSize(of)).toBe(expected.size);
        const visited = Array.from({ length: expected.size }, (_, k) => JSON.stringify(gridPoint(of, k)));
        expect(new Set(visited)).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it.each(['random', 'sobol', 'tpe', 'nsga-ii'])('has whole points only from %s (property 20)', async (sampler) => {
    await fc.assert(
      fc.asyncProperty(conditionalSpace, fc.nat(), async (of, seed) => {
        const { trials } = await runStudy({
          space: of,
          sampler: { name: sampler },
          seed,
          nTrials: Math.min(15, createSampler(sampler, { space: of, seed }).size),
          concurrency: 1,
          direction: 'maximize',
          objective: async ({ p0 }) => ({ value: Number(p0) || 0 }),
        });
        checkQueue(
          'trials',
          of,
          trials.map(({ params }) => params),
        );
      }),
      { numRuns: 25 },
    );
    const given = Array.from({ length: 40 }, (_, trial) => createSampler('random', { space, seed: 3 }).suggest(trial));
    checkQueue('points', space, given);
  });

  it('is learned by tpe: what is best under a condition, the same with any number of workers', async () => {
    const study = (concurrency: number, name: string): ReturnType<typeof runStudy> =>
      runStudy({
        space,
        sampler: { name },
        seed: 4,
        nTrials: 120,
        concurrency,
        direction: 'minimize',
        objective: async (params) => {
          await new Promise((resolve) => setTimeout(resolve, concurrency === 1 ? 0 : Math.random() * 2));
          return { value: loss(params) };
        },
      });
    const alone = await study(1, 'tpe');
    const points = (trials: readonly { readonly trial: number; readonly params: Params }[]): string =>
      JSON.stringify(trials.toSorted((a, b) => a.trial - b.trial).map(({ params }) => params));
    expect(points((await study(4, 'tpe')).trials)).toBe(points(alone.trials));
    expect(alone.best!.params).toMatchObject({ strategy: 'goss', kind: 'b' });
    const late = (trials: typeof alone.trials): number =>
      trials.slice(60).filter(({ params }) => params['kind'] === 'b').length;
    expect(late(alone.trials)).toBeGreaterThan(2 * late((await study(1, 'random')).trials));
  });

  it('is searched by tpe where bayesian is asked for, and refused by the samplers that cannot', () => {
    expect(resolveSampler('bayesian', { space, nTrials: 50 })).toEqual({ name: 'tpe' });
    expect(resolveSampler('bayesian', { space, nTrials: 5000 })).toEqual({ name: 'tpe' });
    for (const name of ['gp', 'cma-es'])
      expect(() => createSampler(name, { space, seed: 1 })).toThrow(/every trial, got a condition of fraction/);
  });

  it('has the nearest point without values of unmet conditions, which a point must not have', () => {
    const values = { strategy: 'bagging', fraction: 0.7, kind: 'a', top: 3, eta: 0.1 };
    expect(nearestPoint(space, values)).toEqual({ strategy: 'bagging', fraction: 0.7, eta: 0.1 });
    expect(nearestPoint(space, { ...values, strategy: 'goss' })).toEqual({
      strategy: 'goss',
      kind: 'a',
      top: 3,
      eta: 0.1,
    });
    checkPoint('point', space, { top: 3 });
    expect(() => checkPoint('point', space, values)).toThrow(
      expect.objectContaining({
        code: 'POINT_OUTSIDE',
        message: expect.stringContaining('kind has a value only where strategy is "goss", got "a"'),
      }),
    );
    expect(() => checkQueue('queue', space, [{ strategy: 'goss', kind: 'c', top: 3, eta: 0.1 }])).toThrow(
      /top has a value only where kind is "a" or "b"/,
    );
    expect(() => checkQueue('queue', space, [{ strategy: 'goss', kind: 'b', eta: 0.1 }])).toThrow(
      /must have a value for top/,
    );
  });

  it('comes back from Optuna as it was', async () => {
    const { trials } = await runStudy({
      space,
      sampler: { name: 'tpe' },
      seed: 1,
      nTrials: 20,
      direction: 'minimize',
      concurrency: 1,
      objective: async (params) => ({ value: loss(params) }),
    });
    const spec = {
      formatVersion: 4,
      space,
      sampler: { name: 'tpe' },
      directions: ['minimize'],
      seed: 1,
      lag: 8,
    } as const;
    const exported = toOptuna({ studyId: 'study-1', spec, createdAt: 0 }, trials);
    const back = fromOptuna(exported, 'optuna.db');
    expect(back.spec).toEqual(spec);
    expect(back.trials.map(({ params }) => params)).toEqual(trials.map(({ params }) => params));
  });
});
