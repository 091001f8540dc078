import { InvalidArgumentError } from '@fraudx/core';
import { normalQuantile } from '../internal/normal.ts';
import { checkLevel } from './check-level.ts';

/**
 * Wilson's interval of a share: right even for few rows and shares near 0 or 1.
 *
 * @param hits - In [0, n].
 * @param n - >= 0.
 * @param level - Confidence in (0, 1). Default 0.95.
 * @returns Bounds in [0, 1]; NaN when n = 0.
 * @throws {InvalidArgumentError} A number out of its range.
 * @see Wilson (1927), "Probable inference, the law of succession, and statistical inference", JASA 22(158).
 * @example
 * wilsonInterval(8, 10).low; // 0.4902
 */
export function wilsonInterval(hits: number, n: number, level = 0.95): { readonly low: number; readonly high: number } {
  if (!(n >= 0 && hits >= 0 && hits <= n)) {
    throw new InvalidArgumentError(`wilsonInterval: hits must be in [0, n], got ${hits} of ${n}`);
  }
  checkLevel('wilsonInterval', level);
  const z2 = normalQuantile(0.5 + level / 2) ** 2;
  const p = hits / n;
  const middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const reach = Math.sqrt(z2 * ((p * (1 - p)) / n + z2 / (4 * n * n))) / (1 + z2 / n);
  if (n === 0) return { low: NaN, high: NaN };
  return { low: hits === 0 ? 0 : Math.max(0, middle - reach), high: hits === n ? 1 : Math.min(1, middle + reach) };
}
