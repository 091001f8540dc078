import { betaTails } from '../internal/beta-tails.ts';
import { checkPositive, checkProbability } from '../internal/check-number.ts';

function check(owner: string, x: number, a: number, b: number): void {
  checkPositive(owner, 'a', a);
  checkPositive(owner, 'b', b);
  checkProbability(owner, 'x', x);
}

/**
 * Regularised incomplete beta function I_x(a, b).
 *
 * @param x - In [0, 1]; NaN gives NaN.
 * @param a - > 0, finite.
 * @param b - > 0, finite.
 * @throws {InvalidArgumentError} An argument out of its range.
 * @see NIST Digital Library of Mathematical Functions, 8.17; DiDonato and Morris (1992), ACM TOMS 18(3).
 * @example
 * regularizedBeta(0.5, 2, 3); // 0.6875
 */
export function regularizedBeta(x: number, a: number, b: number): number {
  check('regularizedBeta', x, a, b);
  return Number.isNaN(x) ? NaN : betaTails(a, b, x, 1 - x).lower;
}

/**
 * 1 − I_x(a, b), with all digits also where it is small.
 *
 * @param x - In [0, 1]; NaN gives NaN.
 * @param a - > 0, finite.
 * @param b - > 0, finite.
 * @throws {InvalidArgumentError} An argument out of its range.
 */
export function regularizedBetaUpper(x: number, a: number, b: number): number {
  check('regularizedBetaUpper', x, a, b);
  return Number.isNaN(x) ? NaN : betaTails(a, b, x, 1 - x).upper;
}
