import { checkLabels, checkScores, checkThreshold, checkWeights } from '../internal/check-inputs.ts';
import { averagePrecisionOf, rocAucOf } from '../internal/rank-metrics.ts';
import { rank } from '../internal/ranking.ts';
import { brierOf } from './brier-score-loss.ts';
import type { ConfusionMatrix } from './confusion-matrix.ts';
import { logLossOf } from './log-loss.ts';

/** What a model said about rows whose truth is known. */
export interface ScoredRows {
  /** Labels, length n >= 1, each 0 or 1. */
  readonly yTrue: Uint8Array;
  /** Probabilities of fraud, length n, each in [0, 1]. */
  readonly yScore: Float64Array;
  /** A row is predicted fraud when its score >= threshold. */
  readonly threshold: number;
  /** Weights, length n, each finite and >= 0, not all 0. Default all 1. */
  readonly sampleWeight?: Float64Array;
}

/** All metrics of one model on one set of rows. */
export interface MetricSet {
  /** By snake_case name; NaN where the metric is undefined on these rows. */
  readonly values: Readonly<Record<string, number>>;
  readonly confusion: ConfusionMatrix;
  /** Rows. */
  readonly n: number;
  /** Rows with label 1. */
  readonly positives: number;
  /** Accuracy of always predicting the more frequent class, in [0.5, 1]. */
  readonly majorityRate: number;
  readonly threshold: number;
}

/**
 * Calculates every metric of a scored set: `accuracy precision recall f1 roc_auc average_precision log_loss brier_score majority_rate`.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1}, a score outside [0, 1], a bad weight, a NaN threshold.
 * @remarks Scores are sorted once for all rank metrics.
 */
export function calculateMetrics(rows: ScoredRows): MetricSet {
  const { yTrue, yScore, threshold, sampleWeight } = rows;
  checkLabels('calculateMetrics', 'yTrue', yTrue);
  checkScores('calculateMetrics', yScore, yTrue.length, 'unit');
  checkWeights('calculateMetrics', sampleWeight, yTrue.length);
  checkThreshold('calculateMetrics', threshold);
  const cells = [0, 0, 0, 0];
  let positives = 0;
  for (let i = 0; i < yTrue.length; i++) {
    positives += yTrue[i]!;
    const cell = 2 * yTrue[i]! + (yScore[i]! >= threshold ? 1 : 0);
    cells[cell]! += sampleWeight === undefined ? 1 : sampleWeight[i]!;
  }
  const [tn, fp, fn, tp] = cells as [number, number, number, number];
  const total = tn + fp + fn + tp;
  const majorityRate = Math.max(tp + fn, tn + fp) / total;
  const ranking = rank(yTrue, yScore, sampleWeight);
  return {
    values: {
      accuracy: (tp + tn) / total,
      precision: tp / (tp + fp),
      recall: tp / (tp + fn),
      f1: (2 * tp) / (2 * tp + fp + fn),
      roc_auc: rocAucOf(ranking),
      average_precision: averagePrecisionOf(ranking),
      log_loss: logLossOf(yTrue, yScore, sampleWeight),
      brier_score: brierOf(yTrue, yScore, sampleWeight),
      majority_rate: majorityRate,
    },
    confusion: { tn, fp, fn, tp },
    n: yTrue.length,
    positives,
    majorityRate,
    threshold,
  };
}
