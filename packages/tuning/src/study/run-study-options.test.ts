import { describe, expect, it } from 'vitest';
import { checkPoint } from '../space/points.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { StudyOptions } from './run-study.ts';
import { runStudy } from './run-study.ts';

const base = {
  space: parseSearchSpace({ x: { type: 'int', low: 0, high: 2 } }),
  sampler: 'tpe',
  nTrials: 30,
  direction: 'maximize',
  concurrency: 2,
  seed: 1,
} as const satisfies Partial<StudyOptions>;

describe('runStudy', () => {
  it('tries a failed trial again as often as asked, with the same seed', async () => {
    const seeds = new Map<number, number[]>();
    const objective: StudyOptions['objective'] = async ({ x }, { trial, seed }) => {
      const tried = [...(seeds.get(trial) ?? []), seed];
      seeds.set(trial, tried);
      if (trial === 1 || (trial === 2 && tried.length < 3)) throw new Error(`attempt ${tried.length}`);
      return { value: Number(x) };
    };
    const { trials } = await runStudy({ ...base, nTrials: 4, retries: 2, objective });
    expect(trials.map(({ state }) => state)).toEqual(['complete', 'failed', 'complete', 'complete']);
    expect(trials[1]!.error).toBe('attempt 3');
    expect([...seeds].sort(([a], [b]) => a - b).map(([, tried]) => [tried.length, new Set(tried).size])).toEqual([
      [1, 1],
      [3, 1],
      [3, 1],
      [1, 1],
    ]);
  });

  it('answers repeated points with the result of the first', async () => {
    let calls = 0;
    const objective: StudyOptions['objective'] = async ({ x }, { trial }) => {
      calls += 1;
      return { value: Number(x), metrics: { trial }, runId: `run-${trial}` };
    };
    const { trials } = await runStudy({ ...base, concurrency: 1, reuseRepeated: true, objective });
    expect(trials).toHaveLength(30);
    expect(calls).toBe(3);
    for (const { params, value, metrics, runId } of trials) {
      expect(value).toBe(params['x']);
      expect(runId).toBe(`run-${metrics!['trial']}`);
    }
  });

  it('starts no trial after its time, and ends those that run', async () => {
    let now = 0;
    const objective: StudyOptions['objective'] = async () => {
      now += 40;
      return { value: 1 };
    };
    const { trials, interrupted } = await runStudy({
      ...base,
      concurrency: 1,
      timeoutMs: 100,
      clock: { now: () => now },
      objective,
    });
    expect(trials.map(({ state }) => state)).toEqual(['complete', 'complete', 'complete']);
    expect(interrupted).toBe(false);
  });

  it('begins with the queue, which a grid refuses', async () => {
    const objective: StudyOptions['objective'] = async ({ x }) => ({ value: Number(x) });
    const queue = [{ x: 2 }, { x: 0 }];
    const { trials } = await runStudy({ ...base, queue, objective });
    expect(trials.slice(0, 2).map(({ params }) => params)).toEqual(queue);
    const { nTrials: _, ...grid } = base;
    await expect(runStudy({ ...grid, sampler: 'grid', queue, objective })).rejects.toThrow('queue must be absent');
  });

  it('fails a queued trial whose point is none of the space, without its objective', async () => {
    const tried: unknown[] = [];
    const objective: StudyOptions['objective'] = async (params) => {
      tried.push(params);
      return { value: Number(params['x']) };
    };
    const queue = [{ x: 4000 }, { x: 1, max_bin: 60_000 }, { x: 2 }];
    const { trials } = await runStudy({ ...base, nTrials: 3, concurrency: 1, retries: 2, queue, objective });
    expect(trials.map(({ state }) => state)).toEqual(['failed', 'failed', 'complete']);
    expect(trials[0]!.error).toBe('trial 0: x must be a whole number in [0, 2], got 4000');
    expect(trials[1]!.error).toContain('"max_bin" must be a searched parameter');
    expect(tried).toEqual([{ x: 2 }]);
  });

  it('takes what each sampler suggested when a trial is run again', async () => {
    const space = parseSearchSpace({
      eta: { type: 'float', low: 0.001, high: 0.3, log: true },
      q: { type: 'float', low: 0, high: 1, step: 0.1 },
      n: { type: 'int', low: 1, high: 100, step: 3 },
      deep: { type: 'int', low: 1, high: 64, log: true },
      kind: { type: 'categorical', values: ['a', 1, true] },
      always: { type: 'fixed', value: 'hist' },
    });
    for (const sampler of ['random', 'tpe', 'sobol', 'gp']) {
      const objective: StudyOptions['objective'] = async (params) => {
        expect(() => checkPoint(sampler, space, params)).not.toThrow();
        return { value: Number(params['eta']) };
      };
      const { trials } = await runStudy({ ...base, space, sampler, nTrials: 25, objective });
      expect(trials.map(({ error }) => error)).toEqual(trials.map(() => undefined));
    }
  });
});
