import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Direction } from '../study/best-trial.ts';
import type { Report, TrialHistory } from '../study/trial.ts';
import { createPruner } from './pruner-registry.ts';

type Written = readonly (readonly [number, number | 'NaN'])[];

interface Case {
  readonly options: Record<string, unknown>;
  readonly direction: Direction;
  readonly trials: readonly { readonly state: 'complete' | 'pruned'; readonly reports: Written }[];
  readonly reports: Written;
  readonly prune: boolean;
}

const { cases } = JSON.parse(readFileSync(new URL('../../fixtures/median-pruner.json', import.meta.url), 'utf8')) as {
  cases: readonly Case[];
};

const reportsOf = (written: Written): Report[] => written.map(([step, value]) => [step, Number(value)]);

describe('the median pruner', () => {
  it('decides as MedianPruner of Optuna in 60 random studies', () => {
    const decisions = cases.map(({ options, direction, trials, reports }) => {
      const history: TrialHistory[] = trials.map(({ state, reports: own }, trial) => ({
        trial,
        params: {},
        state,
        durationMs: 0,
        ...(state === 'complete' ? { value: 0.5 } : {}),
        reports: reportsOf(own),
      }));
      const request = { trial: trials.length, reports: reportsOf(reports), history, direction };
      return createPruner({ name: 'median', options }).shouldPrune(request);
    });
    expect(decisions).toEqual(cases.map(({ prune }) => prune));
    expect(decisions.filter(Boolean)).toHaveLength(30);
  });

  it.each([
    [{ nStartupTrials: -1 }, 'nStartupTrials must be an integer >= 0, got -1'],
    [{ intervalSteps: 0 }, 'intervalSteps must be an integer >= 1, got 0'],
    [{ nMinTrials: 1.5 }, 'nMinTrials must be an integer >= 1, got 1.5'],
  ])('refuses %j', (options, message) => {
    expect(() => createPruner({ name: 'median', options })).toThrow(message);
  });
});
