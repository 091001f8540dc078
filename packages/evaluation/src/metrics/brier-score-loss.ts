import { checkLabels, checkScores, checkWeights } from '../internal/check-inputs.ts';
import type { MetricOptions } from './confusion-matrix.ts';

/** {@link brierScoreLoss} of checked inputs. */
export function brierOf(yTrue: Uint8Array, yProba: Float64Array, weight: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < yTrue.length; i++) {
    const miss = yTrue[i]! - yProba[i]!;
    const w = weight === undefined ? 1 : weight[i]!;
    sum += w * miss * miss;
    total += w;
  }
  return sum / total;
}

/**
 * Mean squared distance between probability and label.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yProba - Probabilities of fraud, length n, each in [0, 1].
 * @returns A value in [0, 1], lower is better.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1}, a probability outside [0, 1], a bad weight.
 * @see Brier (1950), "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78(1).
 * @example
 * brierScoreLoss(Uint8Array.of(0, 1), Float64Array.of(0.25, 0.5)); // 0.1563
 */
export function brierScoreLoss(yTrue: Uint8Array, yProba: Float64Array, options: MetricOptions = {}): number {
  checkLabels('brierScoreLoss', 'yTrue', yTrue);
  checkScores('brierScoreLoss', yProba, yTrue.length, 'unit', 'yProba');
  checkWeights('brierScoreLoss', options.sampleWeight, yTrue.length);
  return brierOf(yTrue, yProba, options.sampleWeight);
}
