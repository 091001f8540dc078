import { InvalidArgumentError } from '@fraudx/core';
import { countLabels } from './confusion-matrix.ts';
import type { MetricOptions } from './confusion-matrix.ts';

/** F-beta from counts; NaN when nothing is fraud and nothing is predicted fraud. */
export function fBetaOf(tp: number, fp: number, fn: number, beta: number): number {
  const b2 = beta * beta;
  return ((1 + b2) * tp) / ((1 + b2) * tp + b2 * fn + fp);
}

/** A weight of recall: finite and > 0. */
export function checkBeta(owner: string, beta: number): void {
  if (!(beta > 0 && beta < Infinity))
    throw new InvalidArgumentError(`beta must be > 0, got ${beta}`, { subject: owner });
}

/**
 * Weighted harmonic mean of precision and recall; recall counts beta times as much as precision.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yPred - Predicted labels, length n, each 0 or 1.
 * @param beta - Finite and > 0; 2 suits fraud where a miss costs more than an alert.
 * @returns A value in [0, 1], higher is better; NaN when no label and no prediction is 1.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1}, a bad weight or beta.
 * @see van Rijsbergen (1979), "Information retrieval", 2nd edition, chapter 7.
 * @example
 * fBetaScore(Uint8Array.of(0, 0, 1, 1), Uint8Array.of(0, 1, 1, 1), 2); // 0.9091
 */
export function fBetaScore(yTrue: Uint8Array, yPred: Uint8Array, beta: number, options: MetricOptions = {}): number {
  checkBeta('fBetaScore', beta);
  const { fp, fn, tp } = countLabels('fBetaScore', yTrue, yPred, options.sampleWeight);
  return fBetaOf(tp, fp, fn, beta);
}
