import { checkPositive } from '../internal/check-number.ts';
import { smallLogGamma } from '../internal/small-log-gamma.ts';
import { largeArgument, stirling, stirlingError } from '../internal/stirling-error.ts';

/**
 * Natural logarithm of the gamma function.
 *
 * @param x - > 0.
 * @throws {InvalidArgumentError} x is not > 0.
 * @see NIST Digital Library of Mathematical Functions, 5.7.3 and 5.11.1.
 * @example
 * logGamma(5); // 3.1781
 */
export function logGamma(x: number): number {
  checkPositive('logGamma', 'x', x);
  if (x === Infinity) return Infinity;
  return x < largeArgument ? smallLogGamma(x) : stirling(x) + stirlingError(x);
}
