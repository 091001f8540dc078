import { InvalidArgumentError } from '@fraudx/core';
import { criticalValueOf } from './interval-options.ts';
import type { CriticalOptions, Interval } from './interval-options.ts';

/**
 * Newcombe's interval of ROC AUC from its value and the sizes of the classes alone: right for few positives and values near 1, where DeLong's
 * is too narrow.
 *
 * The bounds are the values θ whose own standard error, by Hanley and McNeil's formula with N* = (m + n) / 2 − 1, puts them `z` errors away
 * from `rocAuc` (his method 5).
 *
 * @param rocAuc - In [0, 1]; NaN gives NaN.
 * @param nPositive - >= 0, finite, need not be whole.
 * @param nNegative - >= 0, finite, need not be whole.
 * @param options - The level, default 0.95, as a number or as `level`; or `z`, a critical value > 0 of your own.
 * @returns Bounds in [0, 1]; NaN when a class has less than one row.
 * @throws {InvalidArgumentError} A number out of its range, or both `level` and `z`.
 * @see Newcombe (2006), "Confidence intervals for an effect size measure based on the Mann–Whitney statistic, part 2", Statistics in
 * Medicine 25(4).
 * @example
 * rocAucScoreInterval(0.9, 20, 1000).low; // 0.8026
 */
export function rocAucScoreInterval(
  rocAuc: number,
  nPositive: number,
  nNegative: number,
  options: number | CriticalOptions = {},
): Interval {
  const owner = 'rocAucScoreInterval';
  if (rocAuc < 0 || rocAuc > 1) {
    throw new InvalidArgumentError(`rocAuc must be in [0, 1], got ${rocAuc}`, { subject: owner });
  }
  for (const [name, size] of Object.entries({ nPositive, nNegative })) {
    if (!(size >= 0 && size < Infinity)) {
      throw new InvalidArgumentError(`${name} must be >= 0 and finite, got ${size}`, { subject: owner });
    }
  }
  const z = criticalValueOf(owner, options);
  if (Number.isNaN(rocAuc) || nPositive < 1 || nNegative < 1) return { low: NaN, high: NaN };
  const pairs = (nPositive + nNegative) / 2 - 1;
  /** z errors of a value 1 − miss. Its chance to miss is passed, which keeps its digits near 1; the formula is the same for both. */
  const reach = (miss: number): number => {
    const value = 1 - miss;
    const spread = 1 + pairs * (miss / (1 + miss) + value / (1 + value));
    return z * Math.sqrt((value * miss * spread) / nPositive / nNegative);
  };
  return { low: lowerBoundOf(rocAuc, reach), high: 1 - lowerBoundOf(1 - rocAuc, reach) };
}

/** θ in [0, value] with value − θ = reach(θ). By bisection: the difference falls from `value` at 0 to below 0 at `value`. */
function lowerBoundOf(value: number, reach: (theta: number) => number): number {
  if (value === 0) return 0;
  let low = 0;
  // Beside 1 the reach vanishes too, slower than the distance.
  let high = value;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (value - middle > reach(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
