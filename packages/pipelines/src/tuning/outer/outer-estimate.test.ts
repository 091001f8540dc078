import { describe, expect, it } from 'vitest';
import type { OuterFoldResult } from './outer-estimate.ts';
import { outerEstimate } from './outer-estimate.ts';
import { outerJson, outerTexts } from './outer-json.ts';
import { OUTER_FOLDS_TAG, outerFoldName, storedOuterEstimate, storedOuterFold } from './stored-outer.ts';

const search = { metric: 'log_loss', direction: 'minimize' } as const;

function fold(value: number, defaults: number, more: Partial<OuterFoldResult> = {}): OuterFoldResult {
  return {
    trials: 9,
    trial: 3,
    params: { max_depth: 4, booster: 'gbtree' },
    isDefault: false,
    validation: 0.1,
    value,
    defaults,
    rows: 100,
    frauds: 10,
    learned: 200,
    ...more,
  };
}

const folds = [fold(0.2, 0.3), fold(0.25, 0.4), fold(0.3, 0.35)];

describe('outerEstimate', () => {
  it('has means with intervals that count shared training rows, and gains above 0 where less is better', () => {
    const { value, gain, defaults, validation, shared } = outerEstimate(folds, search);
    expect(shared).toBe(0.5);
    expect(value.mean).toBeCloseTo(0.25, 12);
    // variance 0.0025, times 1/3 + 1/2, and the 0.975 quantile of Student's t with 2 degrees of freedom
    const half = 4.302652729911275 * Math.sqrt(0.0025 * (1 / 3 + 0.5));
    expect(value.high - value.mean).toBeCloseTo(half, 10);
    // a log loss is at least 0
    expect(value.low).toBeCloseTo(Math.max(0, value.mean - half), 10);
    expect(gain.mean).toBeCloseTo(0.1, 12);
    expect(gain.low).toBeLessThan(0);
    expect(defaults.mean).toBeCloseTo(0.35, 12);
    expect(validation).toBeCloseTo(0.1, 12);
  });

  it('comes back from the tags of a run, and not where a fold is missing or damaged', () => {
    const tags = Object.fromEntries(folds.map((one, k) => [outerFoldName(k, 3), storedOuterFold(one)]));
    expect(storedOuterEstimate(tags, search)).toBeUndefined();
    const whole = { ...tags, [OUTER_FOLDS_TAG]: '3' };
    expect(storedOuterEstimate(whole, search)).toEqual(outerEstimate(folds, search));
    for (const damaged of ['', '{}', 'no', '{"trial":-1}', undefined]) {
      const rest = { ...whole, [outerFoldName(1, 3)]: damaged } as Record<string, string>;
      expect(storedOuterEstimate(rest, search)).toBeUndefined();
    }
    expect(storedOuterEstimate({ ...whole, [OUTER_FOLDS_TAG]: '1e9' }, search)).toBeUndefined();
  });

  it('says what the search reaches, what it gains, and how often the defaults were kept', () => {
    expect(outerTexts(null)).toEqual([]);
    const [value, gain] = outerTexts(outerJson(outerEstimate(folds, search)));
    expect(value).toMatch(
      /^log_loss 0\.2500 \[.*\] on rows that no trial of its search has seen, the mean over 3 nested folds with 9 trials each/,
    );
    expect(gain).toMatch(/^0\.1000 \[.*\] over the defaults, which have 0\.3500 on the same rows$/);
    const kept = [folds[0]!, fold(0.4, 0.4, { isDefault: true })];
    expect(outerTexts(outerJson(outerEstimate(kept, search)))[1]).toMatch(/ and were kept in 1 of 2 folds$/);
  });
});
