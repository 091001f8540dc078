import type { GaussianProcess } from './gaussian-process.ts';
import { logImprovement, logImprovementSlope } from './log-expected-improvement.ts';

/** The logarithm of the improvement over a value that a Gaussian process expects; lower values are better. */
export class LogExpectedImprovement {
  readonly #process: GaussianProcess;
  readonly #best: number;
  readonly #varianceSlopes: Float64Array;

  /** @param best - What is to be improved on. */
  constructor(process: GaussianProcess, best: number) {
    this.#process = process;
    this.#best = best;
    this.#varianceSlopes = new Float64Array(process.params.inverseSquares.length);
  }

  #of(mean: number, variance: number): number {
    const deviation = Math.sqrt(variance);
    return Math.log(deviation) + logImprovement((this.#best - mean) / deviation);
  }

  at(point: Float64Array): number {
    this.#process.predict(point);
    return this.#of(this.#process.mean, this.#process.variance);
  }

  /** @param slopes - Written: the derivative by each coordinate, 0 for categories. */
  withSlopes(point: Float64Array, slopes: Float64Array): number {
    this.#process.predictWithSlopes(point, slopes, this.#varianceSlopes);
    const { mean, variance } = this.#process;
    const deviation = Math.sqrt(variance);
    const z = (this.#best - mean) / deviation;
    const slope = logImprovementSlope(z);
    const ofMean = -slope / deviation;
    const ofVariance = (1 - z * slope) / (2 * variance);
    for (let j = 0; j < slopes.length; j++) {
      slopes[j] = ofMean * slopes[j]! + ofVariance * this.#varianceSlopes[j]!;
    }
    return Math.log(deviation) + logImprovement(z);
  }

  /**
   * Of many points.
   *
   * @param points - nPoints × d.
   * @returns Length nPoints.
   */
  ofMany(points: Float64Array, nPoints: number): Float64Array {
    const means = new Float64Array(nPoints);
    const variances = new Float64Array(nPoints);
    this.#process.predictMany(points, nPoints, means, variances);
    for (let i = 0; i < nPoints; i++) means[i] = this.#of(means[i]!, variances[i]!);
    return means;
  }
}
