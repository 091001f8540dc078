import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  accuracyScore,
  averagePrecisionScore,
  brierScoreLoss,
  calibrationCurve,
  calculateMetrics,
  confusionMatrix,
  f1Score,
  fBetaScore,
  ksStatistic,
  logLoss,
  precisionRecallCurve,
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

function expectNear(actual: number, expected: number | null, what: string): void {
  if (expected === null) expect(Number.isFinite(actual), what).toBe(false);
  else expect(Math.abs(actual - expected), `${what}: ${actual} against ${expected}`).toBeLessThanOrEqual(1e-12);
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
    const also = ['recall_at_fpr_0.05', 'recall_at_fpr_0.25'];
    const all = calculateMetrics({ yTrue, yScore, threshold: reference.threshold, ...options }, { also });
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
