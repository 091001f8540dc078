import { InvalidArgumentError, ShapeError } from '@fraudx/core';
import { describe, expect, it } from 'vitest';
import { averagePrecisionScore } from './average-precision-score.ts';
import { calculateMetrics } from './calculate-metrics.ts';
import { confusionMatrix } from './confusion-matrix.ts';
import { metricRange } from './metric-catalogue.ts';
import { rocAucScore } from './roc-auc-score.ts';

const yTrue = Uint8Array.of(0, 0, 1, 1);
const yScore = Float64Array.of(0.1, 0.4, 0.35, 0.8);

describe('calculateMetrics', () => {
  it('counts a score at the threshold as fraud', () => {
    const set = calculateMetrics({ yTrue, yScore, threshold: 0.35 });
    expect(set.confusion).toEqual({ tn: 1, fp: 1, fn: 0, tp: 2 });
    expect(set.values['roc_auc']).toBe(0.75);
    expect(set.values['average_precision']).toBeCloseTo(0.8333, 4);
    expect(set).toMatchObject({ n: 4, positives: 2, majorityRate: 0.5, threshold: 0.35 });
  });

  it('counts a day as the share of its rows that is here', () => {
    const rows = {
      yTrue,
      yScore,
      threshold: 0.35,
      day: Int32Array.of(1, 1, 2, 2),
      costs: { falseAlert: { fixed: 4 } },
    };
    expect(calculateMetrics(rows).values).toMatchObject({ alerts_per_day: 1.5, cost_per_day: 2 });
    const scaled = calculateMetrics({ ...rows, dayShare: 0.25 }).values;
    expect(scaled).toMatchObject({ alerts_per_day: 6, cost_per_day: 8, total_cost: 4 });
    expect(() => calculateMetrics({ ...rows, dayShare: 0 })).toThrow('dayShare must be in (0, 1], got 0');
  });

  it('gives every metric a value inside its range', () => {
    const extreme = { yTrue, yScore: Float64Array.of(1, 1, 0, 0), threshold: 0.5, day: Int32Array.of(1, 1, 2, 2) };
    const costs = { falseAlert: { fixed: 4 }, missedFraud: { fixed: 9 } };
    for (const rows of [extreme, { ...extreme, yScore }, { ...extreme, yScore: Float64Array.from(yTrue) }]) {
      for (const [name, value] of Object.entries(
        calculateMetrics({ ...rows, costs, card: Int32Array.from(yTrue) }).values,
      )) {
        const [least, most] = metricRange(name);
        if (!Number.isNaN(value)) expect(value >= least && value <= most, `${name} ${value}`).toBe(true);
      }
    }
    expect([metricRange('log_loss'), metricRange('recall_at_fpr_0.01'), metricRange('savings')]).toEqual([
      [0, Infinity],
      [0, 1],
      [-Infinity, Infinity],
    ]);
  });

  it('leaves its inputs as they are', () => {
    calculateMetrics({ yTrue, yScore, threshold: 0.5 });
    expect([...yScore]).toEqual([0.1, 0.4, 0.35, 0.8]);
  });

  it.each([
    ['no rows', { yTrue: new Uint8Array(), yScore: new Float64Array() }, ShapeError, 'yTrue must have at least 1'],
    ['too few scores', { yScore: yScore.slice(1) }, ShapeError, 'yScore must have 4 values, got 3'],
    ['a label 2', { yTrue: Uint8Array.of(0, 1, 2, 1) }, InvalidArgumentError, 'must be 0 or 1, got 2 at position 2'],
    ['a NaN score', { yScore: Float64Array.of(0, NaN, 1, 1) }, InvalidArgumentError, 'finite, got NaN at position 1'],
    ['a score above 1', { yScore: Float64Array.of(0, 0, 1, 1.5) }, InvalidArgumentError, 'in [0, 1], got 1.5'],
    ['a score below 0', { yScore: Float64Array.of(0, 0, 1, -0.5) }, InvalidArgumentError, 'in [0, 1], got -0.5'],
    ['a NaN threshold', { threshold: NaN }, InvalidArgumentError, 'threshold must be a number'],
    ['too few weights', { sampleWeight: Float64Array.of(1) }, ShapeError, 'sampleWeight must have 4'],
    ['a negative weight', { sampleWeight: Float64Array.of(1, 1, -1, 1) }, InvalidArgumentError, '>= 0, got -1'],
    ['an infinite weight', { sampleWeight: Float64Array.of(1, 1, Infinity, 1) }, InvalidArgumentError, 'finite'],
    ['weights all 0', { sampleWeight: new Float64Array(4) }, InvalidArgumentError, 'must not be all 0'],
  ] as const)('refuses %s', (_title, change, kind, message) => {
    const call = () => calculateMetrics({ yTrue, yScore, threshold: 0.5, ...change });
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });
});

describe('rank metrics', () => {
  it('take scores of any scale', () => {
    const raw = Float64Array.of(-30, 2, 1, 900);
    expect(rocAucScore(yTrue, raw)).toBe(0.75);
    expect(averagePrecisionScore(yTrue, raw)).toBeCloseTo(0.8333, 4);
  });

  it('are NaN where a class is missing', () => {
    expect(rocAucScore(Uint8Array.of(1, 1), Float64Array.of(0, 1))).toBeNaN();
    expect(rocAucScore(Uint8Array.of(0, 0), Float64Array.of(0, 1))).toBeNaN();
    expect(averagePrecisionScore(Uint8Array.of(0, 0), Float64Array.of(0, 1))).toBeNaN();
  });

  it('treat rows of weight 0 as absent', () => {
    const sampleWeight = Float64Array.of(1, 1, 0, 1);
    expect(rocAucScore(yTrue, yScore, { sampleWeight })).toBe(1);
  });
});

describe('confusionMatrix', () => {
  it('refuses predictions of another length or other values', () => {
    expect(() => confusionMatrix(yTrue, Uint8Array.of(0))).toThrow('yPred must have 4 values, got 1');
    expect(() => confusionMatrix(yTrue, Uint8Array.of(0, 0, 0, 3))).toThrow('yPred must be 0 or 1, got 3');
  });
});
