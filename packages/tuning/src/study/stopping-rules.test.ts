import { describe, expect, it } from 'vitest';
import type { Params } from '../space/search-space.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import { InMemoryStudyStore } from '../storage/in-memory-study-store.ts';
import type { StudyOptions } from './run-study.ts';
import { runStudy } from './run-study.ts';
import { isOver } from './stopping-rules.ts';
import type { TrialHistory } from './trial.ts';

const trials = (values: readonly (number | 'failed' | 'running')[]): TrialHistory[] =>
  values.map((value, trial) => {
    if (value === 'running') return { trial, params: {}, state: 'running' };
    if (value === 'failed') return { trial, params: {}, state: 'failed', durationMs: 1 };
    return { trial, params: {}, state: 'complete', value, durationMs: 1 };
  });

describe('stopping rules', () => {
  it.each([
    [[1, 2, 2, 1.5], { patience: 2 }, 'maximize', true],
    [[1, 2, 2], { patience: 2 }, 'maximize', false],
    [[1, 2, 'failed', 'running', 2], { patience: 2 }, 'maximize', true],
    [['failed', 'failed'], { patience: 2 }, 'maximize', true],
    [[3, 2, 1], { patience: 1 }, 'minimize', false],
    [[3, 2, 1], { targetValue: 1 }, 'minimize', true],
    [[3, 2, 1], { targetValue: 3.5 }, 'maximize', false],
    [[], { patience: 1 }, 'maximize', false],
  ] as const)('of %j by %j (%s): %s', (values, rules, direction, expected) => {
    expect(isOver(trials(values), rules, direction)).toBe(expected);
  });

  it('end a study after the same trial for any number of workers', async () => {
    const options: StudyOptions = {
      space: parseSearchSpace({ x: { type: 'float', low: 0, high: 1 } }),
      sampler: 'random',
      nTrials: 200,
      patience: 12,
      direction: 'maximize',
      concurrency: 1,
      seed: 4,
      clock: { now: () => 0 },
      objective: async ({ x }: Params, { trial }) => {
        for (let i = 0; i < (trial * 7) % 5; i++) await new Promise((resolve) => setImmediate(resolve));
        return { value: Number(x) };
      },
    };
    const whole = await runStudy(options);
    expect(whole.trials.length).toBeGreaterThan(20);
    expect(whole.trials.length).toBeLessThan(200);
    expect(whole.interrupted).toBe(false);
    for (const concurrency of [2, 4, 8]) expect(await runStudy({ ...options, concurrency })).toEqual(whole);
  });

  it('end a study that began without a lag after the same trial, too', async () => {
    const base = {
      space: parseSearchSpace({ x: { type: 'float', low: 0, high: 1 } }),
      sampler: 'random',
      direction: 'maximize',
      seed: 4,
      clock: { now: () => 0 },
      objective: async ({ x }: Params, { trial }: { trial: number }) => {
        for (let i = 0; i < (trial * 7) % 5; i++) await new Promise((resolve) => setImmediate(resolve));
        return { value: Number(x) };
      },
    } as const;
    const counts = [];
    for (const concurrency of [1, 8]) {
      const storage = { store: new InMemoryStudyStore(), studyId: 's' };
      await runStudy({ ...base, nTrials: 2, concurrency: 1, storage });
      counts.push((await runStudy({ ...base, nTrials: 100, patience: 6, concurrency, storage })).trials.length);
    }
    expect(counts[0]).toBe(counts[1]);
  });

  it('refuse what is out of range', async () => {
    const base = { space: parseSearchSpace({ x: [1] }), sampler: 'random', nTrials: 1, concurrency: 1, seed: 1 };
    const objective = async (): Promise<{ value: number }> => ({ value: 1 });
    for (const bad of [{ patience: 0 }, { targetValue: Number.NaN }, { timeoutMs: 0 }, { retries: -1 }]) {
      await expect(runStudy({ ...base, direction: 'maximize', objective, ...bad })).rejects.toThrow(/must be/);
    }
    const direction = ['maximize', 'minimize'] as const;
    await expect(runStudy({ ...base, direction, objective, patience: 2 })).rejects.toThrow('several directions');
  });
});
