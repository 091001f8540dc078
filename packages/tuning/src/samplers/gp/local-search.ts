import type { Axis } from '../tpe/axis.ts';
import type { LogExpectedImprovement } from './acquisition.ts';
import { BoundedLbfgs } from './bounded-lbfgs.ts';

/** Numbers with so few steps are tried at every one of them. */
const fewSteps = 16;
/** Rounds over all coordinates. */
const mostRounds = 20;

/**
 * Climbs from a point of a mixed space to one that no change of a single discrete coordinate, or of the continuous ones together, betters: gradient ascent on
 * the continuous coordinates, in units of their length scales; then each discrete one by itself.
 */
export class LocalSearch {
  readonly #axes: readonly Axis[];
  readonly #acquisition: LogExpectedImprovement;
  readonly #continuous: Int32Array;
  readonly #discrete: Int32Array;
  /** Length scales of the continuous coordinates. */
  readonly #scales: Float64Array;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #optimizer: BoundedLbfgs;
  readonly #scaled: Float64Array;
  readonly #slopes: Float64Array;
  readonly #point: Float64Array;

  /** @param inverseSquares - 1 / ℓ² of each axis. */
  constructor(axes: readonly Axis[], acquisition: LogExpectedImprovement, inverseSquares: Float64Array) {
    this.#axes = axes;
    this.#acquisition = acquisition;
    const all = Int32Array.from(axes, (_, j) => j);
    this.#continuous = all.filter((j) => axes[j]!.kind === 'continuous');
    this.#discrete = all.filter((j) => axes[j]!.kind !== 'continuous');
    this.#scales = Float64Array.from(this.#continuous, (j) => 1 / Math.sqrt(inverseSquares[j]!));
    this.#lower = new Float64Array(this.#continuous.length);
    this.#upper = this.#scales.map((scale) => 1 / scale);
    this.#optimizer = new BoundedLbfgs(Math.max(1, this.#continuous.length));
    this.#scaled = new Float64Array(this.#continuous.length);
    this.#slopes = new Float64Array(axes.length);
    this.#point = new Float64Array(axes.length);
  }

  /**
   * Climbs.
   *
   * @param point - Where it begins, and, written, where it ends.
   * @returns The logarithm of the improvement that is expected there.
   */
  climb(point: Float64Array): number {
    this.#point.set(point);
    let value = this.#acquisition.at(this.#point);
    for (let round = 0; round < mostRounds; round++) {
      const before = value;
      if (this.#continuous.length > 0) value = this.#ascend(value);
      const ascended = value;
      for (const j of this.#discrete) value = this.#along(j, value);
      if (value === before || value === ascended) break;
    }
    point.set(this.#point);
    return value;
  }

  /** Moves the continuous coordinates. */
  #ascend(value: number): number {
    const scaled = this.#scaled;
    for (const [k, j] of this.#continuous.entries()) scaled[k] = this.#point[j]! / this.#scales[k]!;
    const lowest = this.#optimizer.minimize(
      (at, gradient) => {
        for (let k = 0; k < at.length; k++) this.#point[this.#continuous[k]!] = this.#unscaled(k, at[k]!);
        const found = this.#acquisition.withSlopes(this.#point, this.#slopes);
        for (let k = 0; k < at.length; k++) {
          gradient[k] = -this.#slopes[this.#continuous[k]!]! * this.#scales[k]!;
        }
        return -found;
      },
      scaled,
      this.#lower,
      this.#upper,
      { maxIterations: 50, gradientTolerance: 1e-3, valueTolerance: 1e-8 },
    );
    for (const [k, j] of this.#continuous.entries()) this.#point[j] = this.#unscaled(k, scaled[k]!);
    return Math.max(value, -lowest);
  }

  #unscaled(k: number, at: number): number {
    return Math.min(1, at * this.#scales[k]!);
  }

  /** Moves one discrete coordinate: to the best of all its values, or, of many steps, by strides that become shorter. */
  #along(j: number, value: number): number {
    const axis = this.#axes[j]!;
    const isCategory = axis.kind === 'categories';
    const at = (code: number): number => (isCategory ? code : axis.place(code));
    const start = isCategory ? this.#point[j]! : axis.stepAt(this.#point[j]!);
    let [code, best] = [start, value];
    const offer = (other: number): boolean => {
      if (other < 0 || other >= axis.size || other === code) return false;
      this.#point[j] = at(other);
      const found = this.#acquisition.at(this.#point);
      if (found <= best) return false;
      [code, best] = [other, found];
      return true;
    };
    if (isCategory || axis.size <= fewSteps) {
      for (let other = 0; other < axis.size; other++) if (other !== start) offer(other);
    } else {
      for (let stride = Math.ceil(axis.size / 4); ; stride = Math.ceil(stride / 2)) {
        while (offer(code + stride) || offer(code - stride));
        if (stride === 1) break;
      }
    }
    this.#point[j] = at(code);
    return best;
  }
}
