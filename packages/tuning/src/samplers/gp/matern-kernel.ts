const root5 = Math.sqrt(5);

/** What a Gaussian process believes about a function: where it bends, how far it swings, and how noisy its values are. */
export interface KernelParams {
  /** 1 / ℓ² for the length scale ℓ of each coordinate, > 0. */
  readonly inverseSquares: Float64Array;
  /** Variance of the function, > 0. */
  readonly signal: number;
  /** Variance of the noise of a value, > 0. */
  readonly noise: number;
}

/**
 * The Matérn correlation with ν = 5/2.
 *
 * @param squared - Squared distance in length scales, >= 0.
 * @returns In (0, 1], 1 at distance 0.
 * @see Rasmussen and Williams (2006), "Gaussian processes for machine learning", equation 4.17.
 */
export function matern(squared: number): number {
  const r = root5 * Math.sqrt(squared);
  return (1 + r + (5 / 3) * squared) * Math.exp(-r);
}

/** Its derivative by the squared distance; finite everywhere. */
export function maternSlope(squared: number): number {
  const r = root5 * Math.sqrt(squared);
  return (-5 / 6) * (1 + r) * Math.exp(-r);
}
