import { InvalidArgumentError } from '@fraudx/core';
import { checkRanked } from '../internal/check-ranked.ts';
import { precisionAtKOf } from '../internal/rank-metrics.ts';
import type { MetricOptions } from './confusion-matrix.ts';

/**
 * Share of fraud among the k highest scores: what k investigations find.
 *
 * Rows tied at the cut count by their mix, so that the order of rows does not matter.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yScore - Scores, length n, finite; any monotone scale.
 * @param k - Rows looked at, >= 1; with weights, their weight.
 * @returns A value in [0, 1], higher is better; NaN when there are fewer than k rows.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A bad label, score or weight, or k < 1.
 * @example
 * precisionAtK(Uint8Array.of(0, 0, 1, 1), Float64Array.of(0.1, 0.4, 0.35, 0.8), 2); // 0.5
 */
export function precisionAtK(yTrue: Uint8Array, yScore: Float64Array, k: number, options: MetricOptions = {}): number {
  checkK('precisionAtK', k);
  return precisionAtKOf(checkRanked('precisionAtK', yTrue, yScore, options), k);
}

/** A number of investigations: whole and >= 1. */
export function checkK(owner: string, k: number): void {
  if (!(Number.isSafeInteger(k) && k >= 1)) {
    throw new InvalidArgumentError(`k must be a whole number >= 1, got ${k}`, { subject: owner });
  }
}
