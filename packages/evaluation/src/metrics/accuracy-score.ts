import { countLabels } from './confusion-matrix.ts';
import type { MetricOptions } from './confusion-matrix.ts';

/**
 * Share of rows predicted right. Blind to rare fraud: compare it with the majority rate.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yPred - Predicted labels, length n, each 0 or 1.
 * @returns A value in [0, 1], higher is better.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1} or a bad weight.
 * @example
 * accuracyScore(Uint8Array.of(0, 0, 1, 1), Uint8Array.of(0, 1, 1, 1)); // 0.75
 */
export function accuracyScore(yTrue: Uint8Array, yPred: Uint8Array, options: MetricOptions = {}): number {
  const { tn, fp, fn, tp } = countLabels('accuracyScore', yTrue, yPred, options.sampleWeight);
  return (tp + tn) / (tn + fp + fn + tp);
}
