import { countLabels } from './confusion-matrix.ts';
import type { MetricOptions } from './confusion-matrix.ts';

/**
 * Harmonic mean of precision and recall.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yPred - Predicted labels, length n, each 0 or 1.
 * @returns A value in [0, 1], higher is better; NaN when no label and no prediction is 1.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1} or a bad weight.
 * @example
 * f1Score(Uint8Array.of(0, 0, 1, 1), Uint8Array.of(0, 1, 1, 1)); // 0.8
 */
export function f1Score(yTrue: Uint8Array, yPred: Uint8Array, options: MetricOptions = {}): number {
  const { fp, fn, tp } = countLabels('f1Score', yTrue, yPred, options.sampleWeight);
  return (2 * tp) / (2 * tp + fp + fn);
}
