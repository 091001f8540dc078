import { scaledTail, standardNormal } from '../tpe/gauss-mass.ts';

const logRootTwoPi = Math.log(2 * Math.PI) / 2;
const rootHalfPi = Math.sqrt(Math.PI / 2);

/**
 * 1 − t · R(t) with the Mills ratio R(t) = Φ(−t) / φ(t), for t >= 1: what the expected improvement is in units of the density. By its asymptotic series where
 * the difference would cancel.
 */
function tail(t: number): number {
  if (t < 25) return 1 - t * rootHalfPi * scaledTail(t * Math.SQRT1_2);
  const y = 1 / (t * t);
  return y * (1 - y * (3 - y * (15 - y * (105 - y * (945 - y * 10395)))));
}

/**
 * log(φ(z) + z Φ(z)): the logarithm of the improvement that is expected of a standard normal variable over −z, with all digits also far out where the
 * improvement itself is 0 in double precision.
 *
 * @see Ament, Daulton, Eriksson, Balandat and Bakshy (2023), "Unexpected improvements to expected improvement for Bayesian optimization", NeurIPS.
 */
export function logImprovement(z: number): number {
  if (z >= -1) return Math.log(Math.exp((-z * z) / 2 - logRootTwoPi) + z * standardNormal(z));
  return (-z * z) / 2 - logRootTwoPi + Math.log(tail(-z));
}

/** Its derivative, Φ(z) / (φ(z) + z Φ(z)); > 0. */
export function logImprovementSlope(z: number): number {
  if (z >= -1) {
    const below = standardNormal(z);
    return below / (Math.exp((-z * z) / 2 - logRootTwoPi) + z * below);
  }
  const t = -z;
  return (1 - tail(t)) / (t * tail(t));
}
