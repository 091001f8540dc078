import { InvalidArgumentError } from '@fraudx/core';
import { logBeta } from './log-beta.ts';

/**
 * Natural logarithm of the binomial coefficient "n choose k", without cancellation where n is large.
 *
 * @param n - >= 0; need not be whole.
 * @param k - In [0, n].
 * @throws {InvalidArgumentError} k is outside [0, n].
 * @example
 * logChoose(5, 2); // 2.3026
 */
export function logChoose(n: number, k: number): number {
  if (!(k >= 0 && k <= n))
    throw new InvalidArgumentError(`k must be in [0, n], got ${k} of ${n}`, { subject: 'logChoose' });
  return k === 0 || k === n ? 0 : -Math.log1p(n) - logBeta(k + 1, n - k + 1);
}
