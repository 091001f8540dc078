/** A function to minimise: its value at x; its gradient is written. Infinity where it is not defined. */
export type Differentiable = (x: Float64Array, gradient: Float64Array) => number;

/** When a minimisation ends. */
export interface LbfgsOptions {
  /** Steps, >= 1. */
  readonly maxIterations: number;
  /** Ends where no coordinate of the projected gradient is larger. */
  readonly gradientTolerance: number;
  /** Ends where a step lowers the value by less than this times 1 + |value|. Default 0: only where it does not lower it. */
  readonly valueTolerance?: number;
}

/** Share of the decrease that the gradient promises which a step must reach. */
const sufficient = 1e-4;
/** Steps that are too long are shortened so many times. */
const mostCuts = 30;

/**
 * Limited-memory BFGS with bounds, by projection: coordinates that are at a bound and pushed against it stay; the others move along the quasi-Newton direction
 * of what is left, bent at the bounds, as far as Armijo's rule allows. Makes nothing but numbers while it runs.
 *
 * @see Nocedal and Wright (2006), "Numerical optimization", algorithms 7.4 and 7.5.
 * @see Bertsekas (1982), "Projected Newton methods for optimization problems with simple constraints", SIAM J. Control Optim. 20(2).
 */
export class BoundedLbfgs {
  readonly #n: number;
  readonly #memory: number;
  readonly #steps: Float64Array;
  readonly #turns: Float64Array;
  readonly #shares: Float64Array;
  readonly #isFree: Uint8Array;
  readonly #gradient: Float64Array;
  readonly #direction: Float64Array;
  readonly #nextX: Float64Array;
  readonly #nextGradient: Float64Array;
  /** Pairs that are remembered, and where the next one goes. */
  #nPairs = 0;
  #next = 0;
  /** Of the last {@link minimize}. */
  nIterations = 0;
  nEvaluations = 0;

  /**
   * @param n - Coordinates, >= 1.
   * @param memory - Steps that are remembered, >= 1. Default 10.
   */
  constructor(n: number, memory = 10) {
    this.#n = n;
    this.#memory = memory;
    this.#steps = new Float64Array(memory * n);
    this.#turns = new Float64Array(memory * n);
    this.#shares = new Float64Array(memory);
    this.#isFree = new Uint8Array(n);
    this.#gradient = new Float64Array(n);
    this.#direction = new Float64Array(n);
    this.#nextX = new Float64Array(n);
    this.#nextGradient = new Float64Array(n);
  }

