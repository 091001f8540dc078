import { logGamma } from '../special/log-gamma.ts';
import { logMinusExcess } from './log-minus-excess.ts';
import { stirlingError } from './stirling-error.ts';
import type { Tails } from './tails.ts';

/** x^a e^-x / Γ(a), as a saddle point: what is large in its logarithm has been cancelled by hand. */
export function gammaKernel(a: number, x: number): number {
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(a * logMinusExcess(x / a, (x - a) / a) - stirlingError(a));
}

/** Lower tail ÷ kernel by its series, DLMF 8.11.4. */
export function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < 1_000_000 && term > 1e-17 * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Upper tail ÷ kernel by its continued fraction, DLMF 8.9.2. */
export function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 1_000_000; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / (b + numerator * d);
    c = b + numerator / c;
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return value;
}

/** Upper tail for a < 1 and small x: 1 − the lower one by its alternating series, with the 1 cancelled. */
function smallUpper(a: number, x: number): number {
  let term = 1;
  let sum = 0;
  for (let n = 1; n < 1000 && Math.abs(term) > 1e-18; n++) {
    term *= -x / n;
    sum += term / (a + n);
  }
  const exponent = a * Math.log(x) - logGamma(1 + a);
  return -Math.expm1(exponent) - Math.exp(exponent) * a * sum;
}

/**
 * Both tails of the gamma distribution of unit scale, the smaller one with all its digits.
 *
 * @param a - Shape > 0, finite.
 * @param x - >= 0.
 */
export function gammaTails(a: number, x: number): Tails {
  if (x === 0) return { lower: 0, upper: 1 };
  if (x === Infinity) return { lower: 1, upper: 0 };
  if (x >= a + 1) {
    const upper = gammaKernel(a, x) * upperFraction(a, x);
    return { lower: 1 - upper, upper };
  }
  const lower = Math.min(1, gammaKernel(a, x) * lowerSeries(a, x));
  return { lower, upper: a < 1 ? smallUpper(a, x) : 1 - lower };
}
