import { betaTails } from '../internal/beta-tails.ts';
import { checkPositive, checkProbability } from '../internal/check-number.ts';
import { solveBeta } from '../internal/solve-beta.ts';
import { logBeta } from '../special/log-beta.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** Logarithm of |t| / √df from where on only the leading power of the tail is left: (t² / df)^(−df / 2). */
const farOut = 300;

/** Logarithm of df / 2 times B(df / 2, 1/2), the factor of that power. */
function logTailFactor(df: number): number {
  return Math.log(df / 2) + logBeta(df / 2, 0.5);
}

/** Chance that |T| exceeds t >= 0. */
function twoTails(t: number, df: number): number {
  const logScaled = Math.log(t) - 0.5 * Math.log(df);
  if (logScaled > farOut) return Math.exp(-df * logScaled - logTailFactor(df));
  const square = (t / Math.sqrt(df)) ** 2;
  return betaTails(df / 2, 0.5, 1 / (1 + square), square / (1 + square)).lower;
}

/**
 * Distribution function of Student's t.
 *
 * @param t - Any number; NaN gives NaN.
 * @param df - Degrees of freedom > 0, need not be whole; ∞ is the normal distribution.
 * @throws {InvalidArgumentError} df is not > 0.
 * @example
 * studentTCdf(-2.5706, 5); // 0.025
 */
export function studentTCdf(t: number, df: number): number {
  checkPositive('studentTCdf', 'df', df);
  if (Number.isNaN(t)) return NaN;
  if (Math.abs(t) === Infinity) return t < 0 ? 0 : 1;
  if (df === Infinity) return normalCdf(t);
  const tail = twoTails(Math.abs(t), df) / 2;
  return t < 0 ? tail : 1 - tail;
}

/** Chance that Student's t exceeds t: 1 − {@link studentTCdf}, with all digits also where it is small. */
export function studentTSf(t: number, df: number): number {
  return studentTCdf(-t, df);
}

/**
 * Quantile of Student's t.
 *
 * @param p - In [0, 1]; NaN gives NaN.
 * @param df - Degrees of freedom > 0, need not be whole; ∞ is the normal distribution.
 * @returns −∞ for 0, ∞ for 1. For an upper tail below 1e-10 use −studentTQuantile(tail).
 * @throws {InvalidArgumentError} p is outside [0, 1], or df is not > 0.
 * @example
 * studentTQuantile(0.975, 5); // 2.5706
 */
export function studentTQuantile(p: number, df: number): number {
  checkProbability('studentTQuantile', 'p', p);
  checkPositive('studentTQuantile', 'df', df);
  if (Number.isNaN(p) || p === 0) return p === 0 ? -Infinity : NaN;
  if (df === Infinity) return normalQuantile(p);
  if (p > 0.5) return -studentTQuantile(1 - p, df);
  if (p === 0.5) return 0;
  const logScaled = -(Math.log(2 * p) + logTailFactor(df)) / df;
  if (logScaled > farOut) return -Math.sqrt(df) * Math.exp(logScaled);
  return -Math.sqrt(df * Math.exp(-solveBeta(df / 2, 0.5, 2 * p, 2 * (0.5 - p))));
}
