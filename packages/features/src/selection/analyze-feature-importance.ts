import type { Matrix } from '@fraudx/core';
import { InvalidArgumentError, Rng, ShapeError, throwIfAborted } from '@fraudx/core';
import { meanInterval } from '@fraudx/stats';
import { selectColumns } from '../select-columns.ts';
import type { ImportanceModel } from './select-features-rfe.ts';

/** A fitted model that scores rows. */
export interface ScoringModel extends Partial<ImportanceModel> {
  score(x: Matrix): Float64Array;
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
  /** The model's own measure on training rows; 0 when never used, or where it has none. */
  readonly gain: number;
  /** What the score loses when the feature is shuffled, mean over the repeats. Negative: better without. */
  readonly permutation: number;
  /** 95 % interval of that mean over the shuffles (Student's t). It covers the shuffling, not the choice of rows. */
  readonly low: number;
  readonly high: number;
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
    throw new ShapeError(`y must have ${x.nRows} rows, got ${y.length}`, { subject: 'analyzeFeatureImportance' });
  if (!Number.isInteger(nRepeats) || nRepeats < 2) {
    throw new InvalidArgumentError(`nRepeats must be a whole number >= 2, got ${nRepeats}`, {
      subject: 'analyzeFeatureImportance',
    });
  }
  const whole = score(y, model.score(x));
  const gain = new Map(model.featureImportances?.().map((item) => [item.feature, item.value]));
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
      return whole - score(y, model.score(shuffled));
    });
    shuffled.column(j).set(x.column(j));
    const { mean, low, high } = meanInterval(losses);
    return { feature, gain: gain.get(feature) ?? 0, permutation: mean, low, high };
  });
  return importances.sort((a, b) => b.permutation - a.permutation);
}
