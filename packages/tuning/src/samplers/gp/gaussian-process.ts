import type { KernelParams } from './matern-kernel.ts';
import { matern, maternSlope } from './matern-kernel.ts';
import { dot, solveTransposed } from './triangular.ts';

/** Points that are predicted together, so that each element of the factor is read once for all of them. */
const together = 4;
/** No variance is below this share of the signal. */
const leastVariance = 1e-12;

function larger(values: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(length);
  copy.set(values);
  return copy;
}

/**
 * A Gaussian process with mean 0 and a Matérn 5/2 kernel with a length scale for each coordinate. Two different categories are 1 apart.
 *
 * Observations are appended one by one, each in O(n²): the Cholesky factor grows by a row, which is the row that a factorisation of the whole matrix would
 * have, to the last bit. The last ones can be taken away again.
 *
 * @see Rasmussen and Williams (2006), "Gaussian processes for machine learning", algorithm 2.1.
 */
export class GaussianProcess {
  readonly params: KernelParams;
  readonly #d: number;
  readonly #isCategory: Uint8Array;
  #n = 0;
  #capacity = 64;
  /** Observed points, n × d. */
  #x: Float64Array;
  /** L with L Lᵀ = K + noise, rows `#capacity` apart. */
  #factor = new Float64Array(64 * 64);
  /** L⁻¹ y. */
  #whitened = new Float64Array(64);
  /** K⁻¹ y of the first `#nSolved` observations. */
  #weights = new Float64Array(64);
  #nSolved = -1;
  #v = new Float64Array(64);
  #squares = new Float64Array(64);
  #block = new Float64Array(64 * together);
  /** What {@link predict} found. */
  mean = 0;
  variance = 0;

  /**
   * @param isCategory - 1 for each coordinate that is a category.
   * @param params - A length scale for each coordinate.
   */
  constructor(isCategory: Uint8Array, params: KernelParams) {
    this.params = params;
    this.#isCategory = isCategory;
    this.#d = isCategory.length;
    this.#x = new Float64Array(64 * this.#d);
  }

  /** Observations. */
  get size(): number {
    return this.#n;
  }

  #grow(): void {
    const before = this.#capacity;
    const capacity = 2 * before;
    const factor = new Float64Array(capacity * capacity);
    for (let i = 0; i < this.#n; i++) {
      factor.set(this.#factor.subarray(i * before, i * before + i + 1), i * capacity);
    }
    this.#factor = factor;
    this.#capacity = capacity;
    this.#x = larger(this.#x, capacity * this.#d);
    this.#whitened = larger(this.#whitened, capacity);
    this.#weights = larger(this.#weights, capacity);
    this.#v = new Float64Array(capacity);
    this.#squares = new Float64Array(capacity);
    this.#block = new Float64Array(capacity * together);
  }

  /** Squared distance, in length scales, of a point to observation i. */
  #squaredTo(i: number, point: Float64Array, from: number): number {
    const d = this.#d;
    const { inverseSquares } = this.params;
    let sum = 0;
    for (let j = 0; j < d; j++) {
      const difference = point[from + j]! - this.#x[i * d + j]!;
      if (this.#isCategory[j] === 1) sum += difference === 0 ? 0 : inverseSquares[j]!;
      else sum += inverseSquares[j]! * difference * difference;
    }
    return sum;
  }

