import { describe, expect, it } from 'vitest';
import { scoredSample } from '../testing/scored-sample.ts';
import { compareSets } from './compare-sets.ts';
import { metricIntervals } from './metric-intervals.ts';

describe('compareSets', () => {
  const of = (value: number, low: number, high: number): { value: number; low: number; high: number } => ({
    value,
    low,
    high,
  });

  it('builds the bounds of the difference from those of both', () => {
    const { recall } = compareSets({ recall: of(0.8, 0.7, 0.87) }, { recall: of(0.6, 0.5, 0.69) });
    expect(recall!.difference).toBeCloseTo(-0.2, 12);
    expect(recall!.low).toBeCloseTo(-0.2 - Math.hypot(0.1, 0.07), 12);
    expect(recall!.high).toBeCloseTo(-0.2 + Math.hypot(0.09, 0.1), 12);
    expect(recall!.verdict).toBe('worse');
  });

  it('goes by the direction of the metric, and leaves out what has no bounds', () => {
    const answers = compareSets(
      { log_loss: of(0.1, 0.09, 0.11), alert_rate: of(0.1, 0.09, 0.11), ks: { value: 0.5, low: null, high: null } },
      {
        log_loss: of(0.2, 0.19, 0.21),
        alert_rate: of(0.2, 0.19, 0.21),
        ks: of(0.5, 0.4, 0.6),
        roc_auc: of(0.9, 0.8, 1),
      },
    );
    expect(Object.keys(answers)).toEqual(['log_loss', 'alert_rate']);
    expect(answers['log_loss']!.verdict).toBe('worse');
    expect(answers['alert_rate']!.verdict).toBe('different');
  });

  it('calls two samples of the same rows different in about one case of a hundred', () => {
    const sets = Array.from({ length: 300 }, (_, i) =>
      scoredSample({ n: 800, share: 0.08, strength: 1.5, seed: 100 + i }),
    );
    const intervals = sets.map((rows) => metricIntervals(rows, { level: 0.99 }).intervals);
    for (const name of ['average_precision', 'roc_auc', 'recall', 'precision']) {
      let odd = 0;
      for (let i = 0; i + 1 < intervals.length; i += 2) {
        if (compareSets(intervals[i]!, intervals[i + 1]!)[name]!.verdict !== 'as expected') odd++;
      }
      expect(odd, name).toBeLessThanOrEqual(6);
    }
  });
});
