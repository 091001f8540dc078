import type { Matrix } from '@fraudx/core';
import { InvalidArgumentError, Rng, ShapeError, throwIfAborted } from '@fraudx/core';
import { selectColumns } from '../select-columns.ts';
import type { ImportanceModel } from './select-features-rfe.ts';

/** A fitted model that scores rows. */
export interface ScoringModel extends ImportanceModel {
  predictProba(x: Matrix): Float64Array;
}

/** Options of {@link analyzeFeatureImportance}. */
export interface ImportanceOptions {
  readonly model: ScoringModel;
  /** Rows the model was not fitted on; validation rows, never test rows. */
  readonly x: Matrix;
  /** Labels 0/1, length nRows. */
  readonly y: Uint8Array;
  /** Higher is better, e.g. average precision. */
  readonly score: (yTrue: Uint8Array, yScore: Float64Array) => number;
  /** Shuffles per feature, >= 2. Default 10. */
  readonly nRepeats?: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** How much one feature matters. */
export interface FeatureImportance {
  readonly feature: string;
  /** The model's own measure on training rows; 0 when never used. */
  readonly gain: number;
  /** What the score loses when the feature is shuffled, mean over the repeats. Negative: better without. */
  readonly permutation: number;
  /** 95 % interval of that mean over the shuffles (Student's t). It covers the shuffling, not the choice of rows. */
  readonly low: number;
  readonly high: number;
}

/** Student's t at 97.5 % by degrees of freedom, 1 to 29; beyond, the normal's with the first correction term. */
const tTable = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045,
];

function tQuantile(degrees: number): number {
  return tTable[degrees - 1] ?? 1.96 + 2.4 / degrees;
}

/**
 * Gain and permutation importance of every feature, most important (by permutation) first.
 *
 * The same seed gives the same shuffles, independent of which other features there are.
 *
 * @throws {InvalidArgumentError} `nRepeats` below 2.
 * @throws {ShapeError} Lengths differ.
 * @throws {InterruptedError} `signal` was aborted.
 * @see Breiman (2001), "Random forests", Machine Learning 45.
 */
export function analyzeFeatureImportance(options: ImportanceOptions): FeatureImportance[] {
  const { model, x, y, score } = options;
  const nRepeats = options.nRepeats ?? 10;
  if (y.length !== x.nRows)
    throw new ShapeError(`analyzeFeatureImportance: y must have ${x.nRows} rows, got ${y.length}`);
  if (!Number.isInteger(nRepeats) || nRepeats < 2) {
    throw new InvalidArgumentError(`analyzeFeatureImportance: nRepeats must be a whole number >= 2, got ${nRepeats}`);
  }
  const whole = score(y, model.predictProba(x));
  const gain = new Map(model.featureImportances().map((item) => [item.feature, item.gain]));
  const rng = new Rng(options.seed);
  const shuffled = selectColumns(x, x.names);
  const importances = x.names.map((feature, j): FeatureImportance => {
    const draws = rng.stream(feature);
    const losses = Array.from({ length: nRepeats }, () => {
      throwIfAborted(options.signal, 'analyzeFeatureImportance');
      const order = draws.shuffle(Uint32Array.from({ length: x.nRows }, (_, i) => i));
      const column = x.column(j);
      const target = shuffled.column(j);
      for (let i = 0; i < order.length; i++) target[i] = column[order[i]!]!;
      return whole - score(y, model.predictProba(shuffled));
    });
    shuffled.column(j).set(x.column(j));
    const mean = losses.reduce((sum, loss) => sum + loss, 0) / nRepeats;
    const variance = losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / (nRepeats - 1);
    const half = tQuantile(nRepeats - 1) * Math.sqrt(variance / nRepeats);
    return { feature, gain: gain.get(feature) ?? 0, permutation: mean, low: mean - half, high: mean + half };
  });
  return importances.sort((a, b) => b.permutation - a.permutation);
}