  /**
   * Finds a local minimum.
   *
   * @param x - Where it begins, with a finite value, and, written, where it ends; moved into the bounds first.
   * @param lower - Bounds, each at most that of `upper`; may be infinite.
   * @returns The value there.
   */
  minimize(
    f: Differentiable,
    x: Float64Array,
    lower: Float64Array,
    upper: Float64Array,
    { maxIterations, gradientTolerance, valueTolerance = 0 }: LbfgsOptions,
  ): number {
    const n = this.#n;
    for (let i = 0; i < n; i++) x[i] = Math.min(upper[i]!, Math.max(lower[i]!, x[i]!));
    this.#nPairs = 0;
    this.#next = 0;
    this.nIterations = 0;
    this.nEvaluations = 1;
    let value = f(x, this.#gradient);
    while (this.nIterations < maxIterations) {
      if (this.#markFree(x, lower, upper) <= gradientTolerance) break;
      this.#quasiNewton();
      const next = this.#search(f, x, value, lower, upper);
      if (next === undefined) {
        // The curvature that was learned may be misleading: once more along the gradient.
        if (this.#nPairs === 0) break;
        this.#nPairs = 0;
        continue;
      }
      this.nIterations += 1;
      this.#learn(x);
      const gain = value - next;
      value = next;
      x.set(this.#nextX);
      this.#gradient.set(this.#nextGradient);
      if (gain <= valueTolerance * (1 + Math.abs(value))) break;
    }
    return value;
  }

  /** Which coordinates may move; the largest element of the projected gradient. */
  #markFree(x: Float64Array, lower: Float64Array, upper: Float64Array): number {
    let most = 0;
    for (let i = 0; i < this.#n; i++) {
      const g = this.#gradient[i]!;
      const isHeld = (x[i]! <= lower[i]! && g >= 0) || (x[i]! >= upper[i]! && g <= 0);
      this.#isFree[i] = isHeld ? 0 : 1;
      if (isHeld) continue;
      const step = Math.min(upper[i]!, Math.max(lower[i]!, x[i]! - g)) - x[i]!;
      most = Math.max(most, Math.abs(step));
    }
    return most;
  }

  /** Sum of products over the free coordinates. */
  #product(a: Float64Array, from: number, b: Float64Array, at: number): number {
    let sum = 0;
    for (let i = 0; i < this.#n; i++) if (this.#isFree[i] === 1) sum += a[from + i]! * b[at + i]!;
    return sum;
  }

  #move(by: number, a: Float64Array, from: number): void {
    for (let i = 0; i < this.#n; i++) {
      if (this.#isFree[i] === 1) this.#direction[i] = this.#direction[i]! + by * a[from + i]!;
    }
  }

  /** The direction −H g over the free coordinates, by the two loops of L-BFGS. */
  #quasiNewton(): void {
    const n = this.#n;
    const direction = this.#direction;
    for (let i = 0; i < n; i++) direction[i] = this.#isFree[i] === 1 ? -this.#gradient[i]! : 0;
    let scale = 0;
    for (let k = 1; k <= this.#nPairs; k++) {
      const slot = (this.#next - k + this.#memory) % this.#memory;
      const curvature = this.#product(this.#steps, slot * n, this.#turns, slot * n);
      const turned = this.#product(this.#turns, slot * n, this.#turns, slot * n);
      // A pair may have no curvature among the free coordinates.
      if (!(curvature > 1e-12 * turned)) {
        this.#shares[slot] = Number.NaN;
        continue;
      }
      if (scale === 0) scale = curvature / turned;
      const share = this.#product(this.#steps, slot * n, direction, 0) / curvature;
      this.#shares[slot] = share;
      this.#move(-share, this.#turns, slot * n);
    }
    if (scale === 0) {
      // Without curvature: along the gradient, at most one unit far.
      const length = Math.sqrt(this.#product(direction, 0, direction, 0));
      scale = Math.min(1, 1 / length);
    }
    for (let i = 0; i < n; i++) direction[i] = direction[i]! * scale;
    for (let k = this.#nPairs; k >= 1; k--) {
      const slot = (this.#next - k + this.#memory) % this.#memory;
      if (Number.isNaN(this.#shares[slot]!)) continue;
      const curvature = this.#product(this.#steps, slot * n, this.#turns, slot * n);
      const back = this.#product(this.#turns, slot * n, direction, 0) / curvature;
      this.#move(this.#shares[slot]! - back, this.#steps, slot * n);
    }
  }

  /** Goes along the direction, bent at the bounds; undefined where no step lowers the value. */
  #search(
    f: Differentiable,
    x: Float64Array,
    value: number,
    lower: Float64Array,
    upper: Float64Array,
  ): number | undefined {
    let t = 1;
    for (let cut = 0; cut < mostCuts; cut++) {
      let promised = 0;
      for (let i = 0; i < this.#n; i++) {
        const to = Math.min(upper[i]!, Math.max(lower[i]!, x[i]! + t * this.#direction[i]!));
        this.#nextX[i] = to;
        promised += this.#gradient[i]! * (to - x[i]!);
      }
      if (promised < 0) {
        const next = f(this.#nextX, this.#nextGradient);
        this.nEvaluations += 1;
        if (next <= value + sufficient * promised) return next;
        // Where a parabola through what is known has its lowest point.
        const lowest = Number.isFinite(next) ? -promised / (2 * (next - value - promised)) : 0.1;
        t *= Math.min(0.5, Math.max(0.1, lowest));
      } else t *= 0.1;
    }
    return undefined;
  }

  /** Remembers the step from x to the next point, where the function curves upwards along it. */
  #learn(x: Float64Array): void {
    const n = this.#n;
    const at = this.#next * n;
    let [curvature, turned] = [0, 0];
    for (let i = 0; i < n; i++) {
      const step = this.#nextX[i]! - x[i]!;
      const turn = this.#nextGradient[i]! - this.#gradient[i]!;
      this.#steps[at + i] = step;
      this.#turns[at + i] = turn;
      curvature += step * turn;
      turned += turn * turn;
    }
    if (!(curvature > 1e-12 * turned)) return;
    this.#next = (this.#next + 1) % this.#memory;
    this.#nPairs = Math.min(this.#memory, this.#nPairs + 1);
  }
}
