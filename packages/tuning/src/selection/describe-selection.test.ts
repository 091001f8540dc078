import { Rng } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeSelection } from './describe-selection.ts';
import type { MeasuredTrial } from './describe-selection.ts';

function trialOf(trial: number, blocks: readonly number[]): MeasuredTrial {
  return { trial, value: blocks.reduce((sum, v) => sum + v, 0) / blocks.length, blocks };
}

describe('describeSelection', () => {
  it('repeats the choice without each block, by a case known by hand', () => {
    const trials = [trialOf(0, [0.9, 0.5, 0.4]), trialOf(1, [0.5, 0.6, 0.5]), trialOf(2, [0, 0, 0])];
    // without block 0 trial 1 is chosen (0.55, measured 0.5), without block 1 trial 0 (0.65, 0.5), without block 2 trial 0 (0.7, 0.4)
    const summary = describeSelection(trials, 'maximize')!;
    expect(summary).toMatchObject({ nTrials: 3, withinStandardError: 2 });
    expect(summary.best).toBeCloseTo(0.6, 12);
    expect(summary.mean).toBeCloseTo((0.6 + 1.6 / 3) / 3, 12);
    expect(summary.standardError).toBeCloseTo(Math.sqrt(0.14 / 6), 12);
    expect(summary.optimism).toBeCloseTo((0.05 + 0.15 + 0.3) / 3, 12);
    expect(summary.expected).toBeCloseTo(0.6 - 0.5 / 3, 12);
  });

  it('expects no less than the mean of the trials', () => {
    const trials = [trialOf(0, [0.9, 0.3, 0.6]), trialOf(1, [0.5, 0.7, 0.5])];
    const summary = describeSelection(trials, 'maximize')!;
    expect(summary.expected).toBeCloseTo(summary.mean, 12);
  });

  it('is the same for a loss as for its negative', () => {
    const blocks = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(blocks, { minLength: 1, maxLength: 12 }), (all) => {
        const gains = describeSelection(
          all.map((values, i) => trialOf(i, values)),
          'maximize',
        )!;
        const losses = describeSelection(
          all.map((values, i) =>
            trialOf(
              i,
              values.map((v) => -v),
            ),
          ),
          'minimize',
        )!;
        expect(losses.optimism).toBeCloseTo(gains.optimism!, 12);
        expect(losses.expected).toBeCloseTo(-gains.expected!, 12);
        expect(losses.withinStandardError).toBe(gains.withinStandardError);
      }),
    );
  });

  it('finds no optimism in one trial, nor in one that is best on every block', () => {
    expect(describeSelection([trialOf(4, [0.2, 0.9])], 'maximize')).toMatchObject({ nTrials: 1, optimism: 0 });
    const clear = [trialOf(0, [0.1, 0.2, 0.3]), trialOf(1, [0.7, 0.8, 0.9])];
    expect(describeSelection(clear, 'maximize')!.optimism).toBeCloseTo(0, 12);
  });

  it('takes most of the optimism off the best of trials that are chance', () => {
    const rng = new Rng(3);
    let [optimism, expected] = [0, 0];
    for (let set = 0; set < 200; set++) {
      const trials = Array.from({ length: 30 }, (_, i) =>
        trialOf(
          i,
          Array.from({ length: 10 }, () => rng.normal()),
        ),
      );
      const summary = describeSelection(trials, 'maximize')!;
      optimism += summary.optimism! / 200;
      expected += summary.expected! / 200;
    }
    // the mean of the best of 30 means of 10 normal values
    expect(optimism + expected).toBeCloseTo(2.04 / Math.sqrt(10), 1);
    expect(optimism).toBeGreaterThan(0.6 * (optimism + expected));
    expect(expected).toBeGreaterThan(-0.05);
  });

  it('gives no standard error of 0 where all blocks agree', () => {
    const summary = describeSelection([trialOf(0, [1, 1, 1]), trialOf(1, [0.9, 1, 1])], 'maximize')!;
    expect(summary).not.toHaveProperty('standardError');
    expect(summary).not.toHaveProperty('withinStandardError');
    expect(summary.optimism).toBeGreaterThanOrEqual(0);
  });

  it('says what it can where blocks are not known, and nothing without trials', () => {
    expect(describeSelection([], 'maximize')).toBeUndefined();
    const trials = [trialOf(0, [0.2, 0.4]), { trial: 1, value: 0.5 }];
    expect(describeSelection(trials, 'maximize')).toEqual({ nTrials: 2, mean: expect.closeTo(0.4, 12), best: 0.5 });
  });
});
