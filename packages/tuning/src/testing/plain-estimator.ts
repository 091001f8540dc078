import type { Axis } from '../samplers/tpe/axis.ts';
import type { KernelOptions } from '../samplers/tpe/kernel-rules.ts';
import {
  bandwidth,
  categoryChances,
  kernelNorm,
  leastBandwidth,
  logStepMass,
  observationWeight,
  totalWeight,
} from '../samplers/tpe/kernel-rules.ts';

/** The definition of a Parzen estimator, written out: what tests compare `KernelTable` with. */
export class PlainEstimator {
  readonly #axes: readonly Axis[];
  readonly #codes: Float64Array;
  readonly #n: number;
  readonly #priorWeight: number;
  readonly #total: number;
  /** By kernel, then axis; the prior kernel is the last one. */
  readonly #places: Float64Array;
  readonly #sigmas: Float64Array;
  readonly #norms: Float64Array;

  /**
   * @param codes - Of the observations, oldest first, by row.
   */
  constructor(axes: readonly Axis[], codes: Float64Array, options: KernelOptions) {
    const d = axes.length;
    const n = codes.length / d;
    this.#axes = axes;
    this.#codes = codes;
    this.#n = n;
    this.#priorWeight = n === 0 ? 1 : options.priorWeight;
    this.#total = totalWeight(n) + this.#priorWeight;
    this.#places = new Float64Array((n + 1) * d).fill(0.5);
    this.#sigmas = new Float64Array((n + 1) * d).fill(1);
    this.#norms = new Float64Array((n + 1) * d);
    for (const [j, axis] of axes.entries()) {
      if (axis.kind === 'categories') continue;
      for (let i = 0; i < n; i++) this.#places[i * d + j] = axis.place(codes[i * d + j]!);
      const place = (i: number): number => this.#places[i * d + j]!;
      const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => place(a) - place(b) || a - b);
      const least = leastBandwidth(n, axis.span, options);
      for (const [at, i] of order.entries()) {
        const before = at === 0 ? undefined : place(order[at - 1]!);
        const after = at === n - 1 ? undefined : place(order[at + 1]!);
        this.#sigmas[i * d + j] = bandwidth(place(i), before, after, least, options);
      }
      for (let i = 0; i <= n; i++) this.#norms[i * d + j] = kernelNorm(axis.kind, place(i), this.#sigmas[i * d + j]!);
    }
  }

  #weight(i: number): number {
    return i === this.#n ? this.#priorWeight : observationWeight(i, this.#n);
  }

  /** Logarithm of kernel i along an axis. */
  #logKernel(i: number, j: number, code: number): number {
    const axis = this.#axes[j]!;
    const at = i * this.#axes.length + j;
    if (axis.kind === 'categories') {
      if (i === this.#n) return -Math.log(axis.size);
      const { own, other } = categoryChances(axis.size, this.#n, this.#priorWeight);
      return Math.log(this.#codes[at] === code ? own : other);
    }
    const place = this.#places[at]!;
    const sigma = this.#sigmas[at]!;
    if (axis.kind === 'steps') {
      return this.#norms[at]! + logStepMass(axis, place, sigma, code);
    }
    const z = (code - place) / sigma;
    return this.#norms[at]! - (z * z) / 2;
  }

  /** Logarithm of the density at a point, by its codes. */
  logDensity(point: ArrayLike<number>): number {
    const d = this.#axes.length;
    const logs = new Float64Array(this.#n + 1);
    let most = -Infinity;
    for (let i = 0; i <= this.#n; i++) {
      let sum = Math.log(this.#weight(i) / this.#total);
      for (let j = 0; j < d; j++) sum += this.#logKernel(i, j, point[j]!);
      logs[i] = sum;
      if (sum > most) most = sum;
    }
    if (most === -Infinity) return most;
    let sum = 0;
    for (const log of logs) sum += Math.exp(log - most);
    return Math.log(sum) + most;
  }
}
