import { checkRanked } from '../internal/check-ranked.ts';
import { averagePrecisionOf, ksOf, rocAucOf } from '../internal/rank-metrics.ts';
import type { MetricOptions } from './confusion-matrix.ts';

/** Metrics that depend only on the order of the scores. */
export interface RankMetrics {
  /** As by {@link rocAucScore}. */
  readonly rocAuc: number;
  /** As by {@link averagePrecisionScore}. */
  readonly averagePrecision: number;
  /** As by {@link ksStatistic}. */
  readonly ks: number;
}

/**
 * ROC AUC, average precision and Kolmogorov–Smirnov statistic from one sort: a third of the time of three calls.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yScore - Scores, length n, finite; any monotone scale.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A bad label, score or weight.
 * @example
 * rankMetrics(Uint8Array.of(0, 0, 1, 1), Float64Array.of(0.1, 0.4, 0.35, 0.8)).rocAuc; // 0.75
 */
export function rankMetrics(yTrue: Uint8Array, yScore: Float64Array, options: MetricOptions = {}): RankMetrics {
  const ranking = checkRanked('rankMetrics', yTrue, yScore, options);
  return { rocAuc: rocAucOf(ranking), averagePrecision: averagePrecisionOf(ranking), ks: ksOf(ranking) };
}
