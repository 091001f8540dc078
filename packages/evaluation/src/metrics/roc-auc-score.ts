import { checkRanked } from '../internal/check-ranked.ts';
import { rocAucOf } from '../internal/rank-metrics.ts';
import type { MetricOptions } from './confusion-matrix.ts';

/**
 * Area under the ROC curve: the chance that a fraud scores above a genuine row, a tie counting one half.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yScore - Scores, length n, finite; higher means more likely fraud. Any monotone scale.
 * @returns A value in [0, 1], 0.5 is chance; NaN unless both classes occur.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1}, a score that is not finite, a bad weight.
 * @remarks O(n log n) time, O(n) memory; inputs are not modified.
 * @see Fawcett (2006), "An introduction to ROC analysis", Pattern Recognition Letters 27(8).
 * @example
 * rocAucScore(Uint8Array.of(0, 0, 1, 1), Float64Array.of(0.1, 0.4, 0.35, 0.8)); // 0.75
 */
export function rocAucScore(yTrue: Uint8Array, yScore: Float64Array, options: MetricOptions = {}): number {
  return rocAucOf(checkRanked('rocAucScore', yTrue, yScore, options));
}
