import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculateMetrics } from './calculate-metrics.ts';
import { averagePrecisionScore } from './average-precision-score.ts';
import { rocAucScore } from './roc-auc-score.ts';

/** Few distinct scores, so that ties are the rule. */
const row = fc.record({ y: fc.integer({ min: 0, max: 1 }), s: fc.integer({ min: 0, max: 12 }) });
const rows = fc.array(row, { minLength: 1, maxLength: 60 });

function labels(of: readonly { y: number }[]): Uint8Array {
  return Uint8Array.from(of, (r) => r.y);
}

function scores(of: readonly { s: number }[]): Float64Array {
  return Float64Array.from(of, (r) => r.s / 12);
}

function values(of: readonly { y: number; s: number }[], sampleWeight?: Float64Array): Record<string, number> {
  const weights = sampleWeight === undefined ? {} : { sampleWeight };
  return { ...calculateMetrics({ yTrue: labels(of), yScore: scores(of), threshold: 0.5, ...weights }).values };
}

function expectSame(actual: Record<string, number>, expected: Record<string, number>): void {
  for (const [name, value] of Object.entries(expected)) {
    if (Number.isNaN(value)) expect(actual[name], name).toBeNaN();
    else expect(Math.abs(actual[name]! - value), name).toBeLessThanOrEqual(1e-12);
  }
}

/** O(n²), straight from the definition. */
function naiveRocAuc(of: readonly { y: number; s: number }[]): number {
  let wins = 0;
  let pairs = 0;
  for (const a of of.filter((r) => r.y === 1)) {
    for (const b of of.filter((r) => r.y === 0)) {
      wins += a.s > b.s ? 1 : a.s === b.s ? 0.5 : 0;
      pairs++;
    }
  }
  return wins / pairs;
}

function naiveAveragePrecision(of: readonly { y: number; s: number }[]): number {
  const positives = of.filter((r) => r.y === 1).length;
  let sum = 0;
  for (const threshold of new Set(of.map((r) => r.s))) {
    const flagged = of.filter((r) => r.s >= threshold);
    const precision = flagged.filter((r) => r.y === 1).length / flagged.length;
    sum += precision * of.filter((r) => r.s === threshold && r.y === 1).length;
  }
  return sum / positives;
}

describe('metrics', () => {
  it('equal the definitions', () => {
    fc.assert(
      fc.property(rows, (of) => {
        const expected = { roc_auc: naiveRocAuc(of), average_precision: naiveAveragePrecision(of) };
        expectSame(values(of), expected);
      }),
      { numRuns: 200 },
    );
  });

  it('do not depend on the order of rows', () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), (of, keys) => {
        const shuffled = of.map((r) => ({ r, key: keys.next().value as number })).sort((a, b) => a.key - b.key);
        expectSame(values(shuffled.map(({ r }) => r)), values(of));
      }),
      { numRuns: 100 },
    );
  });

  it('count a row of weight k like k equal rows', () => {
    const weighted = fc.array(fc.tuple(row, fc.integer({ min: 0, max: 4 })), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(weighted, (pairs) => {
        fc.pre(pairs.some(([, k]) => k > 0));
        const repeated = pairs.flatMap(([r, k]) => Array.from({ length: k }, () => r));
        const weights = Float64Array.from(pairs, ([, k]) => k);
        expectSame(
          values(
            pairs.map(([r]) => r),
            weights,
          ),
          values(repeated),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('do not change with unit weights', () => {
    fc.assert(
      fc.property(rows, (of) => expectSame(values(of, new Float64Array(of.length).fill(1)), values(of))),
      { numRuns: 100 },
    );
  });

  it('of rank survive a monotone rescaling of the scores', () => {
    fc.assert(
      fc.property(rows, fc.double({ min: 0.01, max: 50, noNaN: true }), (of, a) => {
        const y = labels(of);
        const rescaled = scores(of).map((s) => a * s ** 3 - 7);
        for (const metric of [rocAucScore, averagePrecisionScore]) {
          expectSame({ m: metric(y, rescaled) }, { m: metric(y, scores(of)) });
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('property 14: metrics are complete', () => {
  it('has every asked metric, a number in its range or NaN where the definition says so', () => {
    const names = ['accuracy', 'precision', 'recall', 'f1', 'roc_auc', 'average_precision', 'log_loss', 'brier_score'];
    fc.assert(
      fc.property(rows, fc.double({ min: 0, max: 1, noNaN: true }), (of, threshold) => {
        const set = calculateMetrics({ yTrue: labels(of), yScore: scores(of), threshold });
        expect(Object.keys(set.values)).toEqual(expect.arrayContaining(names));
        const { tn, fp, fn, tp } = set.confusion;
        expect(tn + fp + fn + tp).toBe(of.length);
        const undefinedNames: Record<string, boolean> = {
          precision: tp + fp === 0,
          recall: set.positives === 0,
          f1: tp + fp + fn === 0,
          roc_auc: set.positives === 0 || set.positives === set.n,
          average_precision: set.positives === 0,
        };
        for (const name of names) {
          const value = set.values[name]!;
          expect(Number.isNaN(value), name).toBe(undefinedNames[name] ?? false);
          if (Number.isNaN(value)) continue;
          expect(value).toBeGreaterThanOrEqual(0);
          if (name !== 'log_loss') expect(value).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 200 },
    );
  });
});
