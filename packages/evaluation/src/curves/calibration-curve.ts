import { InvalidArgumentError, lowerBound } from '@fraudx/core';
import { quantile, wilsonInterval } from '@fraudx/stats';
import { checkLabels, checkScores, checkWeights } from '../internal/check-inputs.ts';
import type { MetricOptions } from '../metrics/confusion-matrix.ts';

/** Rows whose scores lie together. */
export interface CalibrationBin {
  /** Mean score. */
  readonly predicted: number;
  /** Share of fraud. */
  readonly observed: number;
  /** Wilson bounds of the share at 95 %. */
  readonly low: number;
  readonly high: number;
  /** Weight of the rows. */
  readonly n: number;
}

/** Options of {@link calibrationCurve}. */
export interface CalibrationOptions extends MetricOptions {
  /** Bins, in [1, 1000]; empty ones are left out. Default 10. */
  readonly nBins?: number;
  /**
   * Where bins end: at equal steps (`uniform`), with equal rows (`quantile`), or with equal numbers of fraud (`fraud`), which shows
   * the scores that matter where fraud is rare. Default `fraud`.
   */
  readonly strategy?: 'uniform' | 'quantile' | 'fraud';
}

/**
 * What scores promise against what happens: mean score and share of fraud of rows with like scores.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yProba - Probabilities of fraud, length n, each in [0, 1].
 * @returns Bins in order of score.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A bad label, probability, weight or number of bins.
 */
export function calibrationCurve(
  yTrue: Uint8Array,
  yProba: Float64Array,
  options: CalibrationOptions = {},
): CalibrationBin[] {
  const { nBins = 10, strategy = 'fraud', sampleWeight } = options;
  checkLabels('calibrationCurve', 'yTrue', yTrue);
  checkScores('calibrationCurve', yProba, yTrue.length, 'unit', 'yProba');
  checkWeights('calibrationCurve', sampleWeight, yTrue.length);
  if (!(Number.isInteger(nBins) && nBins >= 1 && nBins <= 1000)) {
    throw new InvalidArgumentError(`nBins must be a whole number in [1, 1000], got ${nBins}`, {
      subject: 'calibrationCurve',
    });
  }
  const ofFraud = strategy === 'fraud' ? yProba.filter((_, i) => yTrue[i] === 1) : yProba;
  const sorted = (ofFraud.length === 0 ? yProba : ofFraud).slice().sort();
  const edges = Array.from({ length: nBins - 1 }, (_, b) =>
    strategy === 'uniform' ? (b + 1) / nBins : quantile(sorted, (b + 1) / nBins),
  );
  const weight = new Float64Array(nBins);
  const score = new Float64Array(nBins);
  const fraud = new Float64Array(nBins);
  for (let i = 0; i < yTrue.length; i++) {
    const p = yProba[i]!;
    const bin = lowerBound(edges, p);
    const w = sampleWeight === undefined ? 1 : sampleWeight[i]!;
    weight[bin]! += w;
    score[bin]! += w * p;
    fraud[bin]! += w * yTrue[i]!;
  }
  const bins: CalibrationBin[] = [];
  for (let b = 0; b < nBins; b++) {
    const n = weight[b]!;
    if (n === 0) continue;
    bins.push({ predicted: score[b]! / n, observed: fraud[b]! / n, n, ...wilsonInterval(fraud[b]!, n) });
  }
  return bins;
}
