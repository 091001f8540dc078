/** Lanczos approximation (g = 607/128, 15 terms), relative error below 1e-14 for z > 0. */
const lanczos = [
  0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202,
  3.399464998481189e-5, 4.652362892704858e-5, -9.837447530487956e-5, 0.0001580887032249125, -0.00021026444172410488,
  0.00021743961811521265, -0.0001643181065367639, 8.441822398385275e-5, -2.6190838401581408e-5, 3.6899182659531625e-6,
];

/** Natural logarithm of the gamma function, z > 0. */
export function logGamma(z: number): number {
  let sum = lanczos[0]!;
  for (let i = 1; i < lanczos.length; i++) sum += lanczos[i]! / (z - 1 + i);
  const t = z - 1 + 607 / 128 + 0.5;
  return (z - 0.5) * Math.log(t) - t + 0.5 * Math.log(2 * Math.PI) + Math.log(sum);
}

/** Modified Lentz evaluation of the incomplete beta's continued fraction. */
function betaFraction(a: number, b: number, x: number): number {
  const tiny = 1e-300;
  const guard = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return h;
}

/** Regularised incomplete beta function, a, b > 0, x in [0, 1]. See DLMF 8.17. */
function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(a, b, x)) / a : 1 - (front * betaFraction(b, a, 1 - x)) / b;
}

/** Probability that an F variable with these degrees of freedom exceeds f >= 0. */
export function fTail(f: number, between: number, within: number): number {
  if (Number.isNaN(f)) return Number.NaN;
  if (f === Infinity) return 0;
  return incompleteBeta(within / 2, between / 2, within / (within + between * f));
}

/** Probability that a chi-square variable with one degree of freedom exceeds x >= 0: the complementary error function of √(x/2). */
export function chiSquareTail(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  if (x === Infinity) return 0;
  const z = x / 2;
  const front = Math.exp(-z + 0.5 * Math.log(z) - logGamma(0.5));
  if (z === 0) return 1;
  if (z < 1.5) {
    // Lower incomplete gamma by its series, DLMF 8.11.4.
    let term = 2;
    let sum = term;
    for (let n = 1; n < 1000 && Math.abs(term) > 1e-17 * sum; n++) {
      term *= z / (0.5 + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  // Upper incomplete gamma by its continued fraction, DLMF 8.9.2.
  let b = z + 0.5;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 10_000; i++) {
    const an = -i * (i - 0.5);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return front * h;
}
