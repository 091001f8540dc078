import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { Params } from '../space/search-space.ts';
import type { Direction } from '../study/best-trial.ts';
import type { TrialRecord } from '../study/trial.ts';
import { paramImportances } from './ped-anova.ts';

const { cases } = JSON.parse(readFileSync(new URL('../../fixtures/importances.json', import.meta.url), 'utf8')) as {
  cases: {
    readonly direction: Direction;
    readonly trials: readonly (readonly [Params, number])[];
    readonly importances: Readonly<Record<string, number>>;
  }[];
};

const space = parseSearchSpace({
  x: { type: 'float', low: -3, high: 7 },
  eta: { type: 'float', low: 1e-3, high: 1, log: true },
  q: { type: 'float', low: 0, high: 1, step: 0.1 },
  n: { type: 'int', low: 1, high: 100, step: 3 },
  deep: { type: 'int', low: 1, high: 64, log: true },
  few: { type: 'int', low: 2, high: 5 },
  kind: ['a', 'b', 'c'],
});

function records(trials: readonly (readonly [Params, number])[]): TrialRecord[] {
  return trials.map(([params, value], trial) => ({ trial, params, state: 'complete', value, durationMs: 1 }));
}

describe('paramImportances', () => {
  it.each(cases.map((one) => [one.trials.length, one.direction, one] as const))(
    'are those of Optuna for %s trials to %s',
    (_, direction, { trials, importances }) => {
      const ours = paramImportances(space, [direction], records(trials));
      for (const [name, share] of Object.entries(importances)) expect(ours[name], name).toBeCloseTo(share, 9);
      expect(Object.keys(ours)).toHaveLength(7);
    },
  );

  it('count complete trials alone, and the asked value of several', () => {
    const [{ trials }] = cases.toReversed() as [(typeof cases)[number]];
    const whole = records(trials);
    const pruned: TrialRecord = { trial: whole.length, params: { x: 1 }, state: 'pruned', durationMs: 1 };
    const expected = paramImportances(space, ['minimize'], whole);
    expect(paramImportances(space, ['minimize'], [...whole, pruned])).toEqual(expected);
    const two = whole.map(({ value, ...trial }) => ({ ...trial, values: [0, value!] }));
    expect(paramImportances(space, ['maximize', 'minimize'], two, { objective: 1 })).toEqual(expected);
    expect(Object.values(expected).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(Object.values(expected)).toEqual(Object.values(expected).toSorted((a, b) => b - a));
  });

  it('are 0 for one value, and equal where nothing can be said', () => {
    const small = parseSearchSpace({ a: [1, 2], b: { type: 'fixed', value: 3 }, c: { type: 'int', low: 4, high: 4 } });
    const trials = records([1, 2, 1, 2, 1].map((a) => [{ a, b: 3, c: 4 }, a]));
    expect(paramImportances(small, ['maximize'], trials)).toEqual({ a: 1, b: 0, c: 0 });
    expect(paramImportances(small, ['maximize'], trials.slice(0, 1))).toEqual({ a: 1 / 3, b: 1 / 3, c: 1 / 3 });
    expect(() => paramImportances(small, ['maximize'], trials, { targetShare: 1 })).toThrow('targetShare must be');
    expect(() => paramImportances(small, ['maximize'], trials, { objective: 1 })).toThrow('objective must be');
  });
});
