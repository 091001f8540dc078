import { BoundedLbfgs } from './bounded-lbfgs.ts';
import type { KernelParams } from './matern-kernel.ts';
import { matern, maternSlope } from './matern-kernel.ts';
import { choleskyInPlace, dot, invertLower, solveTransposed } from './triangular.ts';

/** The least variance of the noise, in units of the variance of the values. */
export const leastNoise = 1e-6;

/* Bounds of the logarithms: of 1 / ℓ², signal, and noise above the least one. */
const bounds = { inverseSquare: [-9, 9], signal: [-7, 7], noise: [-30, 3] } as const;

/**
 * The posterior density of kernel parameters given observations, as a function to minimise: minus its logarithm, by the logarithms of 1 / ℓ² of each
 * coordinate, of the signal and of the noise above {@link leastNoise}.
 *
 * Priors, those of Optuna's GPSampler: density of w = 1 / ℓ² ∝ exp(−0.1 (w + 1 / w)), which holds length scales off 0 and infinity; signal Gamma(2, rate 1);
 * noise Gamma(1.1, rate 30). Values are standardised.
 */
export class KernelPosterior {
  readonly #n: number;
  readonly #d: number;
  readonly #y: Float64Array;
  /** Squared differences, coordinate by coordinate, of each pair i > j; 1 for different categories. */
  readonly #squares: Float64Array;
  readonly #distances: Float64Array;
  readonly #factor: Float64Array;
  readonly #inverse: Float64Array;
  readonly #weights: Float64Array;
  readonly #inverseSquares: Float64Array;

