import { checkRanked } from '../internal/check-ranked.ts';
import type { Ranking } from '../internal/ranking.ts';
import type { MetricOptions } from '../metrics/confusion-matrix.ts';

/** Points of a ROC curve, all of one length, from the rule that flags nothing to the one that flags everything. */
export interface RocCurve {
  /** False-positive rates, ascending, first 0; NaN when no label is 0. */
  readonly falsePositiveRate: Float64Array;
  /** True-positive rates (recall), ascending, first 0; NaN when no label is 1. */
  readonly truePositiveRate: Float64Array;
  /** Thresholds, descending; the first is Infinity. */
  readonly thresholds: Float64Array;
}

/** {@link rocCurve} of ranked scores. */
export function rocCurveOf({ size, threshold, tp, fp, positives, negatives }: Ranking): RocCurve {
  const curve = {
    falsePositiveRate: new Float64Array(size + 1),
    truePositiveRate: new Float64Array(size + 1),
    thresholds: new Float64Array(size + 1),
  };
  curve.thresholds[0] = Infinity;
  curve.falsePositiveRate[0] = negatives === 0 ? NaN : 0;
  curve.truePositiveRate[0] = positives === 0 ? NaN : 0;
  for (let k = 0; k < size; k++) {
    curve.thresholds[k + 1] = threshold[k]!;
    curve.falsePositiveRate[k + 1] = fp[k]! / negatives;
    curve.truePositiveRate[k + 1] = tp[k]! / positives;
  }
  return curve;
}

/**
 * True-positive rate against false-positive rate, one point per distinct score and the origin.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yScore - Scores, length n, finite; score >= threshold is fraud.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1}, a score that is not finite, a bad weight.
 */
export function rocCurve(yTrue: Uint8Array, yScore: Float64Array, options: MetricOptions = {}): RocCurve {
  return rocCurveOf(checkRanked('rocCurve', yTrue, yScore, options));
}
