import { checkHits } from './interval-options.ts';
import type { CriticalOptions, Interval } from './interval-options.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** The difference of two shares with its bounds. */
export interface DifferenceInterval extends Interval {
  /** hits1 / n1 − hits2 / n2. */
  readonly difference: number;
}

/**
 * Newcombe's interval of the difference of two independent shares, from Wilson's of each (his method 10).
 *
 * @param hits1 - In [0, n1], need not be whole.
 * @param n1 - >= 0, finite, need not be whole.
 * @param hits2 - In [0, n2], need not be whole.
 * @param n2 - >= 0, finite, need not be whole.
 * @param options - The level, default 0.95, as a number or as `level`; or `z`, a critical value > 0 of your own.
 * @returns Bounds in [−1, 1]; NaN when n1 or n2 is 0.
 * @throws {InvalidArgumentError} A number out of its range, or both `level` and `z`.
 * @see Newcombe (1998), "Interval estimation for the difference between independent proportions", Statistics in Medicine 17(8).
 * @example
 * newcombeDifferenceInterval(56, 70, 48, 80).low; // 0.0524
 */
export function newcombeDifferenceInterval(
  hits1: number,
  n1: number,
  hits2: number,
  n2: number,
  options: number | CriticalOptions = {},
): DifferenceInterval {
  checkHits('newcombeDifferenceInterval', hits1, n1, ['hits1', 'n1']);
  checkHits('newcombeDifferenceInterval', hits2, n2, ['hits2', 'n2']);
  const [p1, p2] = [hits1 / n1, hits2 / n2];
  const one = wilsonInterval(hits1, n1, options);
  const two = wilsonInterval(hits2, n2, options);
  const difference = p1 - p2;
  return {
    difference,
    low: Math.max(-1, difference - Math.hypot(p1 - one.low, two.high - p2)),
    high: Math.min(1, difference + Math.hypot(one.high - p1, p2 - two.low)),
  };
}
