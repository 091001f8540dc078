import { checkRanked } from '../internal/check-ranked.ts';
import type { Ranking } from '../internal/ranking.ts';
import type { MetricOptions } from '../metrics/confusion-matrix.ts';

/** Fraud found by rows looked at, one point per distinct score. */
export interface GainsCurve {
  /** Share of rows with the highest scores, ascending, last 1. */
  readonly share: Float64Array;
  /** Share of the fraud among them; NaN when no label is 1. */
  readonly gain: Float64Array;
}

/** {@link gainsCurve} of ranked scores. */
export function gainsCurveOf({ size, tp, fp, positives, negatives }: Ranking): GainsCurve {
  const share = new Float64Array(size);
  const gain = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    share[k] = (tp[k]! + fp[k]!) / (positives + negatives);
    gain[k] = tp[k]! / positives;
  }
  return { share, gain };
}

/**
 * Share of the fraud found when looking at a share of the rows; divided by that share it is the lift over chance.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yScore - Scores, length n, finite; any monotone scale.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A bad label, score or weight.
 */
export function gainsCurve(yTrue: Uint8Array, yScore: Float64Array, options: MetricOptions = {}): GainsCurve {
  return gainsCurveOf(checkRanked('gainsCurve', yTrue, yScore, options));
}
