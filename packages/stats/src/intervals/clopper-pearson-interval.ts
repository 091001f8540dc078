import { betaInverseSf, betaQuantile } from '../distributions/beta.ts';
import { checkHits, levelOf } from './interval-options.ts';
import type { Interval, LevelOptions } from './interval-options.ts';

/**
 * Clopper and Pearson's interval of a share, which covers at least as often as it says, at the price of width.
 *
 * @param hits - In [0, n]; need not be whole (Korn and Graubard's effective numbers).
 * @param n - >= 0, finite.
 * @param options - The level, default 0.95, as a number or as `level`.
 * @returns Bounds in [0, 1]; NaN when n = 0.
 * @throws {InvalidArgumentError} A number out of its range.
 * @see Clopper and Pearson (1934), "The use of confidence or fiducial limits illustrated in the case of the binomial", Biometrika 26(4).
 * @example
 * clopperPearsonInterval(8, 10).low; // 0.4439
 */
export function clopperPearsonInterval(hits: number, n: number, options: number | LevelOptions = {}): Interval {
  checkHits('clopperPearsonInterval', hits, n);
  const tail = (1 - levelOf('clopperPearsonInterval', options)) / 2;
  if (n === 0) return { low: NaN, high: NaN };
  return {
    low: hits === 0 ? 0 : betaQuantile(tail, hits, n - hits + 1),
    high: hits === n ? 1 : betaInverseSf(tail, hits + 1, n - hits),
  };
}
