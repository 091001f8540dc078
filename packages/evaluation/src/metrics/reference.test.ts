import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  accuracyScore,
  averagePrecisionScore,
  brierScoreLoss,
  calibrationCurve,
  calculateMetrics,
  confusionMatrix,
  expectedCost,
  f1Score,
  fBetaScore,
  ksStatistic,
  logLoss,
  precisionRecallCurve,
  precisionAtK,
  precisionScore,
  recallAtFalsePositiveRate,
  recallScore,
  rocAucScore,
  rocCurve,
} from '../index.ts';

interface Case {
  name: string;
  yTrue: number[];
  yScore: number[];
  amount: number[];
  sampleWeight: number[] | null;
  threshold: number;
  confusion: Record<string, number>;
  values: Record<string, number | null>;
  roc: Record<string, (number | null)[]>;
  pr: Record<string, (number | null)[] | null>;
  calibration: Record<string, { observed: number[]; predicted: number[] }>;
}

const { cases } = JSON.parse(readFileSync(new URL('../../fixtures/metrics.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

/** The costs of `fixtures/make-metrics.py`. */
const costs = {
  passedGenuine: { fixed: 0.25 },
  falseAlert: { fixed: 4, amountShare: 0.02 },
  missedFraud: { fixed: 1, amountShare: 1 },
  caughtFraud: { fixed: 3, amountShare: 0.1 },
};

/** Names of calculateMetrics that the fixture of these labels leaves out: rates of one class. */
function unchecked(yTrue: Uint8Array): string[] {
  const both = yTrue.includes(0) && yTrue.includes(1);
  return both
    ? []
    : ['false_positive_rate', 'recall_at_fpr_0.001', 'recall_at_fpr_0.003', 'recall_at_fpr_0.05', 'recall_at_fpr_0.25'];
}

/** Sums of money are compared by their relative difference. */
function expectNear(actual: number, expected: number | null, what: string): void {
  if (expected === null) expect(Number.isFinite(actual), what).toBe(false);
  else
    expect(
      Math.abs(actual - expected) / Math.max(1, Math.abs(expected)),
      `${what}: ${actual} against ${expected}`,
    ).toBeLessThanOrEqual(1e-12);
}

describe.each(cases)('$name, against scikit-learn to 1e-12', (reference) => {
  const yTrue = Uint8Array.from(reference.yTrue);
  const yScore = Float64Array.from(reference.yScore);
  const yPred = Uint8Array.from(reference.yScore, (score) => (score >= reference.threshold ? 1 : 0));
  const options = reference.sampleWeight === null ? {} : { sampleWeight: Float64Array.from(reference.sampleWeight) };

  it('agrees in each metric', () => {
    const single: Record<string, number> = {
      accuracy: accuracyScore(yTrue, yPred, options),
      precision: precisionScore(yTrue, yPred, options),
      recall: recallScore(yTrue, yPred, options),
      f1: f1Score(yTrue, yPred, options),
      roc_auc: rocAucScore(yTrue, yScore, options),
      average_precision: averagePrecisionScore(yTrue, yScore, options),
      log_loss: logLoss(yTrue, yScore, options),
      brier_score: brierScoreLoss(yTrue, yScore, options),
      f2: fBetaScore(yTrue, yPred, 2, options),
      ks: ksStatistic(yTrue, yScore, options),
      'recall_at_fpr_0.01': recallAtFalsePositiveRate(yTrue, yScore, 0.01, options),
    };
    for (const k of [1, 3, 10, 100]) single[`precision_at_${k}`] = precisionAtK(yTrue, yScore, k, options);
    const { threshold } = reference;
    const amount = Float64Array.from(reference.amount);
    const cost = expectedCost({ yTrue, yScore, threshold, amount, costs, ...options });
    Object.assign(single, { total_cost: cost.total, expected_cost: cost.perRow, savings: cost.savings });
    const also = ['recall_at_fpr_0.05', 'recall_at_fpr_0.25', 'precision_at_1', 'precision_at_3', 'precision_at_10'];
    const all = calculateMetrics({ yTrue, yScore, threshold, amount, costs, ...options }, { also });
    expect(Object.keys(all.values).filter((name) => !(name in reference.values))).toEqual(unchecked(yTrue));
    for (const [name, expected] of Object.entries(reference.values)) {
      if (single[name] !== undefined) expectNear(single[name], expected, name);
      expectNear(all.values[name]!, expected, `${name} of calculateMetrics`);
    }
    const confusion = confusionMatrix(yTrue, yPred, options);
    for (const cell of ['tn', 'fp', 'fn', 'tp'] as const) {
      expectNear(confusion[cell], reference.confusion[cell]!, cell);
      expectNear(all.confusion[cell], reference.confusion[cell]!, `${cell} of calculateMetrics`);
    }
  });

  it('agrees in both curves', () => {
    const roc = rocCurve(yTrue, yScore, options) as unknown as Record<string, Float64Array>;
    const pr = precisionRecallCurve(yTrue, yScore, options) as unknown as Record<string, Float64Array>;
    for (const [curve, expected] of [
      [roc, reference.roc],
      [pr, reference.pr],
    ] as const) {
      for (const [name, points] of Object.entries(expected)) {
        if (points === null) continue;
        expect(curve[name]!.length, name).toBe(points.length);
        points.forEach((point, k) => expectNear(curve[name]![k]!, point, `${name}[${k}]`));
      }
    }
  });

  it('agrees in calibration', () => {
    for (const [strategy, expected] of Object.entries(reference.calibration)) {
      const bins = calibrationCurve(yTrue, yScore, { nBins: 5, strategy: strategy as 'uniform' | 'quantile' });
      expect(bins, strategy).toHaveLength(expected.observed.length);
      bins.forEach((bin, b) => {
        expectNear(bin.observed, expected.observed[b]!, `${strategy} observed ${b}`);
        expectNear(bin.predicted, expected.predicted[b]!, `${strategy} predicted ${b}`);
      });
    }
  });
});
