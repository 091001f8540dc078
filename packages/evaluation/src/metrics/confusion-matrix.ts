import { checkLabels, checkWeights } from '../internal/check-inputs.ts';
import { ShapeError } from '@fraudx/core';

/** Weights of rows by truth and prediction; whole counts when no weights were given. */
export interface ConfusionMatrix {
  /** Genuine, predicted genuine. */
  readonly tn: number;
  /** Genuine, predicted fraud: a false alert. */
  readonly fp: number;
  /** Fraud, predicted genuine: a missed fraud. */
  readonly fn: number;
  /** Fraud, predicted fraud. */
  readonly tp: number;
}

/** Options of the metrics. */
export interface MetricOptions {
  /** Weights, length n, each finite and >= 0, not all 0. Default all 1. */
  readonly sampleWeight?: Float64Array;
}

/**
 * Counts rows by truth and prediction.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yPred - Predicted labels, length n, each 0 or 1.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1} or a bad weight.
 * @example
 * confusionMatrix(Uint8Array.of(0, 0, 1, 1), Uint8Array.of(0, 1, 1, 1)); // { tn: 1, fp: 1, fn: 0, tp: 2 }
 */
export function confusionMatrix(yTrue: Uint8Array, yPred: Uint8Array, options: MetricOptions = {}): ConfusionMatrix {
  return countLabels('confusionMatrix', yTrue, yPred, options.sampleWeight);
}

/** {@link confusionMatrix} for another owner's error messages. */
export function countLabels(
  owner: string,
  yTrue: Uint8Array,
  yPred: Uint8Array,
  weight: Float64Array | undefined,
): ConfusionMatrix {
  checkLabels(owner, 'yTrue', yTrue);
  if (yPred.length !== yTrue.length) {
    throw new ShapeError(`yPred must have ${yTrue.length} values, got ${yPred.length}`, { subject: owner });
  }
  checkLabels(owner, 'yPred', yPred);
  checkWeights(owner, weight, yTrue.length);
  const cells = [0, 0, 0, 0];
  for (let i = 0; i < yTrue.length; i++) cells[2 * yTrue[i]! + yPred[i]!]! += weight === undefined ? 1 : weight[i]!;
  return { tn: cells[0]!, fp: cells[1]!, fn: cells[2]!, tp: cells[3]! };
}
