import type { TrialRecord } from '@fraudx/tuning';
import { describe, expect, it } from 'vitest';
import { gainOver } from './stage-gain.ts';

function trial(value: number | undefined, blocks: readonly number[] = []): TrialRecord {
  const foldValues = blocks.length === 0 ? {} : { f1: blocks };
  return {
    trial: 0,
    state: 'complete',
    params: {},
    durationMs: 1,
    foldValues,
    ...(value === undefined ? {} : { value }),
  };
}

const up = { metric: 'f1', direction: 'maximize' } as const;

describe('gainOver', () => {
  it('is the difference of the values, with the interval of the differences by block, by a case known by hand', () => {
    // differences 0.1, 0.2, 0.3: mean 0.2, standard error 0.1 / sqrt(3), t of 2 degrees of freedom 4.302653
    const gain = gainOver(trial(0.5, [0.4, 0.5, 0.6]), trial(0.75, [0.5, 0.7, 0.9]), up)!;
    expect(gain.value).toBeCloseTo(0.25, 12);
    const half = (4.302_652_729_7 * 0.1) / Math.sqrt(3);
    expect(gain.interval![0]).toBeCloseTo(0.25 - half, 8);
    expect(gain.interval![1]).toBeCloseTo(0.25 + half, 8);
  });

  it('is above 0 where a loss is lower', () => {
    const gain = gainOver(trial(0.5, [0.4, 0.6]), trial(0.4, [0.2, 0.6]), { metric: 'f1', direction: 'minimize' })!;
    expect(gain.value).toBeCloseTo(0.1, 12);
    expect(gain.interval![0]).toBeLessThan(gain.interval![1]);
  });

  it('has no interval where blocks are not known, are others, or all agree', () => {
    expect(gainOver(trial(0.25), trial(0.5), up)).toEqual({ value: 0.25 });
    expect(gainOver(trial(0.25, [0.5]), trial(0.5, [0.25, 0.5]), up)).toEqual({ value: 0.25 });
    expect(gainOver(trial(0.25, [0.25, 0.25]), trial(0.5, [0.5, 0.5]), up)).toEqual({ value: 0.25 });
    expect(gainOver(trial(undefined), trial(0.5), up)).toBeUndefined();
  });
});