  /**
   * @param x - n × d.
   * @param y - Length n.
   * @param isCategory - Length d.
   */
  constructor(x: Float64Array, y: Float64Array, isCategory: Uint8Array) {
    const [n, d] = [y.length, isCategory.length];
    this.#n = n;
    this.#d = d;
    this.#y = y;
    const nPairs = (n * (n - 1)) / 2;
    this.#squares = new Float64Array(nPairs * d);
    let at = 0;
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) {
        for (let j = 0; j < d; j++) {
          const difference = x[i * d + j]! - x[k * d + j]!;
          this.#squares[at++] = isCategory[j] === 1 ? Number(difference !== 0) : difference * difference;
        }
      }
    }
    this.#distances = new Float64Array(nPairs);
    this.#factor = new Float64Array(n * n);
    this.#inverse = new Float64Array(n * n);
    this.#weights = new Float64Array(n);
    this.#inverseSquares = new Float64Array(d);
  }

  /** Minus the logarithm of the posterior density, up to a constant; Infinity where the kernel matrix cannot be factorised. */
  evaluate(logs: Float64Array, gradient: Float64Array): number {
    const n = this.#n;
    const d = this.#d;
    const w = this.#inverseSquares;
    for (let j = 0; j < d; j++) w[j] = Math.exp(logs[j]!);
    const signal = Math.exp(logs[d]!);
    const free = Math.exp(logs[d + 1]!);
    const noise = free + leastNoise;
    let at = 0;
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) {
        const squared = dot(this.#squares, at * d, w, 0, d);
        this.#distances[at++] = squared;
        this.#factor[i * n + k] = signal * matern(squared);
      }
      this.#factor[i * n + i] = signal + noise;
    }
    if (!choleskyInPlace(this.#factor, n)) return Infinity;
    let value = 0;
    const weights = this.#weights;
    for (let i = 0; i < n; i++) {
      const pivot = this.#factor[i * n + i]!;
      const white = (this.#y[i]! - dot(this.#factor, i * n, weights, 0, i)) / pivot;
      weights[i] = white;
      value += Math.log(pivot) + (white * white) / 2;
    }
    solveTransposed(this.#factor, n, n, weights);
    this.#slopes(signal, free, gradient);
    for (let j = 0; j < d; j++) {
      value += 0.1 * (w[j]! + 1 / w[j]!);
      gradient[j] = gradient[j]! * w[j]! + 0.1 * (w[j]! - 1 / w[j]!);
    }
    value += signal - Math.log(signal) + 30 * noise - 0.1 * Math.log(noise);
    gradient[d] = gradient[d]! + signal - 1;
    gradient[d + 1] = gradient[d + 1]! + free * (30 - 0.1 / noise);
    return value;
  }

  /** The gradient of the likelihood's part: by each w, and by the logarithms of signal and noise. */
  #slopes(signal: number, free: number, gradient: Float64Array): void {
    const n = this.#n;
    const d = this.#d;
    const weights = this.#weights;
    invertLower(this.#factor, n, this.#inverse);
    gradient.fill(0);
    let at = 0;
    let [ofSignal, ofNoise] = [0, 0];
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < i; k++) {
        // Element (i, k) of K⁻¹ − α αᵀ; each pair counts twice, and the likelihood halves it.
        const inner = dot(this.#inverse, i * n + i, this.#inverse, k * n + i, n - i) - weights[i]! * weights[k]!;
        const squared = this.#distances[at]!;
        ofSignal += inner * signal * matern(squared);
        const by = inner * signal * maternSlope(squared);
        const from = at * d;
        for (let j = 0; j < d; j++) gradient[j] = gradient[j]! + by * this.#squares[from + j]!;
        at += 1;
      }
      const own = dot(this.#inverse, i * n + i, this.#inverse, i * n + i, n - i) - weights[i]! * weights[i]!;
      ofSignal += (own * signal) / 2;
      ofNoise += (own * free) / 2;
    }
    gradient[d] = ofSignal;
    gradient[d + 1] = ofNoise;
  }
}

/** Where fits begin: w = 1 / ℓ² of every coordinate, and the noise. */
const starts = [
  [1, 1],
  [1, 0.01],
  [10, 0.001],
] as const;
/** A fit to more observations begins where a fit to the first ones ended. */
const manyObservations = 64;

/** Logarithms of the parameters where fits begin; the signal is 1. */
function startsOf(x: Float64Array, y: Float64Array, isCategory: Uint8Array): readonly Float64Array[] {
  const d = isCategory.length;
  if (y.length <= manyObservations) {
    return starts.map(([w, noise]) => Float64Array.of(...new Float64Array(d).fill(Math.log(w)), 0, Math.log(noise)));
  }
  const few = fitKernel(x.subarray(0, manyObservations * d), y.subarray(0, manyObservations), isCategory);
  const free = Math.max(few.noise - leastNoise, leastNoise);
  return [Float64Array.of(...few.inverseSquares.map(Math.log), Math.log(few.signal), Math.log(free))];
}

/**
 * The kernel parameters with the largest posterior density that was found from fixed starting points: so the fit follows from the observations and their order
 * alone.
 *
 * @param x - n × d, each coordinate in [0, 1] or the number of a category.
 * @param y - Length n >= 1, standardised.
 * @param isCategory - Length d.
 */
export function fitKernel(x: Float64Array, y: Float64Array, isCategory: Uint8Array): KernelParams {
  const d = isCategory.length;
  const posterior = new KernelPosterior(x, y, isCategory);
  const bound = (side: 0 | 1): Float64Array =>
    Float64Array.from({ length: d + 2 }, (_, j) =>
      j < d ? bounds.inverseSquare[side] : bounds[j === d ? 'signal' : 'noise'][side],
    );
  const optimizer = new BoundedLbfgs(d + 2);
  const options = { maxIterations: 100, gradientTolerance: 1e-2, valueTolerance: 1e-6 };
  const ends = startsOf(x, y, isCategory).map((logs) => ({
    value: optimizer.minimize((at, gradient) => posterior.evaluate(at, gradient), logs, bound(0), bound(1), options),
    logs,
  }));
  const { logs } = ends.reduce((least, end) => (end.value < least.value ? end : least));
  return {
    inverseSquares: logs.slice(0, d).map(Math.exp),
    signal: Math.exp(logs[d]!),
    noise: Math.exp(logs[d + 1]!) + leastNoise,
  };
}
