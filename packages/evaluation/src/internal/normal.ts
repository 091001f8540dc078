/**
 * Standard normal distribution function, absolute error below 1e-15.
 *
 * By the series of the error function near 0 and by the continued fraction of its complement in the tails.
 *
 * @see Abramowitz and Stegun (1964), "Handbook of mathematical functions", 7.1.6 and 7.1.14.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN;
  const x = Math.abs(z) / Math.SQRT2;
  let tail: number;
  if (x < 2.5) {
    let term = x;
    let sum = x;
    for (let k = 1; Math.abs(term) > 1e-18 * sum; k++) {
      term *= (2 * x * x) / (2 * k + 1);
      sum += term;
    }
    tail = 0.5 - (sum * Math.exp(-x * x)) / Math.sqrt(Math.PI);
  } else {
    let fraction = 0;
    for (let k = 60; k >= 1; k--) fraction = k / 2 / (x + fraction);
    tail = Math.exp(-x * x) / (x + fraction) / Math.sqrt(Math.PI) / 2;
  }
  return z < 0 ? tail : 1 - tail;
}

/** Standard normal quantile of p in (0, 1), by bisection and Newton steps on {@link normalCdf}. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  let low = -39;
  let high = 0;
  for (let i = 0; i < 20; i++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
  let z = (low + high) / 2;
  for (let i = 0; i < 4; i++) z -= (normalCdf(z) - p) / (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI));
  return z;
}
