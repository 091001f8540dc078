import { checkNotNegative, checkPositive } from '../internal/check-number.ts';
import { gammaTails } from '../internal/gamma-tails.ts';

/**
 * Regularised lower incomplete gamma function P(a, x).
 *
 * @param a - > 0, finite.
 * @param x - >= 0; NaN gives NaN.
 * @throws {InvalidArgumentError} An argument out of its range.
 * @see NIST Digital Library of Mathematical Functions, 8.2, 8.9 and 8.11.
 * @example
 * regularizedGammaP(1, 1); // 0.6321
 */
export function regularizedGammaP(a: number, x: number): number {
  checkPositive('regularizedGammaP', 'a', a);
  checkNotNegative('regularizedGammaP', 'x', x);
  return Number.isNaN(x) ? NaN : gammaTails(a, x).lower;
}

/**
 * Regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), with all digits also where it is small.
 *
 * @param a - > 0, finite.
 * @param x - >= 0; NaN gives NaN.
 * @throws {InvalidArgumentError} An argument out of its range.
 */
export function regularizedGammaQ(a: number, x: number): number {
  checkPositive('regularizedGammaQ', 'a', a);
  checkNotNegative('regularizedGammaQ', 'x', x);
  return Number.isNaN(x) ? NaN : gammaTails(a, x).upper;
}
