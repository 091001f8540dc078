import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Direction } from '../study/best-trial.ts';
import type { Report, TrialHistory } from '../study/trial.ts';
import { createPruner } from './pruner-registry.ts';
import { signedRankAbove } from './signed-rank.ts';

interface Fixture {
  readonly tests: readonly {
    readonly differences: readonly number[];
    readonly greater: number;
    readonly less: number;
  }[];
  readonly studies: readonly {
    readonly options: Record<string, number>;
    readonly direction: Direction;
    readonly trials: readonly {
      readonly state: 'complete' | 'pruned';
      readonly value: number;
      readonly reports: readonly Report[];
    }[];
  }[];
}

const { tests, studies } = JSON.parse(
  readFileSync(new URL('../../fixtures/wilcoxon.json', import.meta.url), 'utf8'),
) as Fixture;

describe('the signed-rank test', () => {
  it('has the p values of scipy, with and without ties and zeros', () => {
    expect(tests.length).toBeGreaterThan(70);
    for (const { differences, greater, less } of tests) {
      expect(signedRankAbove(differences)).toBeCloseTo(greater, 10);
      expect(signedRankAbove(differences.map((one) => -one))).toBeCloseTo(less, 10);
    }
  });

  it('sees nothing in zeros', () => {
    expect(signedRankAbove([0, 0, 0])).toBe(1);
    expect(signedRankAbove([1, 2, 3])).toBe(1 / 8);
  });
});

describe('the Wilcoxon pruner', () => {
  it('decides as that of Optuna at every report', () => {
    let pruned = 0;
    for (const { options, direction, trials } of studies) {
      const pruner = createPruner({ name: 'wilcoxon', options });
      const history = trials.map(({ state, value, reports }, trial): TrialHistory => {
        const sorted = reports.toSorted(([a], [b]) => a - b);
        const own = { trial, params: {}, durationMs: 0, reports: sorted };
        return state === 'complete' ? { ...own, state, value } : { ...own, state };
      });
      for (const [trial, { state, reports }] of trials.entries()) {
        const decisions = reports.map((_, at) =>
          pruner.shouldPrune({
            trial,
            reports: reports.slice(0, at + 1).toSorted(([a], [b]) => a - b),
            history: history.slice(0, trial),
            direction,
          }),
        );
        expect(decisions).toEqual(reports.map((_one, at) => state === 'pruned' && at === reports.length - 1));
        pruned += state === 'pruned' ? 1 : 0;
      }
    }
    expect(pruned).toBeGreaterThan(50);
  });

  it('refuses options that are none', () => {
    expect(() => createPruner({ name: 'wilcoxon', options: { pThreshold: 2 } })).toThrow(
      'pruner wilcoxon: pThreshold must be a number in [0, 1], got 2',
    );
    expect(() => createPruner({ name: 'wilcoxon', options: { patience: 2 } })).toThrow('patience');
  });
});
