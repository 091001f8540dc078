import { checkProbability } from '../internal/check-number.ts';
import { lowerSeries, upperFraction } from '../internal/gamma-tails.ts';

const rootTwoPi = Math.sqrt(2 * Math.PI);

/** Density; the square is taken in two pieces, which keeps all digits far out. */
function density(z: number): number {
  const coarse = Math.round(z * 16) / 16;
  return (Math.exp((-coarse * coarse) / 2) * Math.exp((-(z - coarse) * (z + coarse)) / 2)) / rootTwoPi;
}

/** Chance of lying between 0 and z > 0. */
function centre(z: number): number {
  return (density(z) * z * lowerSeries(0.5, (z * z) / 2)) / 2;
}

/** Chance of lying beyond z > 0. */
function tail(z: number): number {
  return z < 1 ? 0.5 - centre(z) : (density(z) * z * upperFraction(0.5, (z * z) / 2)) / 2;
}

/**
 * Standard normal distribution function.
 *
 * @param z - Any number; NaN gives NaN.
 * @see NIST Digital Library of Mathematical Functions, 7.11.
 * @example
 * normalCdf(-1.96); // 0.025
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN;
  if (Math.abs(z) > 40) return z < 0 ? 0 : 1;
  return z < 0 ? tail(-z) : 1 - tail(z);
}

/** Chance that a standard normal variable exceeds z: 1 − {@link normalCdf}, with all digits also where it is small. */
export function normalSf(z: number): number {
  return normalCdf(-z);
}

/**
 * Standard normal quantile.
 *
 * @param p - In [0, 1]; NaN gives NaN.
 * @returns −∞ for 0, ∞ for 1. For an upper tail below 1e-10 use −normalQuantile(tail).
 * @throws {InvalidArgumentError} p is outside [0, 1].
 * @example
 * normalQuantile(0.975); // 1.96
 */
export function normalQuantile(p: number): number {
  checkProbability('normalQuantile', 'p', p);
  if (Number.isNaN(p) || p === 0) return p === 0 ? -Infinity : NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  const between = 0.5 - p;
  if (between < 0.25) {
    let z = between * rootTwoPi;
    for (let i = 0; i < 8 && z > 0; i++) z -= (centre(z) - between) / density(z);
    return -z;
  }
  // log of the tail is concave: Newton's steps from above end at the root.
  let z = Math.sqrt(-2 * Math.log(p));
  for (let i = 0; i < 50; i++) {
    const beyond = tail(z);
    const step = (Math.log(beyond / p) * beyond) / density(z);
    z += step;
    if (Math.abs(step) <= 2e-16 * z) break;
  }
  return -z;
}
