import { expect, it } from 'vitest';
import { bestFirst } from './best-first.ts';
import { bestTrial } from './best-trial.ts';
import { paretoFront } from './pareto-front.ts';
import { summariseStudy } from './summarise-study.ts';
import type { TrialRecord } from './trial.ts';
import { isFeasible, violationOf } from './trial.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import { trialForTools } from './study-for-tools.ts';
import { isOver } from './stopping-rules.ts';

const trial = (number: number, value: number, missed: Record<string, number> = { a: 0, b: -1 }): TrialRecord => ({
  trial: number,
  params: { x: number },
  state: 'complete',
  value,
  constraints: missed,
  durationMs: 1,
});
const failed: TrialRecord = { trial: 3, params: { x: 3 }, state: 'failed', durationMs: 1 };
const trials = [trial(0, 9, { a: 0.5, b: 0 }), trial(1, 2), trial(2, 5), failed, trial(4, 8, { a: 0.1, b: 0.1 })];

it('lists trials by value, then those that violate a constraint by how much, then the others', () => {
  expect(bestFirst(trials, 'maximize').map((one) => one.trial)).toEqual([2, 1, 4, 0, 3]);
  expect(bestFirst(trials, 'minimize').map((one) => one.trial)).toEqual([1, 2, 4, 0, 3]);
});

it('never chooses a trial that violates a constraint', () => {
  expect(trials.map(isFeasible)).toEqual([false, true, true, false, false]);
  expect(violationOf(trials[4]!)).toBe(0.2);
  expect(bestTrial(trials, 'maximize')?.trial).toBe(2);
  expect(paretoFront(trials, ['maximize']).map((one) => one.trial)).toEqual([2]);
  const spec = {
    formatVersion: 4,
    space: parseSearchSpace({ x: { type: 'int', low: 0, high: 9 } }),
    sampler: { name: 'random' },
    directions: ['maximize'],
    constraints: ['a', 'b'],
    seed: 1,
  } as const;
  const summary = summariseStudy({ studyId: 's', createdAt: 0, spec }, trials);
  expect(summary).toMatchObject({ best: { trial: 2 }, infeasible: 2, counts: { complete: 4 } });
  expect(trialForTools(trials[0]!)).toMatchObject({ state: 'complete', feasible: false, constraints: { a: 0.5 } });
  expect(trialForTools(trials[1]!)).toMatchObject({ feasible: true });
  expect(isOver(trials.slice(0, 1), { targetValue: 8 }, 'maximize')).toBe(false);
  expect(isOver(trials.slice(0, 3), { targetValue: 5 }, 'maximize')).toBe(true);
});
