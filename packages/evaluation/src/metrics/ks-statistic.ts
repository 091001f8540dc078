import { checkRanked } from '../internal/check-ranked.ts';
import { ksOf } from '../internal/rank-metrics.ts';
import type { MetricOptions } from './confusion-matrix.ts';

/**
 * Kolmogorov–Smirnov statistic: largest distance between the score distributions of fraud and genuine rows.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yScore - Scores, length n, finite; any monotone scale.
 * @returns A value in [0, 1], higher separates better; NaN unless both classes occur.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A bad label, score or weight.
 * @example
 * ksStatistic(Uint8Array.of(0, 0, 1, 1), Float64Array.of(0.1, 0.4, 0.35, 0.8)); // 0.5
 */
export function ksStatistic(yTrue: Uint8Array, yScore: Float64Array, options: MetricOptions = {}): number {
  return ksOf(checkRanked('ksStatistic', yTrue, yScore, options));
}
