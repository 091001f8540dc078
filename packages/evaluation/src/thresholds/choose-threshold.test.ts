import { DataError } from '@fraudx/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculateMetrics } from '../metrics/calculate-metrics.ts';
import { chooseThreshold } from './choose-threshold.ts';

describe('chooseThreshold', () => {
  it('finds the best F1 of all thresholds, the strictest among equals', () => {
    const row = fc.record({ y: fc.integer({ min: 0, max: 1 }), s: fc.integer({ min: 0, max: 10 }) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 40 }), (rows) => {
        fc.pre(rows.some((r) => r.y === 1));
        const yTrue = Uint8Array.from(rows, (r) => r.y);
        const yScore = Float64Array.from(rows, (r) => r.s / 10);
        const f1 = (threshold: number): number => calculateMetrics({ yTrue, yScore, threshold }).values['f1']!;
        const chosen = chooseThreshold({ yTrue, yScore, strategy: 'best-f1' });
        const all = [...new Set(yScore)].map((threshold) => ({ threshold, value: f1(threshold) }));
        const best = Math.max(...all.map((t) => t.value));
        expect(chosen.value).toBeCloseTo(best, 12);
        expect(f1(chosen.threshold)).toBeCloseTo(best, 12);
        const equals = all.filter((t) => t.value >= best - 1e-12).map((t) => t.threshold);
        expect(chosen.threshold).toBe(Math.max(...equals));
      }),
      { numRuns: 150 },
    );
  });

  it('refuses validation rows without fraud', () => {
    const call = () =>
      chooseThreshold({ yTrue: Uint8Array.of(0, 0), yScore: Float64Array.of(0, 1), strategy: 'best-f1' });
    expect(call).toThrow(DataError);
    expect(call).toThrow('must contain a 1');
  });
});
