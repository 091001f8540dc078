import { checkNotNegative, checkPositive, checkProbability } from '../internal/check-number.ts';
import { gammaKernel, gammaTails } from '../internal/gamma-tails.ts';
import { solveTail } from '../internal/solve-tail.ts';
import type { Tails } from '../internal/tails.ts';

function tails(owner: string, x: number, df: number): Tails {
  checkNotNegative(owner, 'x', x);
  checkPositive(owner, 'df', df);
  return Number.isNaN(x) ? { lower: NaN, upper: NaN } : gammaTails(df / 2, x / 2);
}

function solve(df: number, lower: number, upper: number): number {
  const a = df / 2;
  const s = solveTail(
    {
      start: Math.log(a),
      tails: (s) => gammaTails(a, Math.exp(s)),
      density: (s) => gammaKernel(a, Math.exp(s)),
    },
    lower,
    upper,
  );
  return 2 * Math.exp(s);
}

/**
 * Distribution function of chi-square.
 *
 * @param x - >= 0; NaN gives NaN.
 * @param df - Degrees of freedom > 0, need not be whole.
 * @throws {InvalidArgumentError} An argument out of its range.
 * @example
 * chiSquareCdf(3.8415, 1); // 0.95
 */
export function chiSquareCdf(x: number, df: number): number {
  return tails('chiSquareCdf', x, df).lower;
}

/** Chance that a chi-square variable exceeds x: 1 − {@link chiSquareCdf}, with all digits also where it is small. */
export function chiSquareSf(x: number, df: number): number {
  return tails('chiSquareSf', x, df).upper;
}

/**
 * Quantile of chi-square.
 *
 * @param p - In [0, 1]; NaN gives NaN.
 * @param df - Degrees of freedom > 0, need not be whole.
 * @throws {InvalidArgumentError} An argument out of its range.
 * @example
 * chiSquareQuantile(0.95, 1); // 3.8415
 */
export function chiSquareQuantile(p: number, df: number): number {
  checkProbability('chiSquareQuantile', 'p', p);
  checkPositive('chiSquareQuantile', 'df', df);
  if (Number.isNaN(p) || p === 0) return p;
  return p === 1 ? Infinity : solve(df, p, 1 - p);
}

/**
 * Where the upper tail of chi-square is q: {@link chiSquareQuantile} of 1 − q, with all digits also where q is small.
 *
 * @param q - In [0, 1]; NaN gives NaN.
 * @param df - Degrees of freedom > 0, need not be whole.
 * @throws {InvalidArgumentError} An argument out of its range.
 * @example
 * chiSquareInverseSf(0.05, 1); // 3.8415
 */
export function chiSquareInverseSf(q: number, df: number): number {
  checkProbability('chiSquareInverseSf', 'q', q);
  checkPositive('chiSquareInverseSf', 'df', df);
  if (Number.isNaN(q) || q === 0) return q === 0 ? Infinity : NaN;
  return q === 1 ? 0 : solve(df, 1 - q, q);
}
