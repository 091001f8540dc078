/** One regression tree in flat arrays by node; node 0 is the root. */
export interface Tree {
  /** Feature of the split, -1 for a leaf. */
  readonly feature: Int32Array;
  /** A value goes left when value < threshold (float32). Not used by nodes of `rightCategories`. */
  readonly threshold: Float32Array;
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** 1 when a missing value goes left. */
  readonly missingLeft: Uint8Array;
  /** Leaf output after shrinkage; for inner nodes what the node would give as a leaf. */
  readonly value: Float32Array;
  /**
   * Categorical splits, by node: bit `c % 32` of word `c >>> 5` is set when category c goes right; all others go left, as in
   * XGBoost. Absent in a tree without such splits.
   */
  readonly rightCategories?: ReadonlyMap<number, Uint32Array>;
  /** Loss reduction of the split, 0 for a leaf. */
  readonly gain: Float32Array;
  /** Hessian sum of the rows that reach the node. */
  readonly cover: Float32Array;
}

/** A sum of trees: margin = baseMargin + Σ leaf values. */
export interface Ensemble {
  readonly nFeatures: number;
  /** Probability from the margin: `logistic` 1 / (1 + e^-margin), `identity` the margin itself. */
  readonly link: 'logistic' | 'identity';
  readonly baseMargin: number;
  readonly trees: readonly Tree[];
}
