/** Of the better half, as a share of the largest value: below this, its values are equal but for rounding, and the others stay as they are. */
const leastSpread = 1e-12;
/** Later values may lie farther out than any before; beyond this they would swamp the process until its scale is made again. */
const farthest = 1000;

/**
 * Turns the values of trials into those that a Gaussian process with mean 0 and variance 1 expects. Made from some values, and used for later ones as well.
 *
 * Values worse than the median are drawn nearer to it, by a logarithm beyond the distance from the best one to the median: a few very bad trials would else
 * decide the scale, and the differences between good ones would drown. Order is kept. Pruned trials count as the worst of the values it was made from.
 *
 * @see Song, Zhang, Lee, Fertig et al. (2024), "The Vizier Gaussian process bandit algorithm", arXiv:2408.11527, which warps the worse half, too.
 */
export class ValueScale {
  readonly #median: number;
  readonly #spread: number;
  /** Divides values, so that none overflows. */
  readonly #unit: number;
  readonly #mean: number = 0;
  readonly #deviation: number = 1;
  readonly #worst: number = 0;

  /** @param values - Lower is better; NaN for pruned ones. */
  constructor(values: Float64Array) {
    const known = values.filter((value) => !Number.isNaN(value));
    const largest = known.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    this.#unit = largest > 0 ? largest : 1;
    const sorted = known.map((value) => value / this.#unit).toSorted();
    const n = sorted.length;
    const middle = n >> 1;
    this.#median = n === 0 ? 0 : n % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
    this.#spread = n === 0 ? 0 : this.#median - sorted[0]!;
    if (n === 0) return;
    this.#worst = sorted[n - 1]! * this.#unit;
    const warped = values.map((value) => this.#warped(value));
    const mean = warped.reduce((sum, value) => sum + value, 0) / warped.length;
    const variance = warped.reduce((sum, value) => sum + (value - mean) ** 2, 0) / warped.length;
    this.#mean = mean;
    // Values that are equal but for rounding are equal.
    this.#deviation = variance > 1e-28 ? Math.sqrt(variance) : 1;
  }

  #warped(value: number): number {
    const above = (Number.isNaN(value) ? this.#worst : value) / this.#unit - this.#median;
    if (above <= 0 || this.#spread <= leastSpread) return above;
    return this.#spread * Math.log1p(above / this.#spread);
  }

  /** The value that the process sees, in [-1000, 1000]; lower is better. */
  scaled(value: number): number {
    const scaled = (this.#warped(value) - this.#mean) / this.#deviation;
    return Math.min(farthest, Math.max(-farthest, scaled));
  }
}
