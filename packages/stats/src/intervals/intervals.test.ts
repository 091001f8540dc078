import { Rng } from '@fraudx/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { studentTQuantile } from '../distributions/student-t.ts';
import { clopperPearsonInterval } from './clopper-pearson-interval.ts';
import { newcombeDifferenceInterval } from './newcombe-difference-interval.ts';
import { rocAucScoreInterval } from './roc-auc-score-interval.ts';
import { wilsonInterval } from './wilson-interval.ts';

const effective = fc
  .tuple(fc.double({ min: 0.1, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([n, share]) => [share * n, n] as const);

describe('intervals of shares', () => {
  it('hold the share, also for numbers that are not whole, and mirror when hits become misses', () => {
    fc.assert(
      fc.property(effective, fc.constantFrom(0.5, 0.95, 0.999), ([hits, n], level) => {
        fc.pre(n - (n - hits) === hits);
        for (const interval of [wilsonInterval, clopperPearsonInterval]) {
          const { low, high } = interval(hits, n, { level });
          const other = interval(n - hits, n, { level });
          expect(low).toBeLessThanOrEqual(hits / n + 1e-12);
          expect(high).toBeGreaterThanOrEqual(hits / n - 1e-12);
          expect(Math.abs(low - (1 - other.high))).toBeLessThan(1e-9);
        }
      }),
    );
  });

  it('takes a bare number as the level, and a critical value of its own', () => {
    expect(wilsonInterval(8, 10, 0.9)).toEqual(wilsonInterval(8, 10, { level: 0.9 }));
    const z = studentTQuantile(0.975, 6);
    const wider = wilsonInterval(8, 10, { z });
    expect(wider.high - wider.low).toBeGreaterThan(wilsonInterval(8, 10).high - wilsonInterval(8, 10).low);
    // Wilson's bounds are the shares that lie z of their own standard errors away.
    for (const bound of [wider.low, wider.high]) {
      expect(Math.abs(0.8 - bound) / Math.sqrt((bound * (1 - bound)) / 10)).toBeCloseTo(z, 10);
    }
  });

  it('is empty of information without rows', () => {
    expect(clopperPearsonInterval(0, 0)).toEqual({ low: NaN, high: NaN });
    expect(newcombeDifferenceInterval(0, 0, 1, 2)).toEqual({ difference: NaN, low: NaN, high: NaN });
  });

  it.each([
    [() => wilsonInterval(11, 10), 'hits must be in [0, n], got 11 of 10'],
    [() => wilsonInterval(1, Infinity), 'hits must be in [0, n]'],
    [() => wilsonInterval(1, 2, { level: 95 }), 'level must be in (0, 1), got 95'],
    [() => wilsonInterval(1, 2, { z: -1 }), 'z must be > 0 and finite, got -1'],
    [() => wilsonInterval(1, 2, { z: 2, level: 0.9 }), 'level must be left out beside z'],
    [() => clopperPearsonInterval(-1, 2), 'hits must be in [0, n], got -1 of 2'],
    [() => newcombeDifferenceInterval(1, 2, 4, 3), 'hits2 must be in [0, n2], got 4 of 3'],
    [() => rocAucScoreInterval(1.2, 2, 2), 'rocAuc must be in [0, 1], got 1.2'],
    [() => rocAucScoreInterval(0.8, -2, 2), 'nPositive must be >= 0 and finite, got -2'],
  ])('refuses what cannot be: %s', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('rocAucScoreInterval', () => {
  it('is NaN without a class or without a value', () => {
    expect(rocAucScoreInterval(0.5, 0, 10).low).toBeNaN();
    expect(rocAucScoreInterval(NaN, 10, 10).high).toBeNaN();
  });

  it('covers as often as it says where positives are few', () => {
    // Two normal distributions 1.8 apart: AUC = Φ(1.8 / √2).
    const truth = 0.8984554;
    const rng = new Rng(11);
    let covered = 0;
    const trials = 600;
    for (let t = 0; t < trials; t++) {
      const negatives = Float64Array.from({ length: 200 }, () => rng.normal()).sort();
      let below = 0;
      for (let i = 0; i < 10; i++) {
        const score = 1.8 + rng.normal();
        below += negatives.filter((value) => value < score).length;
      }
      const { low, high } = rocAucScoreInterval(below / 2000, 10, 200);
      if (low <= truth && truth <= high) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.925);
    expect(covered / trials).toBeLessThan(0.985);
  });
});
