import { Rng } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { scoredSample } from '../testing/scored-sample.ts';
import { compareModels } from './compare-models.ts';
import { compareRocAuc } from './de-long.ts';
import { metricIntervals } from './metric-intervals.ts';

describe('compareModels', () => {
  const rows = scoredSample({ n: 3000, share: 0.1, strength: 2 });

  it('finds no difference between a model and itself', () => {
    for (const method of ['rows', 'by-day', 'within-class'] as const) {
      const same = compareModels(rows, rows, { method });
      for (const difference of Object.values(same.metrics)) {
        expect(difference).toMatchObject({ difference: 0, low: 0, high: 0, verdict: 'noise' });
      }
    }
  });

  it('tells a better model from a worse one, the way round that each metric goes', () => {
    const rng = new Rng(8);
    const worse = rows.yScore.map((score) => Math.min(1, Math.max(0, score + 0.4 * rng.normal())));
    const { metrics, rocAuc } = compareModels(rows, { yScore: worse, threshold: 0.4 });
    for (const name of ['average_precision', 'log_loss', 'false_positive_rate', 'roc_auc', 'expected_cost']) {
      expect(metrics[name]!.verdict, name).toBe('better');
    }
    expect(rocAuc!.low).toBeGreaterThan(0);
    const swapped = compareModels({ ...rows, yScore: worse }, rows);
    expect(swapped.metrics['log_loss']!.verdict).toBe('worse');
    expect(swapped.metrics['alert_rate']!.verdict).toBe('different');
    expect(swapped.metrics['log_loss']!.difference).toBeCloseTo(-metrics['log_loss']!.difference!, 12);
  });

  it('is narrower than two intervals side by side', () => {
    const nearly = rows.yScore.map((score) => score ** 1.05);
    const { metrics } = compareModels(rows, { yScore: nearly, threshold: 0.4 });
    const alone = metricIntervals(rows).intervals;
    const paired = metrics['recall']!.high! - metrics['recall']!.low!;
    expect(paired).toBeLessThan(alone['recall']!.high! - alone['recall']!.low!);
  });

  it("agrees with DeLong's test where there are many rows", () => {
    const other = { yScore: scoredSample({ n: 3000, share: 0.1, strength: 1.5, seed: 4 }).yScore, threshold: 0.4 };
    const own = compareModels(rows, other).metrics['roc_auc']!;
    const deLong = compareRocAuc(rows.yTrue, rows.yScore, other.yScore);
    expect(own.difference).toBeCloseTo(deLong.difference, 12);
    expect(own.low).toBeCloseTo(deLong.low, 2);
    expect(own.high).toBeCloseTo(deLong.high, 2);
  });

  it('calls few differing answers no improvement', () => {
    const yTrue = Uint8Array.from({ length: 400 }, (_, i) => (i < 30 ? 1 : 0));
    const base = Float64Array.from(yTrue, (y, i) => (y === 1 && i >= 10 ? 0.9 : 0.1));
    const three = base.map((score, i) => (i < 3 ? 0.9 : score));
    const of = (yScore: Float64Array): string =>
      compareModels({ yTrue, yScore, threshold: 0.5 }, { yScore: base, threshold: 0.5 }).metrics['recall']!.verdict;
    expect(of(three)).toBe('noise');
    expect(of(base.map((score, i) => (i < 10 ? 0.9 : score)))).toBe('better');
  });

  it('calls no model better by one alert that is right, or where a value has no spread', () => {
    const yTrue = Uint8Array.from({ length: 2000 }, (_, i) => (i < 100 ? 1 : 0));
    const alerts = (rows: readonly number[]): Float64Array => {
      const yScore = new Float64Array(2000).fill(0.1);
      for (const row of rows) yScore[row] = 0.9;
      return yScore;
    };
    const verdict = (own: Float64Array, baseline: Float64Array): string | undefined =>
      compareModels({ yTrue, yScore: own, threshold: 0.5 }, { yScore: baseline, threshold: 0.5 }).metrics['precision']!
        .verdict;
    expect(verdict(alerts([0]), alerts([200]))).toBe('noise');
    const ninety = [...Array.from({ length: 90 }, (_, i) => i), ...Array.from({ length: 10 }, (_, i) => 200 + i)];
    expect(verdict(alerts([0]), alerts(ninety))).toBe('noise');
    expect(verdict(alerts(Array.from({ length: 60 }, (_, i) => i)), alerts(ninety))).toBe('better');
  });

  it('says what is missing', () => {
    expect(() => compareModels(undefined as never, rows)).toThrow('rows must be given');
    expect(() => compareModels(rows, undefined as never)).toThrow('baseline must be given');
    const { day: _, ...withoutDay } = rows;
    expect(() => compareModels(withoutDay, rows, { method: 'by-day' })).toThrow('day must be given');
    expect(() => compareModels(rows, { yScore: new Float64Array(3), threshold: 0.5 })).toThrow('3');
  });
});
