import { smallLogGamma } from './small-log-gamma.ts';

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/** Coefficients of x^-1, x^-3, … of Stirling's series: Bernoulli numbers B₂ₖ / (2k (2k − 1)). */
const series = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
  43867 / 244188,
];

/** From here on Stirling's series is exact to the last digit. */
export const largeArgument = 10;

/**
 * log Γ(x) less Stirling's formula (x − 1/2) log x − x + log √(2π), x > 0: small for large x, so that differences of log Γ keep their digits.
 *
 * @see NIST Digital Library of Mathematical Functions, 5.11.1; Loader (2000), "Fast and accurate computation of binomial probabilities".
 */
export function stirlingError(x: number): number {
  if (x < largeArgument) return smallLogGamma(x) - stirling(x);
  const square = 1 / (x * x);
  let sum = 0;
  for (let k = series.length - 1; k >= 0; k--) sum = sum * square + series[k]!;
  return sum / x;
}

/** Stirling's formula for log Γ(x). */
export function stirling(x: number): number {
  return (x - 0.5) * Math.log(x) - x + halfLogTwoPi;
}
