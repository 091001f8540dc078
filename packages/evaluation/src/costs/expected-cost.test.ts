import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculateMetrics } from '../metrics/calculate-metrics.ts';
import { assumedCosts } from './cost-matrix.ts';
import { expectedCost } from './expected-cost.ts';

const rows = {
  yTrue: Uint8Array.of(0, 0, 1, 1),
  yScore: Float64Array.of(0.1, 0.9, 0.2, 0.8),
  threshold: 0.5,
  amount: Float64Array.of(10, 20, 300, 400),
};

describe('expectedCost', () => {
  it('takes no gain for a wrong answer', () => {
    const rows = { yTrue: Uint8Array.of(0, 1), yScore: Float64Array.of(0.1, 0.9), threshold: 0.5 };
    const costs = { missedFraud: { fixed: -5 } };
    expect(() => expectedCost({ ...rows, costs })).toThrow('costs.missedFraud.fixed must be >= 0, got -5');
  });

  it('adds fixed sums and shares of the amount by outcome', () => {
    const costs = {
      missedFraud: { amountShare: 1, fixed: 2 },
      falseAlert: { fixed: 5, amountShare: 0.1 },
      caughtFraud: { fixed: 3 },
      passedGenuine: { amountShare: -0.01 },
    };
    const cost = expectedCost({ ...rows, costs });
    expect(cost.total).toBeCloseTo(-0.1 + 7 + 302 + 3, 12);
    expect(cost.perRow).toBeCloseTo(cost.total / 4, 12);
    expect(cost.withoutModel).toBeCloseTo(-0.3 + 704, 12);
    expect(cost.savings).toBeCloseTo(1 - cost.total / (5 + 1 + 5 + 2 + 6), 12);
  });

  it('shows among the metrics, per day too', () => {
    const day = Int32Array.of(0, 0, 1, 1);
    const { values } = calculateMetrics({ ...rows, costs: assumedCosts, day, card: Int32Array.of(0, 1, 2, 3) });
    expect(values).toMatchObject({ total_cost: 310, expected_cost: 77.5, cost_per_day: 155, alerts_per_day: 1 });
    expect(values['amount_recall']).toBeCloseTo(4 / 7, 12);
    expect(values['card_precision_at_100']).toBeCloseTo(0.01, 12);
    expect(values).not.toHaveProperty('card_precision_at_5');
  });

  it('counts a row of weight k like k equal rows', () => {
    const row = fc.tuple(
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 0, max: 99 }),
      fc.integer({ min: 0, max: 3 }),
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (all) => {
        fc.pre(all.some(([, , , weight]) => weight > 0));
        const of = (from: typeof all) => ({
          yTrue: Uint8Array.from(from, ([y]) => y),
          yScore: Float64Array.from(from, ([, s]) => s / 4),
          amount: Float64Array.from(from, ([, , amount]) => amount),
          threshold: 0.5,
          costs: assumedCosts,
        });
        const weighted = expectedCost({ ...of(all), sampleWeight: Float64Array.from(all, ([, , , weight]) => weight) });
        const repeated = expectedCost(of(all.flatMap((one) => Array.from({ length: one[3] }, () => one))));
        expect(weighted.total).toBeCloseTo(repeated.total, 9);
        expect(weighted.perRow).toBeCloseTo(repeated.perRow, 9);
      }),
      { numRuns: 100 },
    );
  });

  it('asks for amounts only when a cost needs them', () => {
    const { amount: _, ...bare } = rows;
    expect(() => expectedCost({ ...bare, costs: assumedCosts })).toThrow('amount must be given');
    expect(() => calculateMetrics({ ...bare, costs: assumedCosts })).toThrow('amount must be given');
    expect(expectedCost({ ...bare, costs: { falseAlert: { fixed: 5 } } }).total).toBe(5);
    expect(() => expectedCost({ ...rows, costs: { falseAlert: { fixed: NaN } } })).toThrow(
      'costs.falseAlert.fixed must be finite',
    );
    expect(() => expectedCost({ ...rows, costs: {}, amount: Float64Array.of(1, 2, NaN, 4) })).toThrow(
      'amount must be finite',
    );
  });
});
