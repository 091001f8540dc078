import { DataError, Rng } from '@fraudx/core';
import { normalSf } from '@fraudx/stats';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assumedCosts } from '../costs/cost-matrix.ts';
import { expectedCost } from '../costs/expected-cost.ts';
import { calculateMetrics } from '../metrics/calculate-metrics.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import { chooseThreshold } from './choose-threshold.ts';
import { parseThresholdStrategy } from './parse-threshold-strategy.ts';

const row = fc.record({
  y: fc.integer({ min: 0, max: 1 }),
  s: fc.integer({ min: 0, max: 10 }),
  amount: fc.integer({ min: 0, max: 60 }),
  day: fc.integer({ min: 0, max: 2 }),
});
const rows = fc
  .array(row, { minLength: 1, maxLength: 40 })
  .filter((all) => all.some((one) => one.y === 1))
  .map((all) => ({
    yTrue: Uint8Array.from(all, (r) => r.y),
    yScore: Float64Array.from(all, (r) => r.s / 10),
    amount: Float64Array.from(all, (r) => r.amount),
    day: Int32Array.from(all, (r) => r.day),
    costs: assumedCosts,
  }));

/** Which metric a strategy maximises under which condition; the naive way is to try every score. */
const strategies = [
  ['best-f1', 'f1', () => true],
  ['best-f2', 'f2', () => true],
  ['precision>=0.6', 'recall', (m: Record<string, number>) => m['precision']! >= 0.6],
  ['recall>=0.7', 'precision', (m: Record<string, number>) => m['recall']! >= 0.7],
  ['fpr<=0.25', 'recall', (m: Record<string, number>) => !(m['false_positive_rate']! > 0.25)],
  ['alerts-per-day<=4', 'recall', (m: Record<string, number>) => m['alerts_per_day']! <= 4],
] as const;

/** Chance that more than `count` of n rows are among those that a share `bound` of all rows is, summed term by term. */
function moreThan(count: number, n: number, bound: number): number {
  if (bound >= 1) return 1;
  let [term, below] = [(1 - bound) ** n, 0];
  for (let k = 0; k <= count; k++) {
    below += term;
    term *= ((n - k) / (k + 1)) * (bound / (1 - bound));
  }
  return 1 - below;
}

/** Confidence that the budget of a strategy holds at a threshold; 1 where it has none. The rows have fewer than five days. */
function naiveConfidence(strategy: string, all: ScoredRows): number {
  const alerts = all.yScore.map((score) => (score >= all.threshold ? 1 : 0));
  const count = (of: (i: number) => boolean): number => alerts.filter((alert, i) => alert === 1 && of(i)).length;
  if (strategy === 'fpr<=0.25') {
    const negatives = all.yTrue.filter((y) => y === 0).length;
    return moreThan(
      count((i) => all.yTrue[i] === 0),
      negatives,
      0.25,
    );
  }
  if (strategy !== 'alerts-per-day<=4') return 1;
  const n = all.yTrue.length;
  return moreThan(
    count(() => true),
    n,
    (4 * new Set(all.day).size) / n,
  );
}

