import { countLabels } from './confusion-matrix.ts';
import type { MetricOptions } from './confusion-matrix.ts';

/**
 * Share of the fraud that is caught.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yPred - Predicted labels, length n, each 0 or 1.
 * @returns A value in [0, 1], higher is better; NaN when no label is 1.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1} or a bad weight.
 * @example
 * recallScore(Uint8Array.of(0, 0, 1, 1), Uint8Array.of(0, 1, 1, 1)); // 1
 */
export function recallScore(yTrue: Uint8Array, yPred: Uint8Array, options: MetricOptions = {}): number {
  const { fn, tp } = countLabels('recallScore', yTrue, yPred, options.sampleWeight);
  return tp / (tp + fn);
}
