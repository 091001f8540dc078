import { InvalidArgumentError } from '@fraudx/core';

/**
 * Quantile of a sample by linear interpolation between its ordered values, as NumPy's default.
 *
 * @param sorted - Ascending, without NaN.
 * @param p - In [0, 1].
 * @returns NaN without values.
 * @throws {InvalidArgumentError} p is outside [0, 1].
 * @see Hyndman and Fan (1996), "Sample quantiles in statistical packages", The American Statistician 50(4), type 7.
 * @example
 * quantile([1, 2, 10], 0.75); // 6
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new InvalidArgumentError(`quantile: p must be in [0, 1], got ${p}`);
  if (sorted.length === 0) return NaN;
  const at = p * (sorted.length - 1);
  const low = Math.floor(at);
  const below = sorted[low]!;
  const above = sorted[Math.min(low + 1, sorted.length - 1)]!;
  // The difference of two infinities is not a number.
  return below === above ? below : below + (at - low) * (above - below);
}