describe('chooseThreshold', () => {
  it('holds a budget with 90 % confidence on new rows', () => {
    const bound = 0.02;
    const draw = (rng: Rng, n: number): { yTrue: Uint8Array; yScore: Float64Array } => {
      const yTrue = Uint8Array.from({ length: n }, (_, i) => (i % 50 === 0 ? 1 : 0));
      return { yTrue, yScore: Float64Array.from(yTrue, (y) => 1 / (1 + Math.exp(3 - 3 * y - rng.normal()))) };
    };
    let broken = 0;
    const sets = 300;
    for (let seed = 0; seed < sets; seed++) {
      const { threshold, confidence, warnings } = chooseThreshold({
        ...draw(new Rng(seed), 1500),
        strategy: `fpr<=${bound}`,
      });
      expect(confidence).toBeGreaterThanOrEqual(0.9);
      expect(warnings).toEqual([]);
      // False-positive rate of all genuine rows: P(3 − normal is below the log-odds of the threshold).
      if (normalSf(Math.log(threshold / (1 - threshold)) + 3) > bound) broken++;
    }
    expect(broken / sets).toBeLessThan(0.14);
    expect(broken / sets).toBeGreaterThan(0.02);
  });

  it('says with what confidence a budget holds where the rows are too few, and on how few frauds it was chosen', () => {
    const yTrue = Uint8Array.from({ length: 40 }, (_, i) => (i < 3 ? 1 : 0));
    const yScore = Float64Array.from(yTrue, (y, i) => (y === 1 ? 0.9 : i / 100));
    const chosen = chooseThreshold({ yTrue, yScore, strategy: 'fpr<=0.03' });
    expect(chosen.confidence!).toBeLessThan(0.9);
    expect(chosen.warnings).toEqual([
      'the threshold (fpr<=0.03) was chosen on only 3 frauds: another sample would give a different one',
      expect.stringContaining('for 90 % the rows are too few'),
    ]);
    expect(chooseThreshold({ yTrue, yScore, strategy: 'best-f1' })).toMatchObject({ confidence: null });
  });

  it('keeps more room in a budget of alerts per day, the more days differ', () => {
    const n = 4000;
    const yTrue = Uint8Array.from({ length: n }, (_, i) => i % 2);
    const day = Int32Array.from(yTrue, (_, i) => Math.floor((i * 20) / n));
    const rng = new Rng(5);
    const even = Float64Array.from(yTrue, () => 1 / (1 + Math.exp(-rng.normal())));
    const uneven = even.map((score, i) => (day[i]! % 2 === 0 ? score ** 0.5 : score));
    const alerts = (yScore: Float64Array): number => {
      const { sensitivity, confidence } = chooseThreshold({ yTrue, yScore, day, strategy: 'alerts-per-day<=40' });
      expect(confidence).toBeGreaterThanOrEqual(0.9);
      return sensitivity.points.find(({ alertFactor }) => alertFactor === 1)!.alertsPerDay!;
    };
    expect(alerts(even)).toBeGreaterThan(36);
    expect(alerts(even)).toBeLessThan(39.5);
    expect(alerts(uneven)).toBeLessThan(alerts(even) - 2);
  });

  it('wants both errors to cost something for min-cost', () => {
    const some = { yTrue: Uint8Array.of(0, 1), yScore: Float64Array.of(0.1, 0.4), strategy: 'min-cost' };
    expect(() => chooseThreshold({ ...some, costs: {} })).toThrow('costs.falseAlert must be above 0 for min-cost');
    const costs = { falseAlert: { fixed: 1 } };
    expect(() => chooseThreshold({ ...some, costs })).toThrow('costs.missedFraud must be above 0 for min-cost');
  });

  it('takes a fixed threshold in [0, 1]', () => {
    expect(parseThresholdStrategy('fixed:1e-7')).toEqual({ kind: 'fixed', threshold: 1e-7 });
    expect(() => parseThresholdStrategy('fixed:2')).toThrow('fixed:0.5 or 0.5 (in [0, 1]), got "fixed:2"');
  });

  it('uses a capacity although none of its last alerts is a fraud of these rows', () => {
    const n = 2000;
    const yTrue = Uint8Array.from({ length: n }, (_, i) => (i === 0 || i >= n - 20 ? 1 : 0));
    const yScore = Float64Array.from({ length: n }, (_, i) => 1 - i / n);
    const day = Int32Array.from({ length: n }, (_, i) => i % 10);
    const alerts = (strategy: string): number => {
      const { threshold } = chooseThreshold({ yTrue, yScore, day, strategy });
      return yScore.filter((score) => score >= threshold).length;
    };
    expect(alerts('alerts-per-day<=10')).toBeGreaterThan(80);
    expect(alerts('alerts-per-day<=10')).toBeLessThanOrEqual(100);
    expect(alerts('alerts-per-day<=20')).toBeGreaterThan(170);
    expect(alerts('fpr<=0.05')).toBe(1);
    // 200 rows a day: a capacity for all of them would flag everything.
    expect(alerts('alerts-per-day<=200')).toBe(n);
  });

  it('keeps a budget of alerts per day for whole days where the rows are a sample of them', () => {
    const n = 400;
    const whole = {
      yTrue: Uint8Array.from({ length: n }, (_, i) => i % 2),
      yScore: Float64Array.from({ length: n }, (_, i) => i / n),
      day: new Int32Array(n),
      strategy: 'alerts-per-day<=100',
    };
    const alerts = (dayShare: number): { rows: number; perDay: number } => {
      const { sensitivity } = chooseThreshold({ ...whole, dayShare });
      const chosen = sensitivity.points.find(({ alertFactor }) => alertFactor === 1)!;
      return { rows: chosen.alerts, perDay: chosen.alertsPerDay! };
    };
    expect(alerts(1).perDay).toBe(alerts(1).rows);
    expect(alerts(1).rows).toBeGreaterThan(85);
    expect(alerts(0.5).perDay).toBe(2 * alerts(0.5).rows);
    expect(alerts(0.5).rows).toBeLessThan(50);
    expect(alerts(0.5).rows).toBeGreaterThan(35);
  });

  it('lies half-way to the next lower score, so that a refitted model alerts on what stands apart', () => {
    const yTrue = Uint8Array.of(0, 0, 1, 1);
    const yScore = Float64Array.of(0.02, 0.0855, 0.999998, 0.99999996);
    const { threshold } = chooseThreshold({ yTrue, yScore, strategy: 'best-f1' });
    expect(threshold).toBeCloseTo(0.542749, 6);
  });

  it('is the score itself where no number lies between two scores', () => {
    const upper = 0.1 + 2 ** -56;
    const request = { yTrue: Uint8Array.of(0, 1), yScore: Float64Array.of(0.1, upper), strategy: 'best-f1' };
    expect(upper).toBeGreaterThan(0.1);
    expect(chooseThreshold(request).threshold).toBe(upper);
  });

  it.each(strategies)(
    '%s is the best of all thresholds, among equals the strictest, or all of a capacity',
    (strategy, metric, allowed) => {
      fc.assert(
        fc.property(rows, (all) => {
          const tried = [...new Set(all.yScore)]
            .map((threshold) => ({ threshold, values: calculateMetrics({ ...all, threshold }).values }))
            .filter((one) => allowed(one.values));
          if (tried.length === 0) {
            expect(() => chooseThreshold({ ...all, strategy })).toThrow('must be reachable');
            return;
          }
          const sure = tried.filter(({ threshold }) => naiveConfidence(strategy, { ...all, threshold }) >= 0.9);
          const confidence = tried.map(({ threshold }) => naiveConfidence(strategy, { ...all, threshold }));
          const most = Math.max(...confidence);
          const candidates = sure.length > 0 ? sure : tried.filter((_, i) => confidence[i]! >= most - 1e-12);
          const best = Math.max(...candidates.map((one) => one.values[metric]!));
          const equals = candidates.filter((one) => one.values[metric]! >= best - 1e-12);
          const chosen = chooseThreshold({ ...all, strategy });
          expect(chosen.value).toBeCloseTo(best, 12);
          expect(chosen.objective).toBe(metric);
          const isBinding = tried.length < new Set(all.yScore).size;
          const usesAll = strategy === 'alerts-per-day<=4' && sure.length > 0 && isBinding;
          const wanted = Math[usesAll ? 'min' : 'max'](...equals.map((one) => one.threshold));
          const below = Math.max(...all.yScore.filter((score) => score < wanted));
          expect(chosen.threshold).toBe(below === -Infinity ? wanted : (wanted + below) / 2);
          expect(calculateMetrics({ ...all, threshold: chosen.threshold }).values[metric]).toBe(
            calculateMetrics({ ...all, threshold: wanted }).values[metric],
          );
        }),
        { numRuns: 100 },
      );
    },
  );

  it('min-cost is the cheapest of all thresholds, no alert at all included', () => {
    fc.assert(
      fc.property(rows, (all) => {
        const costs = [...new Set(all.yScore), 2].map((threshold) => expectedCost({ ...all, threshold }).total);
        const chosen = chooseThreshold({ ...all, strategy: 'min-cost' });
        expect(chosen.value).toBeCloseTo(Math.min(...costs), 9);
        expect(expectedCost({ ...all, threshold: chosen.threshold }).total).toBeCloseTo(chosen.value, 9);
      }),
      { numRuns: 150 },
    );
  });

  it('goes above all scores when no alert pays', () => {
    const yTrue = Uint8Array.of(0, 1);
    const costs = { falseAlert: { fixed: 9 }, missedFraud: { fixed: 1 }, caughtFraud: { fixed: 2 } };
    const chosen = chooseThreshold({ yTrue, yScore: Float64Array.of(0.9, 0.4), strategy: 'min-cost', costs });
    expect(chosen.threshold).toBeGreaterThan(0.9);
    expect(chosen.threshold).toBeCloseTo(0.9, 12);
    expect(chosen.value).toBe(1);
  });

  it('takes a fixed threshold as it is', () => {
    const yTrue = Uint8Array.of(0, 1, 1);
    const chosen = chooseThreshold({ yTrue, yScore: Float64Array.of(0.1, 0.6, 0.9), strategy: 'fixed:0.5' });
    expect(chosen).toMatchObject({ threshold: 0.5, value: 1 });
  });

  it('shows how much depends on the choice', () => {
    const yTrue = Uint8Array.from({ length: 200 }, (_, i) => (i % 10 === 0 ? 1 : 0));
    const yScore = Float64Array.from(yTrue, (y, i) => (y === 1 ? 0.5 + i / 1000 : ((i * 37) % 100) / 150));
    const chosen = chooseThreshold({ yTrue, yScore, strategy: 'best-f1', day: new Int32Array(200) });
    const { points, plateau } = chosen.sensitivity;
    const own = points.find((point) => point.alertFactor === 1)!;
    expect(own.threshold).toBe(chosen.threshold);
    expect(own.f1).toBeCloseTo(chosen.value, 12);
    expect(own.alertsPerDay).toBe(own.alerts);
    expect(points.map((point) => point.alerts)).toEqual(points.map((point) => point.alerts).toSorted((a, b) => a - b));
    expect(points.length).toBeGreaterThan(5);
    expect(plateau.low).toBeLessThanOrEqual(chosen.threshold);
    expect(plateau.high).toBeGreaterThanOrEqual(chosen.threshold);
  });

  it('refuses validation rows without fraud', () => {
    const bare = { yTrue: Uint8Array.of(0, 0), yScore: Float64Array.of(0, 1) };
    expect(() => chooseThreshold({ ...bare, strategy: 'best-f1' })).toThrow(DataError);
    expect(() => chooseThreshold({ ...bare, strategy: 'best-f1' })).toThrow('must contain a 1');
  });

  it('asks for days and costs where they are needed', () => {
    const bare = { yTrue: Uint8Array.of(0, 1), yScore: Float64Array.of(0, 1) };
    expect(() => chooseThreshold({ ...bare, strategy: 'alerts-per-day<=5' })).toThrow('day must be given');
    expect(() => chooseThreshold({ ...bare, strategy: 'min-cost' })).toThrow('costs must be given');
    expect(() => chooseThreshold({ ...bare, strategy: 'min-cost', costs: assumedCosts })).toThrow(
      'amount must be given',
    );
  });
});

describe('parseThresholdStrategy', () => {
  it.each([
    ['best-f1', { kind: 'best-f-beta', beta: 1 }],
    ['best-f0.5', { kind: 'best-f-beta', beta: 0.5 }],
    ['precision >= .9', { kind: 'precision', bound: 0.9 }],
    ['alerts_per_day <= 100', { kind: 'alerts-per-day', bound: 100 }],
    ['fixed:0.25', { kind: 'fixed', threshold: 0.25 }],
    ['min-cost', { kind: 'min-cost' }],
  ])('reads %s', (text, expected) => {
    expect(parseThresholdStrategy(text)).toEqual(expected);
  });

  it.each(['', 'best', 'best-f0', 'precision>=1.2', 'precision<=0.5', 'fpr<=5%', 'max-profit'])(
    'refuses %j',
    (text) => {
      expect(() => parseThresholdStrategy(text)).toThrow('strategy must be one of best-f1');
    },
  );
});