  /** Adds a row for a point; the mean that was predicted there. */
  #appendRow(point: Float64Array, from: number): number {
    if (this.#n === this.#capacity) this.#grow();
    const n = this.#n;
    const row = n * this.#capacity;
    const { signal, noise } = this.params;
    for (let i = 0; i < n; i++) {
      const covariance = signal * matern(this.#squaredTo(i, point, from));
      const start = i * this.#capacity;
      this.#factor[row + i] = (covariance - dot(this.#factor, row, this.#factor, start, i)) / this.#factor[start + i]!;
    }
    // The exact pivot is not below the noise; rounding must not bring it near 0.
    const pivot = signal + noise - dot(this.#factor, row, this.#factor, row, n);
    this.#factor[row + n] = Math.sqrt(Math.max(pivot, noise / 2));
    for (let j = 0; j < this.#d; j++) this.#x[n * this.#d + j] = point[from + j]!;
    this.#n = n + 1;
    this.#nSolved = -1;
    return dot(this.#factor, row, this.#whitened, 0, n);
  }

  /**
   * Adds an observation.
   *
   * @param points - The point is at `from`, one number for each coordinate.
   */
  append(points: Float64Array, from: number, y: number): void {
    const expected = this.#appendRow(points, from);
    const i = this.#n - 1;
    this.#whitened[i] = (y - expected) / this.#factor[i * this.#capacity + i]!;
  }

  /**
   * Adds a point as if the mean that is predicted there had been observed: no mean changes, and the variance around it falls (the Kriging believer).
   *
   * @returns That mean.
   * @see Ginsbourger, Le Riche and Carraro (2010), "Kriging is well-suited to parallelize optimization".
   */
  believe(points: Float64Array, from: number): number {
    const expected = this.#appendRow(points, from);
    this.#whitened[this.#n - 1] = 0;
    return expected;
  }

  /** Keeps the first n observations. */
  truncate(n: number): void {
    this.#n = Math.min(n, this.#n);
    this.#nSolved = -1;
  }

  #variance(explained: number): number {
    const { signal } = this.params;
    return Math.max(signal - explained, leastVariance * signal);
  }

  /** Finds `mean` and `variance` of the function, without noise, at a point. */
  predict(point: Float64Array): void {
    const n = this.#n;
    for (let i = 0; i < n; i++) {
      const squared = this.#squaredTo(i, point, 0);
      this.#squares[i] = squared;
      const start = i * this.#capacity;
      const covariance = this.params.signal * matern(squared);
      this.#v[i] = (covariance - dot(this.#factor, start, this.#v, 0, i)) / this.#factor[start + i]!;
    }
    this.mean = dot(this.#v, 0, this.#whitened, 0, n);
    this.variance = this.#variance(dot(this.#v, 0, this.#v, 0, n));
  }

  /**
   * Finds `mean` and `variance` at a point, and how they change with its coordinates.
   *
   * @param meanSlopes - Written: the derivative by each coordinate, 0 for categories.
   * @param varianceSlopes - Written, likewise.
   */
  predictWithSlopes(point: Float64Array, meanSlopes: Float64Array, varianceSlopes: Float64Array): void {
    this.predict(point);
    const n = this.#n;
    const d = this.#d;
    const { inverseSquares, signal } = this.params;
    if (this.#nSolved !== n) {
      for (let i = 0; i < n; i++) this.#weights[i] = this.#whitened[i]!;
      solveTransposed(this.#factor, this.#capacity, n, this.#weights);
      this.#nSolved = n;
    }
    solveTransposed(this.#factor, this.#capacity, n, this.#v);
    meanSlopes.fill(0);
    varianceSlopes.fill(0);
    for (let i = 0; i < n; i++) {
      const slope = 2 * signal * maternSlope(this.#squares[i]!);
      const ofMean = slope * this.#weights[i]!;
      const ofVariance = -2 * slope * this.#v[i]!;
      for (let j = 0; j < d; j++) {
        if (this.#isCategory[j] === 1) continue;
        const step = inverseSquares[j]! * (point[j]! - this.#x[i * d + j]!);
        meanSlopes[j] = meanSlopes[j]! + ofMean * step;
        varianceSlopes[j] = varianceSlopes[j]! + ofVariance * step;
      }
    }
    if (this.variance <= leastVariance * signal) varianceSlopes.fill(0);
  }

  /**
   * Means and variances of many points.
   *
   * @param points - nPoints × d.
   * @param means - Written, length nPoints.
   * @param variances - Written, length nPoints.
   */
  predictMany(points: Float64Array, nPoints: number, means: Float64Array, variances: Float64Array): void {
    for (let first = 0; first < nPoints; first += together) {
      this.#predictBlock(points, first, Math.min(together, nPoints - first), means, variances);
    }
  }

  #predictBlock(
    points: Float64Array,
    first: number,
    count: number,
    means: Float64Array,
    variances: Float64Array,
  ): void {
    const n = this.#n;
    const d = this.#d;
    const { signal } = this.params;
    const factor = this.#factor;
    const v = this.#block;
    let [m0, m1, m2, m3] = [0, 0, 0, 0];
    let [q0, q1, q2, q3] = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const row = i * this.#capacity;
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let k = 0; k < i; k++) {
        const l = factor[row + k]!;
        const at = k * together;
        s0 += l * v[at]!;
        s1 += l * v[at + 1]!;
        s2 += l * v[at + 2]!;
        s3 += l * v[at + 3]!;
      }
      const at = i * together;
      for (let c = 0; c < together; c++) {
        // Missing points of the last block repeat its first one.
        const from = (first + (c < count ? c : 0)) * d;
        v[at + c] = signal * matern(this.#squaredTo(i, points, from));
      }
      const scale = 1 / factor[row + i]!;
      const w = this.#whitened[i]!;
      v[at] = s0 = (v[at]! - s0) * scale;
      v[at + 1] = s1 = (v[at + 1]! - s1) * scale;
      v[at + 2] = s2 = (v[at + 2]! - s2) * scale;
      v[at + 3] = s3 = (v[at + 3]! - s3) * scale;
      m0 += s0 * w;
      m1 += s1 * w;
      m2 += s2 * w;
      m3 += s3 * w;
      q0 += s0 * s0;
      q1 += s1 * s1;
      q2 += s2 * s2;
      q3 += s3 * s3;
    }
    means[first] = m0;
    variances[first] = this.#variance(q0);
    if (count > 1) means[first + 1] = m1;
    if (count > 1) variances[first + 1] = this.#variance(q1);
    if (count > 2) means[first + 2] = m2;
    if (count > 2) variances[first + 2] = this.#variance(q2);
    if (count > 3) means[first + 3] = m3;
    if (count > 3) variances[first + 3] = this.#variance(q3);
  }
}
