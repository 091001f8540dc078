import { InvalidArgumentError } from '@fraudx/core';
import { checkRanked } from '../internal/check-ranked.ts';
import { recallAtRateOf } from '../internal/rank-metrics.ts';
import type { MetricOptions } from './confusion-matrix.ts';

/**
 * Largest recall of a threshold that disturbs at most a given share of the genuine rows.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yScore - Scores, length n, finite; any monotone scale.
 * @param rate - False-positive rate allowed, in [0, 1].
 * @returns A value in [0, 1], higher is better; NaN unless both classes occur.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A bad label, score or weight, or a rate outside [0, 1].
 * @example
 * recallAtFalsePositiveRate(Uint8Array.of(0, 0, 1, 1), Float64Array.of(0.1, 0.4, 0.35, 0.8), 0.1); // 0.5
 */
export function recallAtFalsePositiveRate(
  yTrue: Uint8Array,
  yScore: Float64Array,
  rate: number,
  options: MetricOptions = {},
): number {
  if (!(rate >= 0 && rate <= 1)) {
    throw new InvalidArgumentError(`rate must be in [0, 1], got ${rate}`, { subject: 'recallAtFalsePositiveRate' });
  }
  return recallAtRateOf(checkRanked('recallAtFalsePositiveRate', yTrue, yScore, options), rate);
}
