import { DataError } from '@fraudx/core';
import { checkLabels, checkScores, checkWeights } from '../internal/check-inputs.ts';
import { rank } from '../internal/ranking.ts';

/** How to choose a threshold. */
export interface ThresholdRequest {
  /** Labels of validation rows, length n >= 1, each 0 or 1, at least one 1. */
  readonly yTrue: Uint8Array;
  /** Scores of the same rows, length n, finite. */
  readonly yScore: Float64Array;
  readonly strategy: 'best-f1';
  /** Weights, length n, each finite and >= 0, not all 0. Default all 1. */
  readonly sampleWeight?: Float64Array;
}

/** A chosen threshold: score >= threshold is fraud. */
export interface ChosenThreshold {
  /** One of the scores. */
  readonly threshold: number;
  /** What the strategy maximises, at this threshold. */
  readonly value: number;
  readonly strategy: string;
}

/**
 * Chooses the threshold that is best on these rows; choose on validation rows, read the test rows once.
 *
 * Among equally good thresholds the strictest wins: fewer alerts.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1}, a score that is not finite, a bad weight.
 * @throws {DataError} `TARGET_ONE_CLASS`: no label is 1.
 * @example
 * chooseThreshold({ yTrue: Uint8Array.of(0, 0, 1, 1), yScore: Float64Array.of(0.1, 0.4, 0.35, 0.8), strategy: 'best-f1' }).threshold; // 0.35
 */
export function chooseThreshold(request: ThresholdRequest): ChosenThreshold {
  const { yTrue, yScore, strategy, sampleWeight } = request;
  checkLabels('chooseThreshold', 'yTrue', yTrue);
  checkScores('chooseThreshold', yScore, yTrue.length);
  checkWeights('chooseThreshold', sampleWeight, yTrue.length);
  const { size, threshold, tp, fp, positives } = rank(yTrue, yScore, sampleWeight);
  if (!(positives > 0)) {
    throw new DataError('TARGET_ONE_CLASS', 'chooseThreshold: yTrue must contain a 1, got only 0', {
      hint: 'Use more validation rows, or a stratified split, so that validation holds some fraud',
    });
  }
  let best = 0;
  let bestValue = -1;
  for (let k = 0; k < size; k++) {
    const f1 = (2 * tp[k]!) / (tp[k]! + fp[k]! + positives);
    if (f1 > bestValue) {
      best = k;
      bestValue = f1;
    }
  }
  return { threshold: threshold[best]!, value: bestValue, strategy };
}
