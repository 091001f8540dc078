import { describe, expect, it } from 'vitest';
import { meanInterval } from './mean-interval.ts';

describe('meanInterval', () => {
  // Quantiles of scipy.stats.t.ppf(0.975, df).
  it.each([
    [1, 12.706204736432095],
    [2, 4.302652729911275],
    [3, 3.182446305284263],
    [4, 2.7764451051977987],
    [9, 2.2621571627409915],
    [30, 2.0422724563012373],
  ])('is the t quantile of %i degrees times the standard error', (df, t) => {
    const values = Array.from({ length: df + 1 }, (_, i) => (i % 3) + 0.1 * i);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / df);
    const { low, high } = meanInterval(values);
    expect(high - mean).toBeCloseTo((t * sd) / Math.sqrt(values.length), 9);
    expect(mean - low).toBeCloseTo(high - mean, 12);
  });

  it('is wider by the training rows that folds share', () => {
    const values = [0.7, 0.8, 0.9, 0.75, 0.95];
    const plain = meanInterval(values);
    const { mean, low, high } = meanInterval(values, { shared: 0.25 });
    expect(mean).toBe(plain.mean);
    expect((high - low) / (plain.high - plain.low)).toBeCloseTo(Math.sqrt(5 * (1 / 5 + 1 / 4)), 12);
    for (const shared of [-0.1, Number.NaN, Infinity]) {
      expect(() => meanInterval(values, { shared })).toThrow('meanInterval: shared must be >= 0');
    }
  });

  it('is the value itself where folds agree, and not a number where one is missing', () => {
    expect(meanInterval([0.5, 0.5, 0.5])).toEqual({ mean: 0.5, low: 0.5, high: 0.5 });
    expect(meanInterval([0.5, Number.NaN]).mean).toBeNaN();
  });

  it('refuses a single value and a level out of range', () => {
    expect(() => meanInterval([1])).toThrow('values must be at least 2');
    expect(() => meanInterval([1, 2], 1)).toThrow('level');
  });
});
