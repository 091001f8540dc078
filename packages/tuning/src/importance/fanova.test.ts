import { readFileSync } from 'node:fs';
import { Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { Params } from '../space/search-space.ts';
import type { TrialRecord } from '../study/trial.ts';
import { fanovaImportances } from './fanova.ts';

const { cases } = JSON.parse(readFileSync(new URL('../../fixtures/fanova.json', import.meta.url), 'utf8')) as {
  cases: {
    readonly name: string;
    readonly trials: readonly (readonly [Params, number])[];
    readonly importances: Readonly<Record<string, number>>;
    readonly spread: number;
  }[];
};

const space = parseSearchSpace({
  x: { type: 'float', low: -3, high: 7 },
  y: { type: 'float', low: 0, high: 1 },
  n: { type: 'int', low: 1, high: 100 },
  kind: ['a', 'b', 'c'],
  flag: [false, true],
});

function records(trials: readonly (readonly [Params, number])[]): TrialRecord[] {
  return trials.map(([params, value], trial) => ({ trial, params, state: 'complete', value, durationMs: 1 }));
}

/** 200 trials of a function of a space's points. */
function studyOf(draw: (rng: Rng) => Params, valueOf: (params: Params) => number, n = 200): TrialRecord[] {
  const rng = new Rng(4);
  return records(
    Array.from({ length: n }, () => {
      const params = draw(rng);
      return [params, valueOf(params)] as const;
    }),
  );
}

describe('fanovaImportances', () => {
  // Optuna counts points with no choice and with several choices among the places of a categorical hyperparameter, which widens its share.
  const room = { choices: 0.06 } as Readonly<Record<string, number>>;
  it.each(cases.map((one) => [one.name, one.trials.length, one] as const))(
    'are those of Optuna for %s with %s trials, within what its forest leaves open',
    (name, _, { trials, importances, spread }) => {
      const ours = fanovaImportances(space, records(trials));
      for (const [param, share] of Object.entries(importances))
        expect(Math.abs(ours[param]! - share), param).toBeLessThan((room[name] ?? 0.01) + spread);
    },
  );

  it('are the shares of variance of a function that is known', () => {
    const trials = studyOf(
      (rng) => ({ kind: ['a', 'b', 'c'][rng.int(3)]!, flag: rng.int(2) === 1, x: rng.uniform() }),
      ({ kind, flag, x }) => ({ a: 0, b: 3, c: 1 })[String(kind)]! + (flag === true ? 1 : 0) + Number(x),
      2000,
    );
    const known = parseSearchSpace({
      kind: ['a', 'b', 'c'],
      flag: [false, true],
      x: { type: 'float', low: 0, high: 1 },
    });
    const exact = { kind: 14 / 9, flag: 1 / 4, x: 1 / 12 };
    const sum = exact.kind + exact.flag + exact.x;
    const ours = fanovaImportances(known, trials, { trees: 16 });
    for (const [name, variance] of Object.entries(exact)) expect(ours[name], name).toBeCloseTo(variance / sum, 2);
  });

  it('count logarithmic ranges on their own scale', () => {
    const ranges = { eta: { type: 'float', low: -4, high: 0 }, x: { type: 'float', low: 0, high: 1 } } as const;
    const linear = parseSearchSpace(ranges);
    const log = parseSearchSpace({ ...ranges, eta: { type: 'float', low: Math.exp(-4), high: 1, log: true } });
    const trials = studyOf(
      (rng) => ({ eta: -4 * rng.uniform(), x: rng.uniform() }),
      ({ eta, x }) => Number(eta) + Number(x),
    );
    const asLog = trials.map((one) => ({
      ...one,
      params: { ...one.params, eta: Math.exp(Number(one.params['eta'])) },
    }));
    const [a, b] = [fanovaImportances(linear, trials), fanovaImportances(log, asLog)];
    expect(b['eta']).toBeCloseTo(a['eta']!, 9);
  });

  it('are the same for the same seed, and count complete trials and the asked value alone', () => {
    const { trials } = cases[3]!;
    const whole = records(trials);
    const first = fanovaImportances(space, whole, { seed: 3 });
    expect(fanovaImportances(space, whole, { seed: 3 })).toEqual(first);
    expect(fanovaImportances(space, whole, { seed: 4 })).not.toEqual(first);
    const pruned: TrialRecord = { trial: whole.length, params: { x: 1 }, state: 'pruned', durationMs: 1 };
    const two = whole.map(({ value, ...trial }) => ({ ...trial, values: [0, value!] }));
    expect(fanovaImportances(space, [...two, pruned], { seed: 3, objective: 1 })).toEqual(first);
    expect(Object.values(first).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(Object.values(first)).toEqual(Object.values(first).toSorted((a, b) => b - a));
    const huge = whole.map((one) => ({ ...one, value: one.value! * 1e305 }));
    expect(fanovaImportances(space, huge, { seed: 3 })['x']).toBeCloseTo(first['x']!, 2);
  });

  it('are 0 for one value, without what some trial lacks, and equal where nothing can be said', () => {
    const small = parseSearchSpace({
      a: [1, 2],
      b: { type: 'fixed', value: 3 },
      c: { type: 'int', low: 4, high: 4 },
      deep: { type: 'int', low: 1, high: 8, log: true },
    });
    const trials = records([1, 2, 1, 2, 1].map((a) => [{ a, b: 3, c: 4 }, a] as const));
    expect(fanovaImportances(small, trials)).toEqual({ a: 1, b: 0, c: 0 });
    const equal = records([1, 2].map((a) => [{ a, b: 3, c: 4 }, 7] as const));
    for (const few of [trials.slice(0, 1), equal])
      expect(fanovaImportances(small, few)).toEqual({ a: 1 / 3, b: 1 / 3, c: 1 / 3 });
    const outside = records([1, 2, 3, 4].map((a) => [{ a, b: 3, c: 4, deep: 2 ** a }, a] as const));
    const shares = fanovaImportances(small, outside);
    expect(shares['a']! + shares['deep']!).toBeCloseTo(1, 12);
    expect(fanovaImportances(small, [])).toEqual({ a: 0.25, b: 0.25, c: 0.25, deep: 0.25 });
  });

  it('refuse options out of range', () => {
    for (const [options, text] of [
      [{ trees: 0 }, 'trees must be'],
      [{ trees: 10_001 }, 'at most 10000, got 10001'],
      [{ maxDepth: 0.5 }, 'maxDepth must be'],
      [{ objective: -1 }, 'objective must be'],
      [{ seed: -1 }, 'seed must be'],
    ] as const)
      expect(() => fanovaImportances(space, [], options)).toThrow(text);
  });
});
