import { logMinusExcess } from './log-minus-excess.ts';
import { stirlingError } from './stirling-error.ts';
import type { Tails } from './tails.ts';

/**
 * x^a y^b / B(a, b), y = 1 − x, as a saddle point: what is large in its logarithm has been cancelled by hand.
 *
 * @see Loader (2000), "Fast and accurate computation of binomial probabilities".
 */
export function betaKernel(a: number, b: number, x: number, y: number): number {
  const excess = x * b - y * a;
  const exponent =
    a * logMinusExcess((x * (a + b)) / a, excess / a) + b * logMinusExcess((y * (a + b)) / b, -excess / b);
  const errors = stirlingError(a + b) - stirlingError(a) - stirlingError(b);
  return Math.sqrt((a / (a + b)) * (b / (2 * Math.PI))) * Math.exp(exponent + errors);
}

/** Lower tail by its continued fraction, for x below about the mean. */
function byFraction(a: number, b: number, x: number, y: number): number {
  const below = a * y - b * x;
  let value = (a / (a + 1)) * (below + 1);
  let c = value;
  let d = 0;
  for (let n = 1; n < 1_000_000; n++) {
    const even = a + 2 * n;
    const scale = x / (even - 1);
    const numerator = (a + n - 1) * scale * ((a + b + n - 1) * scale) * n * (b - n);
    const denominator = n + n * (b - n) * scale + ((a + n) / (even + 1)) * (below + 1 + n * (1 + y));
    d = 1 / (denominator + numerator * d);
    c = denominator + numerator / c;
    const step = c * d;
    value *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return betaKernel(a, b, x, y) / value;
}

/** Whether the power series of the lower tail has few terms and no cancellation. */
function isSeriesGood(b: number, x: number): boolean {
  return b * x <= 1 && x <= 0.9;
}

/** Lower tail by its power series, DLMF 8.17.7. */
function bySeries(a: number, b: number, x: number, y: number): number {
  let term = 1;
  let sum = 1 / a;
  for (let n = 1; n < 10_000; n++) {
    term *= ((n - b) / n) * x;
    const next = term / (a + n);
    sum += next;
    if (Math.abs(next) < 1e-17 * sum) break;
  }
  // x^a / B = the kernel without y^b.
  return betaKernel(a, b, x, y) * Math.exp(-b * Math.log1p(-x)) * sum;
}

/**
 * Both tails of the beta distribution, the smaller one with all its digits.
 *
 * @param a - > 0, finite.
 * @param b - > 0, finite.
 * @param x - In [0, 1].
 * @param y - 1 − x, passed because the caller may have more digits of it.
 * @see DiDonato and Morris (1992), "Significant digit computation of the incomplete beta function ratios", ACM TOMS 18(3).
 */
export function betaTails(a: number, b: number, x: number, y: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (y <= 0) return { lower: 1, upper: 0 };
  if (b * x > a * y) {
    const { lower, upper } = betaTails(b, a, y, x);
    return { lower: upper, upper: lower };
  }
  const lower = Math.min(1, isSeriesGood(b, x) ? bySeries(a, b, x, y) : byFraction(a, b, x, y));
  // With a tiny shape the other tail can be the small one.
  const upper = lower > 0.75 && isSeriesGood(a, y) ? bySeries(b, a, y, x) : 1 - lower;
  return { lower, upper };
}
