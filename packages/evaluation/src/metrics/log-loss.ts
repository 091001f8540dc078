import { checkLabels, checkScores, checkWeights } from '../internal/check-inputs.ts';
import type { MetricOptions } from './confusion-matrix.ts';

/** Log loss of one row, its probability held 2^-52 away from 0 and 1. */
export function logLossOfRow(label: number, probability: number): number {
  const p = Math.min(Math.max(probability, Number.EPSILON), 1 - Number.EPSILON);
  return -Math.log(label === 1 ? p : 1 - p);
}

/** {@link logLoss} of checked inputs. */
export function logLossOf(yTrue: Uint8Array, yProba: Float64Array, weight: Float64Array | undefined): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < yTrue.length; i++) {
    const w = weight === undefined ? 1 : weight[i]!;
    sum += w * logLossOfRow(yTrue[i]!, yProba[i]!);
    total += w;
  }
  return sum / total;
}

/**
 * Mean negative log-likelihood of the labels, natural logarithm.
 *
 * Probabilities are held 2^-52 away from 0 and 1, so that one confident mistake costs about 36, not infinity.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yProba - Probabilities of fraud, length n, each in [0, 1].
 * @returns A value >= 0, lower is better.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1}, a probability outside [0, 1], a bad weight.
 * @example
 * logLoss(Uint8Array.of(0, 1), Float64Array.of(0.25, 0.75)); // 0.2877
 */
export function logLoss(yTrue: Uint8Array, yProba: Float64Array, options: MetricOptions = {}): number {
  checkLabels('logLoss', 'yTrue', yTrue);
  checkScores('logLoss', yProba, yTrue.length, 'unit', 'yProba');
  checkWeights('logLoss', options.sampleWeight, yTrue.length);
  return logLossOf(yTrue, yProba, options.sampleWeight);
}
