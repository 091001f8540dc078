import type { Rng } from '@fraudx/core';
import { symmetricEigen } from './eigen.ts';

/** Weights and rates of CMA-ES for n dimensions and a generation of size λ, named as in Hansen's tutorial. */
interface Rates {
  /** Of the points by rank, the best first; negative ones for the worse half. */
  readonly weights: Float64Array;
  readonly muEff: number;
  readonly cc: number;
  readonly cs: number;
  readonly c1: number;
  readonly cmu: number;
  readonly damping: number;
  /** Expected length of a standard normal vector. */
  readonly chi: number;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function effective(weights: readonly number[]): number {
  return sumOf(weights) ** 2 / sumOf(weights.map((weight) => weight * weight));
}

function ratesOf(n: number, size: number): Rates {
  const raw = Array.from({ length: size }, (_, i) => Math.log((size + 1) / 2) - Math.log(i + 1));
  const positive = raw.filter((weight) => weight > 0);
  const negative = raw.filter((weight) => weight < 0);
  const muEff = effective(positive);
  const c1 = 2 / ((n + 1.3) ** 2 + muEff);
  const cmu = Math.min(1 - c1 - 1e-8, (2 * (muEff - 2 + 1 / muEff)) / ((n + 2) ** 2 + muEff));
  const most = Math.min(1 + c1 / cmu, 1 + (2 * effective(negative)) / (muEff + 2), (1 - c1 - cmu) / (n * cmu));
  const [up, down] = [sumOf(positive), -sumOf(negative)];
  const cs = (muEff + 2) / (n + muEff + 5);
  return {
    weights: Float64Array.from(raw, (weight) => (weight >= 0 ? weight / up : (most * weight) / down)),
    muEff,
    cc: (4 + muEff / n) / (n + 4 + (2 * muEff) / n),
    cs,
    c1,
    cmu,
    damping: 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + cs,
    chi: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  };
}

/** How many points a generation has in n dimensions. */
export function usualSize(n: number): number {
  return 4 + Math.floor(3 * Math.log(n));
}

/**
 * The normal distribution that CMA-ES searches with: its mean and step size, and a covariance matrix that learns from the ranks of each generation, with
 * negative weights for the worse half.
 *
 * Points of a generation may have been drawn from an earlier distribution or come from elsewhere: steps that are too long for this one are shortened.
 *
 * @see Hansen (2016), "The CMA evolution strategy: a tutorial", arXiv:1604.00772.
 * @see Hansen (2011), "Injecting external solutions into CMA-ES", arXiv:1110.4181.
 */
export class SearchDistribution {
  readonly n: number;
  /** Points of a generation. */
  readonly size: number;
  readonly mean: Float64Array;
  #sigma: number;
  #generation = 0;
  readonly #rates: Rates;
  readonly #c: Float64Array;
  readonly #ps: Float64Array;
  readonly #pc: Float64Array;
  /** Of C: eigenvectors, and square roots of eigenvalues. */
  #basis: Float64Array;
  #scales: Float64Array;

  /**
   * @param mean - Length n >= 1.
   * @param sigma - Standard deviation in every direction.
   * @param size - Points of a generation, >= 4.
   */
  constructor(mean: Float64Array, sigma: number, size: number) {
    const n = mean.length;
    this.n = n;
    this.size = size;
    this.mean = mean.slice();
    this.#sigma = sigma;
    this.#rates = ratesOf(n, size);
    this.#c = identity(n);
    this.#basis = identity(n);
    this.#scales = new Float64Array(n).fill(1);
    this.#ps = new Float64Array(n);
    this.#pc = new Float64Array(n);
  }

  /** The largest standard deviation in any direction. */
  get width(): number {
    return this.#sigma * Math.max(...this.#scales);
  }

  /** The standard deviation of a coordinate. */
  deviation(j: number): number {
    return this.#sigma * Math.sqrt(this.#c[j * this.n + j]!);
  }

  draw(rng: Rng): Float64Array {
    const { n } = this;
    const z = Float64Array.from(this.#scales, (scale) => scale * rng.normal());
    return Float64Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += this.#basis[i * n + j]! * z[j]!;
      return this.mean[i]! + this.#sigma * sum;
    });
  }

  /** B D⁻¹ Bᵀ y: a step as it were in a round distribution. */
  #whitened(y: Float64Array): Float64Array {
    const { n } = this;
    const basis = this.#basis;
    const turned = Float64Array.from({ length: n }, (_, j) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += basis[i * n + j]! * y[i]!;
      return sum / this.#scales[j]!;
    });
    return Float64Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += basis[i * n + j]! * turned[j]!;
      return sum;
    });
  }

  /** The step from the mean to a point, in units of sigma, and its squared length in a round distribution. */
  #step(point: Float64Array): { readonly y: Float64Array; readonly squared: number } {
    const y = Float64Array.from(point, (x, i) => (x - this.mean[i]!) / this.#sigma);
    const squared = this.#whitened(y).reduce((sum, z) => sum + z * z, 0);
    const most = Math.sqrt(this.n) + (2 * this.n) / (this.n + 2);
    const shorter = Math.min(1, most / Math.sqrt(squared));
    return shorter < 1 ? { y: y.map((x) => x * shorter), squared: most * most } : { y, squared };
  }

  /**
   * Learns from a generation.
   *
   * @param points - `size` points, the best first.
   */
  update(points: readonly Float64Array[]): void {
    const { n, mean } = this;
    const { weights, muEff, cc, cs, c1, cmu, damping, chi } = this.#rates;
    const steps = points.map((point) => this.#step(point));
    const shift = new Float64Array(n);
    for (const [k, { y }] of steps.entries()) {
      if (weights[k]! <= 0) break;
      for (let i = 0; i < n; i++) shift[i] = shift[i]! + weights[k]! * y[i]!;
    }
    const white = this.#whitened(shift);
    this.#generation += 1;
    let length = 0;
    for (let i = 0; i < n; i++) {
      this.#ps[i] = (1 - cs) * this.#ps[i]! + Math.sqrt(cs * (2 - cs) * muEff) * white[i]!;
      length += this.#ps[i]! ** 2;
    }
    length = Math.sqrt(length);
    const isShort = length / Math.sqrt(1 - (1 - cs) ** (2 * this.#generation)) < (1.4 + 2 / (n + 1)) * chi;
    for (let i = 0; i < n; i++) {
      this.#pc[i] = (1 - cc) * this.#pc[i]! + (isShort ? Math.sqrt(cc * (2 - cc) * muEff) * shift[i]! : 0);
      mean[i] = mean[i]! + this.#sigma * shift[i]!;
    }
    const lost = isShort ? 0 : cc * (2 - cc);
    const kept = 1 + c1 * lost - c1 - cmu * weights.reduce((sum, weight) => sum + weight, 0);
    const own = steps.map(({ squared }, k) => (weights[k]! >= 0 ? weights[k]! : (weights[k]! * n) / (squared + 1e-8)));
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = kept * this.#c[i * n + j]! + c1 * this.#pc[i]! * this.#pc[j]!;
        for (const [k, { y }] of steps.entries()) sum += cmu * own[k]! * y[i]! * y[j]!;
        this.#c[i * n + j] = sum;
        this.#c[j * n + i] = sum;
      }
    }
    this.#sigma *= Math.exp(Math.min(1, (cs / damping) * (length / chi - 1)));
    const { values, vectors } = symmetricEigen(this.#c, n);
    this.#basis = vectors;
    this.#scales = values.map((value) => Math.sqrt(Math.max(value, 1e-20)));
  }
}

function identity(n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1;
  return matrix;
}
