import { InvalidArgumentError } from '@fraudx/core';
import { studentTQuantile } from '../distributions/student-t.ts';
import { meanAndVariance } from '../samples/mean-and-variance.ts';
import { levelOf } from './interval-options.ts';
import type { Interval, LevelOptions } from './interval-options.ts';

/** A mean and its confidence interval. */
export interface MeanInterval extends Interval {
  readonly mean: number;
}

/**
 * Mean of values, such as a metric over folds, with Student's confidence interval.
 *
 * Folds that share training rows are not independent, so the interval is rather too narrow than too wide.
 *
 * @param values - At least 2; a NaN among them gives NaN.
 * @param options - The level, default 0.95, as a number or as `level`.
 * @throws {InvalidArgumentError} Fewer than 2 values, or a level out of range.
 * @see Student (1908), "The probable error of a mean", Biometrika 6(1).
 * @example
 * meanInterval([0.7, 0.8, 0.9]).low; // 0.5516
 */
export function meanInterval(values: ArrayLike<number>, options: number | LevelOptions = {}): MeanInterval {
  const level = levelOf('meanInterval', options);
  const n = values.length;
  if (n < 2) throw new InvalidArgumentError(`meanInterval: values must be at least 2, got ${n}`);
  const { mean, variance } = meanAndVariance(values);
  const half = studentTQuantile(0.5 + level / 2, n - 1) * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}
