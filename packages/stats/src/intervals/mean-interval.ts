import { InvalidArgumentError } from '@fraudx/core';
import { studentTQuantile } from '../distributions/student-t.ts';
import { meanAndVariance } from '../samples/mean-and-variance.ts';
import { levelOf } from './interval-options.ts';
import type { Interval, LevelOptions } from './interval-options.ts';

/** A mean and its confidence interval. */
export interface MeanInterval extends Interval {
  readonly mean: number;
}

/** Options of {@link meanInterval}. */
export interface MeanIntervalOptions extends LevelOptions {
  /**
   * Of folds that share training rows: validation rows of a fold ÷ its training rows, >= 0. The variance of the mean is then that share of the variance
   * of the values larger. Default 0: the values are independent.
   */
  readonly shared?: number;
}

/**
 * Mean of values, such as a metric over folds, with Student's confidence interval.
 *
 * Folds that share training rows are not independent; without `shared` their interval is too narrow.
 *
 * @param values - At least 2; a NaN among them gives NaN.
 * @param options - The level, default 0.95, as a number or as `level`, and `shared`.
 * @throws {InvalidArgumentError} Fewer than 2 values, or an option out of range.
 * @see Student (1908), "The probable error of a mean", Biometrika 6(1); Nadeau and Bengio (2003), "Inference for the generalization error", Machine
 * Learning 52, for `shared`.
 * @example
 * meanInterval([0.7, 0.8, 0.9]).low; // 0.5516
 */
export function meanInterval(values: ArrayLike<number>, options: number | MeanIntervalOptions = {}): MeanInterval {
  const { shared = 0 } = typeof options === 'number' ? {} : options;
  if (!(shared >= 0 && shared < Infinity)) {
    throw new InvalidArgumentError(`shared must be >= 0, got ${shared}`, { subject: 'meanInterval' });
  }
  const level = levelOf('meanInterval', options);
  const n = values.length;
  if (n < 2) throw new InvalidArgumentError(`values must be at least 2, got ${n}`, { subject: 'meanInterval' });
  const { mean, variance } = meanAndVariance(values);
  const half = studentTQuantile(0.5 + level / 2, n - 1) * Math.sqrt(variance * (1 / n + shared));
  return { mean, low: mean - half, high: mean + half };
}
