import { checkNotNegative } from '../internal/check-number.ts';
import { logGamma } from './log-gamma.ts';

/**
 * Natural logarithm of n!.
 *
 * @param n - >= 0; Γ(n + 1) where it is not whole.
 * @throws {InvalidArgumentError} n is negative.
 * @example
 * logFactorial(4); // 3.1781
 */
export function logFactorial(n: number): number {
  checkNotNegative('logFactorial', 'n', n);
  return logGamma(n + 1);
}
