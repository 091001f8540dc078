import { checkRanked } from '../internal/check-ranked.ts';
import { averagePrecisionOf } from '../internal/rank-metrics.ts';
import type { MetricOptions } from './confusion-matrix.ts';

/**
 * Average precision: area under the precision–recall steps.
 *
 * Tied scores form one threshold. Not the trapezoidal area, which is optimistic.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yScore - Scores, length n, finite; higher means more likely fraud. Any monotone scale.
 * @returns A value in [0, 1], the share of fraud is chance; NaN when no label is 1.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1}, a score that is not finite, a bad weight.
 * @remarks O(n log n) time, O(n) memory; inputs are not modified.
 * @see Davis and Goadrich (2006), "The relationship between precision-recall and ROC curves", ICML.
 * @example
 * averagePrecisionScore(Uint8Array.of(0, 0, 1, 1), Float64Array.of(0.1, 0.4, 0.35, 0.8)); // 0.8333
 */
export function averagePrecisionScore(yTrue: Uint8Array, yScore: Float64Array, options: MetricOptions = {}): number {
  return averagePrecisionOf(checkRanked('averagePrecisionScore', yTrue, yScore, options));
}
