import { checkRanked } from '../internal/check-ranked.ts';
import type { Ranking } from '../internal/ranking.ts';
import type { MetricOptions } from '../metrics/confusion-matrix.ts';

/** Points of a precision–recall curve, from the rule that flags everything to the strictest one. */
export interface PrecisionRecallCurve {
  /** Length m + 1; the last is 1, where the curve meets the axis. */
  readonly precision: Float64Array;
  /** Length m + 1, descending; the last is 0. NaN when no label is 1. */
  readonly recall: Float64Array;
  /** Distinct scores, ascending, length m. */
  readonly thresholds: Float64Array;
}

/** {@link precisionRecallCurve} of ranked scores. */
export function precisionRecallCurveOf({ size, threshold, tp, fp, positives }: Ranking): PrecisionRecallCurve {
  const precision = new Float64Array(size + 1);
  const recall = new Float64Array(size + 1);
  const thresholds = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    const at = size - 1 - k;
    thresholds[k] = threshold[at]!;
    precision[k] = tp[at]! / (tp[at]! + fp[at]!);
    recall[k] = tp[at]! / positives;
  }
  precision[size] = 1;
  recall[size] = positives === 0 ? NaN : 0;
  return { precision, recall, thresholds };
}

/**
 * Precision and recall at every distinct score.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yScore - Scores, length n, finite; score >= threshold is fraud.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1}, a score that is not finite, a bad weight.
 */
export function precisionRecallCurve(
  yTrue: Uint8Array,
  yScore: Float64Array,
  options: MetricOptions = {},
): PrecisionRecallCurve {
  return precisionRecallCurveOf(checkRanked('precisionRecallCurve', yTrue, yScore, options));
}
