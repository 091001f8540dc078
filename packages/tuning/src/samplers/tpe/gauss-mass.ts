// `stats`, which has the normal distribution, is a sibling of this package and takes no logarithms of tails; this is called millions of times.

/* Coefficients of Cody (1969), "Rational Chebyshev approximations for the error function", Math. Comp. 23, the highest power first. */
const nearTop = [0.18577770618460315, 3.1611237438705655, 113.86415415105016, 377.485237685302, 3209.3775891384694];
const nearBottom = [1, 23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];
const middleTop = [
  2.1531153547440383e-8, 0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769,
  1712.0476126340707, 2051.0783778260716, 1230.3393547979972,
];
const middleBottom = [
  1, 15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597,
  4362.619090143247, 3439.3676741437216, 1230.3393548037495,
];
const farTop = [
  0.016315387137302097, 0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275,
  0.0006587491615298378,
];
const farBottom = [
  1, 2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918,
];

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
}

/** exp(t²) · erfc(t), for t >= 0.46875. */
export function scaledTail(t: number): number {
  if (t <= 4) return polynomial(middleTop, t) / polynomial(middleBottom, t);
  const y = 1 / (t * t);
  return (1 / Math.sqrt(Math.PI) - (y * polynomial(farTop, y)) / polynomial(farBottom, y)) / t;
}

/** The standard normal distribution function at z <= 0. */
function lowerTail(z: number): number {
  const t = -z * Math.SQRT1_2;
  if (t < 0.46875) return 0.5 - (0.5 * t * polynomial(nearTop, t * t)) / polynomial(nearBottom, t * t);
  return 0.5 * Math.exp(-t * t) * scaledTail(t);
}

/** The standard normal distribution function. */
export function standardNormal(z: number): number {
  return z <= 0 ? lowerTail(z) : 1 - lowerTail(-z);
}

/** The logarithm of {@link lowerTail}. */
function logLowerTail(z: number): number {
  const t = -z * Math.SQRT1_2;
  return t < 0.46875 ? Math.log(lowerTail(z)) : Math.log(0.5 * scaledTail(t)) - t * t;
}

function logLowerMass(a: number, b: number): number {
  const above = logLowerTail(b);
  return above + Math.log1p(-Math.exp(logLowerTail(a) - above));
}

/**
 * Logarithm of the chance that a standard normal variable lies between a and b, with all digits also far out.
 *
 * @param a - Below b.
 */
export function logGaussMass(a: number, b: number): number {
  if (b <= 0) return logLowerMass(a, b);
  if (a > 0) return logLowerMass(-b, -a);
  // Beyond 9 lies less than 2^-60.
  return a < -9 && b > 9 ? 0 : Math.log1p(-lowerTail(a) - lowerTail(-b));
}
