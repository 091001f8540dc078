import { checkPositive, checkProbability } from '../internal/check-number.ts';
import { solveBeta } from '../internal/solve-beta.ts';
import { regularizedBeta, regularizedBetaUpper } from '../special/regularized-beta.ts';

/**
 * Distribution function of the beta distribution.
 *
 * @param x - In [0, 1]; NaN gives NaN.
 * @param a - Shape > 0, finite.
 * @param b - Shape > 0, finite.
 * @throws {InvalidArgumentError} An argument out of its range.
 * @example
 * betaCdf(0.5, 2, 3); // 0.6875
 */
export function betaCdf(x: number, a: number, b: number): number {
  return regularizedBeta(x, a, b);
}

/** Chance that a beta variable exceeds x: 1 − {@link betaCdf}, with all digits also where it is small. */
export function betaSf(x: number, a: number, b: number): number {
  return regularizedBetaUpper(x, a, b);
}

/**
 * Quantile of the beta distribution.
 *
 * @param p - In [0, 1]; NaN gives NaN.
 * @param a - Shape > 0, finite.
 * @param b - Shape > 0, finite.
 * @throws {InvalidArgumentError} An argument out of its range.
 * @example
 * betaQuantile(0.6875, 2, 3); // 0.5
 */
export function betaQuantile(p: number, a: number, b: number): number {
  checkProbability('betaQuantile', 'p', p);
  checkPositive('betaQuantile', 'a', a);
  checkPositive('betaQuantile', 'b', b);
  if (Number.isNaN(p) || p === 0 || p === 1) return p;
  return 1 / (1 + Math.exp(-solveBeta(a, b, p, 1 - p)));
}

/**
 * Where the upper tail of the beta distribution is q: {@link betaQuantile} of 1 − q, with all digits also where q is small.
 *
 * @param q - In [0, 1]; NaN gives NaN.
 * @param a - Shape > 0, finite.
 * @param b - Shape > 0, finite.
 * @throws {InvalidArgumentError} An argument out of its range.
 */
export function betaInverseSf(q: number, a: number, b: number): number {
  checkProbability('betaInverseSf', 'q', q);
  checkPositive('betaInverseSf', 'a', a);
  checkPositive('betaInverseSf', 'b', b);
  if (Number.isNaN(q) || q === 0 || q === 1) return 1 - q;
  return 1 / (1 + Math.exp(-solveBeta(a, b, 1 - q, q)));
}
