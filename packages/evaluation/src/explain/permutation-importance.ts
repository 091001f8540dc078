import { InvalidArgumentError, Rng, throwIfAborted } from '@fraudx/core';
import type { Matrix } from '@fraudx/core';
import { meanAndVariance } from '@fraudx/stats';
import { averagePrecisionScore } from '../metrics/average-precision-score.ts';
import { rocAucScore } from '../metrics/roc-auc-score.ts';

/** How much one feature matters. */
export interface FeatureEffect {
  readonly feature: string;
  /** In the unit of the method; larger matters more. */
  readonly value: number;
  /** Standard deviation over repeats. */
  readonly error?: number;
}

/** A model to look into. */
export interface ImportanceRequest {
  /** Rows the model has not learned from. */
  readonly x: Matrix;
  /** Labels of the rows, both classes. */
  readonly yTrue: Uint8Array;
  /** Scores of rows. */
  readonly predict: (x: Matrix) => Float64Array;
  readonly seed: number;
  /** Shuffles per feature, >= 1. Default 3. */
  readonly nRepeats?: number;
  /** What is measured. Default `average_precision`. */
  readonly metric?: 'average_precision' | 'roc_auc';
  readonly signal?: AbortSignal;
}

/**
 * Permutation importance: how much a metric falls when one feature's values are shuffled among the rows.
 *
 * Features that say the same share their importance and look weaker than they are.
 *
 * @returns Per feature the mean fall, the most important first.
 * @throws {InvalidArgumentError} A bad number of repeats or labels.
 * @throws {InterruptedError} `signal` is aborted.
 * @see Breiman (2001), "Random forests", Machine Learning 45(1).
 */
export function permutationImportance(request: ImportanceRequest): FeatureEffect[] {
  const { x, yTrue, predict, seed, nRepeats = 3, metric = 'average_precision', signal } = request;
  if (!(Number.isInteger(nRepeats) && nRepeats >= 1)) {
    throw new InvalidArgumentError(`nRepeats must be a whole number >= 1, got ${nRepeats}`, {
      subject: 'permutationImportance',
    });
  }
  const score = metric === 'roc_auc' ? rocAucScore : averagePrecisionScore;
  const before = score(yTrue, predict(x));
  const copy = x.take(Uint32Array.from({ length: x.nRows }, (_, i) => i));
  const rng = new Rng(seed);
  const effects = x.names.map((feature, j): FeatureEffect => {
    throwIfAborted(signal, 'permutationImportance');
    const own = rng.stream(feature);
    const falls = Array.from({ length: nRepeats }, () => {
      const order = own.shuffle(Uint32Array.from({ length: x.nRows }, (_, i) => i));
      const column = copy.column(j);
      for (let i = 0; i < order.length; i++) column[i] = x.column(j)[order[i]!]!;
      return before - score(yTrue, predict(copy));
    });
    copy.column(j).set(x.column(j));
    const { mean, variance } = meanAndVariance(falls);
    return { feature, value: mean, ...(nRepeats > 1 ? { error: Math.sqrt(variance) } : {}) };
  });
  return effects.sort((a, b) => b.value - a.value);
}
