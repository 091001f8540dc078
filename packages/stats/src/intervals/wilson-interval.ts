import { checkHits, criticalValueOf } from './interval-options.ts';
import type { CriticalOptions, Interval } from './interval-options.ts';

/**
 * Wilson's interval of a share: right even for few rows and shares near 0 or 1.
 *
 * For weighted or clustered rows give their effective number: `n` ÷ the design effect, and `hits` = share × that.
 *
 * @param hits - In [0, n], need not be whole.
 * @param n - >= 0, finite, need not be whole.
 * @param options - The level, default 0.95, as a number or as `level`; or `z`, a critical value > 0 of your own, such as Student's t.
 * @returns Bounds in [0, 1]; NaN when n = 0.
 * @throws {InvalidArgumentError} A number out of its range, or both `level` and `z`.
 * @see Wilson (1927), "Probable inference, the law of succession, and statistical inference", JASA 22(158).
 * @example
 * wilsonInterval(8, 10).low; // 0.4902
 */
export function wilsonInterval(hits: number, n: number, options: number | CriticalOptions = {}): Interval {
  checkHits('wilsonInterval', hits, n);
  const z2 = criticalValueOf('wilsonInterval', options) ** 2;
  const p = hits / n;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const reach = Math.sqrt(z2 * ((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  if (n === 0) return { low: NaN, high: NaN };
  return { low: hits === 0 ? 0 : Math.max(0, middle - reach), high: hits === n ? 1 : Math.min(1, middle + reach) };
}
