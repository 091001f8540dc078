import type { TrialRecord } from '@fraudx/tuning';
import { describe, expect, it } from 'vitest';
import { compareFinal } from './compare-final.ts';
import type { StudyState } from './stage-state.ts';
import type { SweepPlan } from './sweep-plan.ts';

/** A trial that differs from others by its value in every block, and by little beside it. */
function trial(value: number): TrialRecord {
  const blocks = Array.from({ length: 10 }, (_, k) => value + 0.001 * ((k * value * 7) % 1));
  return { trial: 0, state: 'complete', params: {}, durationMs: 1, value, foldValues: { f1: blocks } };
}

function states(values: Readonly<Record<string, number>>): readonly StudyState[] {
  return (['features', 'broad', 'refined', 'final', 'defaults'] as const).map((stage): StudyState => {
    const best = values[stage] === undefined ? undefined : trial(values[stage]);
    return {
      stage,
      name: `s/${stage}`,
      state: best === undefined ? 'open' : 'finished',
      trials: best === undefined ? [] : [best],
      ...(best === undefined ? {} : { best }),
    };
  });
}

const plan = { metric: 'f1', direction: 'maximize' } as SweepPlan;
const loss = { metric: 'f1', direction: 'minimize' } as SweepPlan;

describe('compareFinal', () => {
  it('is nothing before the final stage is measured', () => {
    expect(compareFinal(states({ features: 0.5 }), plan)).toBeUndefined();
  });

  it('keeps the final stage where nothing is better beyond doubt', () => {
    const compared = compareFinal(
      states({ features: 0.5, broad: 0.6, refined: 0.6999, final: 0.7, defaults: 0.55 }),
      plan,
    )!;
    expect(compared).toMatchObject({ kept: 'final', worseThan: [] });
    expect(compared.defaults).toMatchObject({ value: 0.55, study: 's/defaults' });
    expect(compared.defaults!.gain!.value).toBeCloseTo(0.15, 12);
  });

  it('keeps the best of what is better, in either direction', () => {
    const better = { features: 0.5, broad: 0.6, refined: 0.8, final: 0.7, defaults: 0.9 };
    const up = compareFinal(states(better), plan)!;
    expect(up.kept).toBe('defaults');
    expect(up.worseThan.map(({ than }) => than)).toEqual(['defaults', 'refined']);
    const down = compareFinal(states(better), loss)!;
    expect(down.kept).toBe('features');
    expect(down.worseThan.map(({ than }) => than)).toEqual(['broad', 'features']);
  });

  it('does without defaults that could not be measured', () => {
    expect(compareFinal(states({ features: 0.5, broad: 0.6, refined: 0.6, final: 0.7 }), plan)).not.toHaveProperty(
      'defaults',
    );
  });
});
