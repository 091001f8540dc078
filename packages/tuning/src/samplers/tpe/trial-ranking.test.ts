import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Direction } from '../../study/best-trial.ts';
import type { Report, TrialHistory, TrialRecord, TrialState } from '../../study/trial.ts';
import { TrialRanking } from './trial-ranking.ts';

interface Case {
  readonly direction: Direction;
  readonly trials: readonly {
    readonly state: TrialState;
    readonly value?: number;
    readonly reports: readonly (readonly [number, number | 'NaN'])[];
  }[];
  readonly good: readonly number[];
}

const fixture = JSON.parse(readFileSync(new URL('../../../fixtures/tpe-split.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};

function goodOf(ranking: TrialRanking, n: number): number[] {
  return Array.from({ length: n }, (_, i) => i).filter((i) => ranking.side(i) === 'good');
}

interface SeveralCase {
  readonly directions: readonly Direction[];
  readonly trials: readonly Pick<TrialRecord, 'values' | 'constraints'>[];
  readonly good: readonly number[];
}

const several = JSON.parse(readFileSync(new URL('../../../fixtures/motpe-split.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly SeveralCase[];
};

describe('TrialRanking', () => {
  it.each(several.cases.map((one, i) => [i, one.trials.length, one.directions.length, one] as const))(
    'takes the trials for good that Optuna does (case %i: %i trials in %i directions)',
    (_i, n, _directions, { directions, trials, good }) => {
      const history = trials.map((one, trial): TrialRecord => ({
        trial,
        params: {},
        state: 'complete',
        ...one,
        durationMs: 1,
      }));
      const whole = new TrialRanking(directions, true);
      whole.extend(history);
      expect(goodOf(whole, n)).toEqual(good);
      const growing = new TrialRanking(directions, true);
      for (let k = 1; k <= n + 3; k++) {
        const seen = history
          .slice(0, k)
          .map((one, i): TrialHistory => (i < k - 3 ? one : { trial: i, params: {}, state: 'running' }));
        expect(growing.extend(seen)).toBeDefined();
      }
      growing.extend(history);
      for (let i = 0; i < n; i++) expect(growing.side(i)).toBe(whole.side(i));
      expect([...growing.bad]).toEqual([...whole.bad]);
    },
  );

  it.each(fixture.cases.map((one, i) => [i, one.trials.length, one.direction, one] as const))(
    'takes the trials for good that Optuna does (case %i: %i trials, %s)',
    (_i, n, direction, { trials, good }) => {
      const history = trials.map(({ reports, ...trial }, number): TrialHistory => {
        const known = reports.map(([step, value]): Report => [step, Number(value)]);
        return {
          trial: number,
          params: {},
          ...trial,
          ...(known.length === 0 ? {} : { reports: known }),
          durationMs: 1,
        };
      });
      const whole = new TrialRanking([direction], true);
      whole.extend(history);
      expect(goodOf(whole, n)).toEqual(good);
      // The same, seen from start to end, each trial running for a while.
      const growing = new TrialRanking([direction], true);
      for (let k = 1; k <= n + 3; k++) {
        const seen = history
          .slice(0, k)
          .map((one, i): TrialHistory => (i < k - 3 ? one : { trial: i, params: {}, state: 'running' }));
        expect(growing.extend(seen)).toBeDefined();
      }
      growing.extend(history);
      for (let i = 0; i < n; i++) expect(growing.side(i)).toBe(whole.side(i));
      expect([...growing.bad]).toEqual([...whole.bad]);
      expect(growing.nRanked).toBe(history.filter(({ state }) => state !== 'failed').length);
    },
  );

  it('says so where a history is not a later one of the same study, and stays as it was', () => {
    const ended = (value: number): TrialHistory => ({
      trial: 0,
      params: { x: 1 },
      state: 'complete',
      value,
      durationMs: 1,
    });
    const ranking = new TrialRanking(['minimize'], true);
    ranking.extend([ended(1)]);
    for (const other of [[], [ended(2)], [{ ...ended(1), trial: 3 }], [{ ...ended(1), params: { x: 2 } }]]) {
      expect(ranking.extend(other)).toBeUndefined();
    }
    expect(ranking.extend([ended(1)])).toEqual(new Set());
  });
});
