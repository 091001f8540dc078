import { InvalidArgumentError } from '@fraudx/core';
import { checkLabels, checkScores } from '../internal/check-inputs.ts';

/** Scores of either class in bins of equal width over [0, 1]. */
export interface ScoreHistogram {
  /** Length nBins + 1. */
  readonly edges: Float64Array;
  /** Share of the genuine rows per bin, length nBins; 0 without genuine rows. */
  readonly genuine: Float64Array;
  /** Share of the fraud per bin, length nBins; 0 without fraud. */
  readonly fraud: Float64Array;
}

/**
 * Distribution of the scores of either class.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yProba - Probabilities of fraud, length n, each in [0, 1].
 * @param nBins - In [1, 1000]. Default 40.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A bad label, probability or number of bins.
 */
export function scoreHistogram(yTrue: Uint8Array, yProba: Float64Array, nBins = 40): ScoreHistogram {
  checkLabels('scoreHistogram', 'yTrue', yTrue);
  checkScores('scoreHistogram', yProba, yTrue.length, 'unit', 'yProba');
  if (!(Number.isInteger(nBins) && nBins >= 1 && nBins <= 1000)) {
    throw new InvalidArgumentError(`nBins must be a whole number in [1, 1000], got ${nBins}`, {
      subject: 'scoreHistogram',
    });
  }
  const counts = [new Float64Array(nBins), new Float64Array(nBins)];
  const total = [0, 0];
  for (let i = 0; i < yTrue.length; i++) {
    const y = yTrue[i]!;
    counts[y]![Math.min(nBins - 1, Math.floor(yProba[i]! * nBins))]!++;
    total[y]!++;
  }
  const [genuine, fraud] = counts.map((of, y) => of.map((count) => (total[y] === 0 ? 0 : count / total[y]!)));
  return { edges: Float64Array.from({ length: nBins + 1 }, (_, i) => i / nBins), genuine: genuine!, fraud: fraud! };
}
