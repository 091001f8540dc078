/** Bounds of leaf weights under monotone constraints, by node, in quantised units: a split on a constrained feature parts the range of its children. */
export class MonotoneBounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly #signs: readonly number[];

  constructor(signs: readonly number[], maxNodes: number) {
    this.#signs = signs;
    this.lower = new Float64Array(maxNodes);
    this.upper = new Float64Array(maxNodes);
  }

  /** The root may have any weight up to `limit`. */
  startRoot(limit: number): void {
    this.lower[0] = -limit;
    this.upper[0] = limit;
  }

  /** Hands the bounds of a node to its children, whose weights inside them are known; the middle parts them, as in XGBoost. */
  split(node: number, feature: number, left: number, right: number, leftWeight: number, rightWeight: number): void {
    const { lower, upper } = this;
    lower[left] = lower[node]!;
    lower[right] = lower[node]!;
    upper[left] = upper[node]!;
    upper[right] = upper[node]!;
    const sign = this.#signs[feature]!;
    const middle = (leftWeight + rightWeight) / 2;
    if (sign > 0) {
      upper[left] = middle;
      lower[right] = middle;
    } else if (sign < 0) {
      lower[left] = middle;
      upper[right] = middle;
    }
  }
}
