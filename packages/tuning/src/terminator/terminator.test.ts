import { Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import { samplePoint } from '../space/sample-point.ts';
import { runStudy } from '../study/run-study.ts';
import type { TrialRecord } from '../study/trial.ts';
import { regretBound } from './regret-bound.ts';
import { Terminator } from './terminator.ts';

const space = parseSearchSpace({ x: { type: 'float', low: 0, high: 1 }, kind: ['a', 'b'] });
const truth = ({ x, kind }: TrialRecord['params']): number => 0.8 - (Number(x) - 0.3) ** 2 - (kind === 'a' ? 0 : 0.05);

function trialsOf(n: number, sign = 1): TrialRecord[] {
  const rng = new Rng(3);
  return Array.from({ length: n }, (_, trial): TrialRecord => {
    const params = samplePoint(space, rng.stream(`trial ${trial}`));
    return { trial, params, state: 'complete', value: sign * truth(params), durationMs: 0 };
  });
}

const question = { space, seed: 1, direction: 'maximize' } as const;

describe('regretBound', () => {
  it('is not below what is left to gain, and falls as trials come', () => {
    const bounds = [5, 10, 20, 40].map((n) => {
      const trials = trialsOf(n);
      const left = 0.8 - Math.max(...trials.map(({ value }) => value!));
      const bound = regretBound(trials, question)!;
      expect(bound).toBeGreaterThanOrEqual(left);
      return bound;
    });
    expect(bounds[3]!).toBeLessThan(bounds[0]! / 5);
  });

  it('is the same for values that are minimized, in other units, and beside trials that run or failed', () => {
    const bound = regretBound(trialsOf(20), question)!;
    expect(regretBound(trialsOf(20, -1), { ...question, direction: 'minimize' })).toBeCloseTo(bound, 12);
    const larger = trialsOf(20).map((one) => ({ ...one, value: 1000 * one.value! + 7 }));
    expect(regretBound(larger, question)! / 1000).toBeCloseTo(bound, 6);
    const more = [
      ...trialsOf(20),
      { trial: 20, params: { x: 0.5, kind: 'a' }, state: 'running' },
      { trial: 21, params: { x: 0.5, kind: 'a' }, state: 'failed', durationMs: 0 },
    ] as const;
    expect(regretBound(more, question)).toBe(bound);
  });

  it('counts what the best trial that meets the constraints leaves to gain', () => {
    const trials = trialsOf(30);
    const bound = regretBound(trials, question)!;
    const best = Math.max(...trials.map(({ value }) => value!));
    const barred = trials.map((one) => ({ ...one, constraints: { slow: one.value! > best - 0.05 ? 1 : -1 } }));
    expect(regretBound(barred, question)!).toBeGreaterThan(bound + 0.04);
    expect(
      regretBound(
        trials.map((one) => ({ ...one, constraints: { slow: 1 } })),
        question,
      ),
    ).toBeUndefined();
  });

  it('sees what is left where most trials share the best value', () => {
    const trials = trialsOf(20).map((one, i) => ({ ...one, value: i < 12 ? 0.8 : 0.8 - i / 40 }));
    expect(regretBound(trials, question)!).toBeGreaterThan(1e-4);
  });

  it('is 0 where all values are equal, and unknown where nothing can be asked', () => {
    expect(
      regretBound(
        trialsOf(8).map((one) => ({ ...one, value: 0.5 })),
        question,
      ),
    ).toBe(0);
    expect(regretBound(trialsOf(1), question)).toBeUndefined();
    const fixed = parseSearchSpace({ x: [0.5] });
    expect(regretBound(trialsOf(8), { ...question, space: fixed })).toBeUndefined();
  });
});

describe('a terminator', () => {
  const design = { space, sampler: 'tpe', nTrials: 60, direction: 'maximize', seed: 5, lag: 4 } as const;
  const objective = async (params: TrialRecord['params']): Promise<{ value: number }> => ({ value: truth(params) });

  it('ends a study when what is left to gain is below the noise, at the same trial for any number of workers', async () => {
    const noiseOf = (): number => 0.01;
    const one = await runStudy({ ...design, concurrency: 1, noiseOf, objective });
    const four = await runStudy({ ...design, concurrency: 4, noiseOf, objective });
    expect(one.trials.length).toBeLessThan(60);
    expect(one.trials.length).toBeGreaterThanOrEqual(20);
    expect(four.trials.map(({ params }) => params)).toEqual(one.trials.map(({ params }) => params));
    expect(0.8 - one.best!.value!).toBeLessThan(0.01);
    const settled = new Terminator({ ...design, directions: ['maximize'] }, noiseOf).settled(one.trials)!;
    expect(settled.regret).toBeLessThan(0.01);
    expect(settled.nTrials % 5).toBe(0);
  });

  it('ends none of which the noise is not known, or is less', async () => {
    for (const noise of [undefined, 0, 1e-9]) {
      const { trials } = await runStudy({ ...design, nTrials: 25, concurrency: 1, noiseOf: () => noise, objective });
      expect(trials).toHaveLength(25);
    }
  });

  it('says the same when it is asked once at the end as when it was asked all along', () => {
    const spec = { space, directions: ['maximize'], seed: 1 } as const;
    const trials = trialsOf(60);
    const along = new Terminator(spec, () => 0.02);
    const said = trials.map((_, n) => along.settled(trials.slice(0, n + 1)));
    const first = said.find((one) => one !== undefined);
    expect(first).toBeDefined();
    expect(said.at(-1)).toBe(first);
    // a process that comes before the lag has run out, too
    for (let more = 0; more <= 8; more++) {
      expect(new Terminator(spec, () => 0.02).settled(trials.slice(0, first!.nTrials + more))).toEqual(first);
    }
  });
});
