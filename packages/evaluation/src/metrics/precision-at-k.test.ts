import { describe, expect, it } from 'vitest';
import { calculateMetrics } from './calculate-metrics.ts';
import { precisionAtK } from './precision-at-k.ts';
import { recallAtFalsePositiveRate } from './recall-at-false-positive-rate.ts';

const yTrue = Uint8Array.of(0, 0, 1, 1, 0);
const yScore = Float64Array.of(0.1, 0.4, 0.35, 0.8, 0.35);

describe('precisionAtK', () => {
  it('takes the highest scores, a tie at the cut by its mix', () => {
    expect([1, 2, 3, 4, 5].map((k) => precisionAtK(yTrue, yScore, k))).toEqual([1, 0.5, 0.5, 0.5, 0.4]);
    expect(precisionAtK(yTrue, yScore, 6)).toBeNaN();
    expect(() => precisionAtK(yTrue, yScore, 1.5)).toThrow('k must be a whole number >= 1, got 1.5');
  });
});

describe('recallAtFalsePositiveRate', () => {
  it('is the best recall within the budget', () => {
    expect([0, 0.3, 0.34, 0.7, 1].map((rate) => recallAtFalsePositiveRate(yTrue, yScore, rate))).toEqual([
      0.5, 0.5, 0.5, 1, 1,
    ]);
    expect(() => recallAtFalsePositiveRate(yTrue, yScore, 1.1)).toThrow('rate must be in [0, 1], got 1.1');
  });
});

describe('metrics with a number in the name', () => {
  it('are calculated on demand', () => {
    const rows = { yTrue, yScore, threshold: 0.5 };
    const { values } = calculateMetrics(rows, { also: ['recall_at_fpr_0.7', 'precision_at_2'] });
    expect(values).toMatchObject({ 'recall_at_fpr_0.7': 1, precision_at_2: 0.5 });
    expect(() => calculateMetrics(rows, { also: ['recall_at_fpr_2'] })).toThrow('metric must be known');
    expect(() => calculateMetrics(rows, { also: ['precision_at_5_per_day'] })).toThrow(
      'must have the day of every row',
    );
    expect(() => calculateMetrics(rows, { also: ['card_precision_at_5'] })).toThrow('the day and the card');
  });
});
