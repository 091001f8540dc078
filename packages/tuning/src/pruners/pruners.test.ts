import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Direction } from '../study/best-trial.ts';
import type { Report, TrialHistory } from '../study/trial.ts';
import { createPruner, prunerNames } from './pruner-registry.ts';

interface Study {
  readonly pruner: string;
  readonly options: Record<string, unknown>;
  readonly direction: Direction;
  readonly trials: readonly {
    readonly state: 'complete' | 'pruned';
    readonly reports: readonly (readonly [number, number | 'NaN'])[];
  }[];
}

const { studies } = JSON.parse(readFileSync(new URL('../../fixtures/pruners.json', import.meta.url), 'utf8')) as {
  studies: readonly Study[];
};

function history(
  curves: readonly (readonly Report[])[],
  states: readonly ('complete' | 'pruned')[] = [],
): TrialHistory[] {
  return curves.map((reports, trial) => {
    const state = states[trial] ?? 'complete';
    return { trial, params: {}, state, reports, durationMs: 0, ...(state === 'complete' ? { value: 0.5 } : {}) };
  });
}

/** Trials one after another that report their level at steps 1, 2, …; how many reports each was let make, and whether it was stopped. */
function lengths(
  name: string,
  options: object,
  levels: readonly number[],
  steps: number,
): { readonly n: number; readonly isPruned: boolean }[] {
  const pruner = createPruner({ name, options: { ...options } });
  const done: TrialHistory[] = [];
  return levels.map((level, trial) => {
    const reports: Report[] = [];
    let isPruned = false;
    while (reports.length < steps && !isPruned) {
      reports.push([reports.length + 1, level]);
      isPruned = pruner.shouldPrune({ trial, reports, history: done, direction: 'maximize' });
    }
    done.push(history([reports], [isPruned ? 'pruned' : 'complete']).map((one) => ({ ...one, trial }))[0]!);
    return { n: reports.length, isPruned };
  });
}

describe('pruners', () => {
  it.each(['percentile', 'threshold', 'patient', 'asha'])('%s decides as that of Optuna at every report', (name) => {
    const those = studies.filter(({ pruner }) => pruner === name);
    expect(those.length).toBeGreaterThan(3);
    let pruned = 0;
    for (const { options, direction, trials } of those) {
      const curves = trials.map(({ reports }) => reports.map(([step, value]): Report => [step, Number(value)]));
      const whole = history(
        curves,
        trials.map(({ state }) => state),
      );
      const pruner = createPruner({ name, options });
      for (const [trial, { state }] of trials.entries()) {
        const curve = curves[trial]!;
        const decisions = curve.map((_, at) =>
          pruner.shouldPrune({ trial, reports: curve.slice(0, at + 1), history: whole.slice(0, trial), direction }),
        );
        expect(decisions, JSON.stringify({ name, options, trial })).toEqual(
          curve.map((_, at) => state === 'pruned' && at === curve.length - 1),
        );
        pruned += state === 'pruned' ? 1 : 0;
      }
    }
    expect(pruned).toBeGreaterThan(3);
  });

  it('of hyperband stop trials at the steps of their bracket, none of the last one and none at its end', () => {
    const levels = Array.from({ length: 120 }, (_, i) => ((i * 37) % 120) / 120);
    for (const maxResource of [27, 30]) {
      const made = lengths('hyperband', { minResource: 1, maxResource, reductionFactor: 3 }, levels, maxResource);
      const stopped = made.filter(({ isPruned }) => isPruned);
      expect([...new Set(stopped.map(({ n }) => n))].toSorted((a, b) => a - b)).toEqual(
        maxResource === 27 ? [1, 3, 9] : [1, 3, 9, 27],
      );
      const whole = levels.filter((_, i) => !made[i]!.isPruned);
      expect(made.filter(({ n }) => n === maxResource).every(({ isPruned }) => !isPruned)).toBe(true);
      // less than half of the steps, bad trials among the whole ones by the last bracket, and the best ones kept
      expect(made.reduce((sum, { n }) => sum + n, 0)).toBeLessThan(0.5 * maxResource * levels.length);
      expect(Math.max(...whole)).toBeGreaterThan(0.97);
      expect(Math.min(...whole)).toBeLessThan(0.3);
    }
  });

  it('of asha wait for a whole trial where no first step is given', () => {
    const levels = [0.5, 0.1, 0.9, 0.2];
    expect(lengths('asha', {}, levels, 200).map(({ n }) => n)).toEqual([200, 2, 200, 2]);
  });

  it('are known by their names', () => {
    expect(prunerNames().slice(0, 6)).toEqual(['median', 'percentile', 'asha', 'hyperband', 'patient', 'threshold']);
  });

  it.each([
    ['percentile', { percentile: 101 }, 'percentile must be a number in [0, 100], got 101'],
    ['percentile', { nStartupTrials: -1 }, 'nStartupTrials must be an integer >= 0, got -1'],
    ['threshold', {}, 'lower or upper must be given'],
    ['threshold', { lower: 2, upper: 1 }, 'lower must be at most upper, got 2 and 1'],
    ['threshold', { lower: 'x' }, 'lower must be a number, got "x"'],
    ['patient', {}, 'patience must be given'],
    ['patient', { patience: 1, pruner: 7 }, 'pruner must be a name'],
    ['patient', { patience: 1, pruner: 'middle' }, 'middle'],
    ['asha', { reductionFactor: 1 }, 'reductionFactor must be an integer >= 2, got 1'],
    ['hyperband', { minResource: 9, maxResource: 3 }, 'maxResource must be at least minResource, got 3 and 9'],
    ['median', { percentile: 50 }, 'unknown option "percentile"'],
  ])('refuse %s with %j', (name, options, message) => {
    expect(() => createPruner({ name, options })).toThrow(message);
  });
});
