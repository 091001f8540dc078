import { SHARED_BIN } from '../binning/bin-categories.ts';
import type { Tree } from '../ensemble/tree.ts';

/** Turns splits between bins of categories into splits by sets; trees share the sets, which are few. */
export class CategorySets {
  readonly #codesOf: (feature: number) => Float32Array | undefined;
  readonly #known = new Map<string, Uint32Array>();

  /** @param codesOf - Codes of a categorical feature by bin; undefined for other features. */
  constructor(codesOf: (feature: number) => Float32Array | undefined) {
    this.#codesOf = codesOf;
  }

  #set(feature: number, from: number, to: number, codes: Float32Array): Uint32Array {
    const key = `${feature} ${from} ${to}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const chosen = codes.subarray(from, to);
    const words = new Uint32Array((chosen.reduce((most, code) => Math.max(most, code), 0) >>> 5) + 1);
    for (const code of chosen) words[code >>> 5] = words[code >>> 5]! | (1 << (code & 31));
    this.#known.set(key, words);
    return words;
  }

  /**
   * The tree with sets in place of thresholds at splits of categorical features, where a threshold is the code of the last bin that
   * goes left. Where rare codes, which share a bin, would go right, the children change places: codes outside of a set go left, also
   * those that training never saw. Infinity stays: all codes go left, missing values right.
   *
   * @param tree - Its arrays are changed.
   */
  apply(tree: Tree): Tree {
    const rightCategories = new Map<number, Uint32Array>();
    const { feature, threshold, left, right, missingLeft } = tree;
    for (let node = 0; node < feature.length; node++) {
      const codes = feature[node]! < 0 ? undefined : this.#codesOf(feature[node]!);
      if (codes === undefined || threshold[node] === Infinity) continue;
      const end = codes.indexOf(threshold[node]!) + 1;
      threshold[node] = 0;
      if (codes.includes(SHARED_BIN, end)) {
        const held = left[node]!;
        left[node] = right[node]!;
        right[node] = held;
        missingLeft[node] = 1 - missingLeft[node]!;
        rightCategories.set(node, this.#set(feature[node]!, 0, end, codes));
      } else rightCategories.set(node, this.#set(feature[node]!, end, codes.length, codes));
    }
    return rightCategories.size === 0 ? tree : { ...tree, rightCategories };
  }
}
