import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Rng } from '@fraudx/core';
import { calculateMetrics } from './metrics/calculate-metrics.ts';
import { compareModels } from './uncertainty/compare-models.ts';
import { compareToBaseline } from './compare-to-baseline.ts';

const number = fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(0, NaN));
const metrics = fc.dictionary(fc.constantFrom('accuracy', 'recall', 'f1', 'roc_auc', 'log_loss', '__proto__'), number, {
  noNullPrototype: true,
});

describe('compareToBaseline', () => {
  it('gives difference and percent change', () => {
    expect(compareToBaseline({ recall: 0.6, cost: -50 }, { recall: 0.5, cost: -100 })).toEqual({
      recall: { baseline: 0.5, value: 0.6, difference: 0.6 - 0.5, percentChange: ((0.6 - 0.5) / 0.5) * 100 },
      cost: { baseline: -100, value: -50, difference: 50, percentChange: 50 },
    });
  });

  it('has no percent change away from a baseline of 0, and 0 when nothing changed', () => {
    expect(compareToBaseline({ recall: 0.6 }, { recall: 0 })['recall']).toMatchObject({
      difference: 0.6,
      percentChange: null,
    });
    expect(compareToBaseline({ recall: 0 }, { recall: 0 })['recall']).toMatchObject({ percentChange: 0 });
  });

  it('adds the interval of each difference from a paired comparison on the same rows', () => {
    const rng = new Rng(5);
    const yTrue = Uint8Array.from({ length: 4000 }, () => (rng.uniform() < 0.1 ? 1 : 0));
    const scored = (noise: number): Float64Array =>
      Float64Array.from(yTrue, (label) => 1 / (1 + Math.exp(-(label * 3 - 2 + noise * rng.normal()))));
    const now = { yScore: scored(0.8), threshold: 0.5 };
    const before = { yScore: scored(2), threshold: 0.5 };
    const values = (of: typeof now): Readonly<Record<string, number>> => calculateMetrics({ yTrue, ...of }).values;
    const paired = compareModels({ yTrue, ...now }, before);
    const table = compareToBaseline(values(now), values(before), paired);
    for (const name of ['recall', 'precision', 'accuracy'] as const) {
      const { difference, low, high, verdict } = table[name]!;
      expect(difference).toBeCloseTo(paired.metrics[name]!.difference!, 12);
      expect(low!).toBeLessThan(difference!);
      expect(high!).toBeGreaterThan(difference!);
      expect(verdict).toBe('better');
    }
    expect(compareToBaseline({ own: 1 }, { own: 0 }, paired)['own']).not.toHaveProperty('low');
  });

  it('property 16: is complete for every metric of either side', () => {
    fc.assert(
      fc.property(metrics, metrics, (now, before) => {
        const table = compareToBaseline(now, before);
        const names = new Set([...Object.keys(now), ...Object.keys(before)]);
        expect(new Set(Object.keys(table))).toEqual(names);
        for (const name of names) {
          const { value, baseline, difference, percentChange } = table[name]!;
          const a = Object.hasOwn(now, name) ? now[name]! : NaN;
          const b = Object.hasOwn(before, name) ? before[name]! : NaN;
          expect(value).toBe(Number.isNaN(a) ? null : a);
          expect(baseline).toBe(Number.isNaN(b) ? null : b);
          if (value === null || baseline === null) {
            expect([difference, percentChange]).toEqual([null, null]);
            continue;
          }
          expect(difference).toBe(value - baseline);
          const percent = difference === 0 ? 0 : (difference! / Math.abs(baseline)) * 100;
          expect(percentChange).toBe(Number.isFinite(percent) ? percent : null);
        }
      }),
      { numRuns: 200 },
    );
  });
});
