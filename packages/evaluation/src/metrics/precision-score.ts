import { countLabels } from './confusion-matrix.ts';
import type { MetricOptions } from './confusion-matrix.ts';

/**
 * Share of the alerts that are fraud.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yPred - Predicted labels, length n, each 0 or 1.
 * @returns A value in [0, 1], higher is better; NaN when nothing is predicted fraud.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1} or a bad weight.
 * @example
 * precisionScore(Uint8Array.of(0, 0, 1, 1), Uint8Array.of(0, 1, 1, 1)); // 0.6667
 */
export function precisionScore(yTrue: Uint8Array, yPred: Uint8Array, options: MetricOptions = {}): number {
  const { fp, tp } = countLabels('precisionScore', yTrue, yPred, options.sampleWeight);
  return tp / (tp + fp);
}
