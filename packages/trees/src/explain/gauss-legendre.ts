/** Nodes and weights of Gauss–Legendre quadrature on (0, 1). */
export interface Quadrature {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/**
 * Gauss–Legendre quadrature on (0, 1): exact for polynomials up to degree 2n - 1.
 *
 * Roots of the Legendre polynomial by Newton's method from the usual cosine guess.
 *
 * @param n - Number of nodes, >= 1.
 * @see Abramowitz and Stegun (1964), "Handbook of mathematical functions", 25.4.29.
 */
export function gaussLegendre(n: number): Quadrature {
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    let z = Math.cos((Math.PI * (k + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step++) {
      let p = 1;
      let before = 0;
      for (let j = 1; j <= n; j++) [p, before] = [((2 * j - 1) * z * p - (j - 1) * before) / j, p];
      slope = (n * (z * p - before)) / (z * z - 1);
      const next = z - p / slope;
      const done = Math.abs(next - z) < 1e-15;
      z = next;
      if (done) break;
    }
    nodes[k] = (1 - z) / 2;
    weights[k] = 1 / ((1 - z * z) * slope * slope);
  }
  return { nodes, weights };
}
