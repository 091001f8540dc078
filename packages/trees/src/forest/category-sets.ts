import { SHARED_BIN } from '../binning/bin-categories.ts';
import type { Tree } from '../ensemble/tree.ts';
import type { CategoryRates } from './encode-by-rate.ts';

/** Turns splits between bins of categories into splits by sets; trees share the sets, which are few. */
export class CategorySets {
  readonly #codesOf: (feature: number) => Float32Array | undefined;
  readonly #ratesOf: (feature: number) => CategoryRates | undefined;
  readonly #known = new Map<string, Uint32Array>();

  /**
   * @param codesOf - Codes of a categorical feature by bin; undefined for other features.
   * @param ratesOf - Shares of positives of a feature whose thresholds are such shares; undefined for other features.
   */
  constructor(
    codesOf: (feature: number) => Float32Array | undefined,
    ratesOf: (feature: number) => CategoryRates | undefined = () => undefined,
  ) {
    this.#codesOf = codesOf;
    this.#ratesOf = ratesOf;
  }

  #set(feature: number, from: number, to: number, codes: Float32Array): Uint32Array {
    const key = `${feature} ${from} ${to}`;
    return this.#keep(key, () => codes.subarray(from, to));
  }

  #keep(key: string, chosenCodes: () => Float32Array): Uint32Array {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const chosen = chosenCodes();
    const words = new Uint32Array((chosen.reduce((most, code) => Math.max(most, code), 0) >>> 5) + 1);
    for (const code of chosen) words[code >>> 5] = words[code >>> 5]! | (1 << (code & 31));
    this.#known.set(key, words);
    return words;
  }

  /** Codes whose share of positives is at least the threshold, or below it: those among which unknown codes are not. */
  #setByRate(feature: number, threshold: number, { codes, rates, prior }: CategoryRates): Uint32Array {
    const isUpper = prior < threshold;
    const chosen = (): Float32Array => codes.filter((_, at) => rates[at]! >= threshold === isUpper);
    return this.#keep(`${feature} by rate ${threshold}`, chosen);
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
    const swap = (node: number): void => {
      [left[node], right[node]] = [right[node]!, left[node]!];
      missingLeft[node] = 1 - missingLeft[node]!;
    };
    for (let node = 0; node < feature.length; node++) {
      const f = feature[node]!;
      if (f < 0 || threshold[node] === Infinity) continue;
      const rates = this.#ratesOf(f);
      if (rates !== undefined) {
        const isSwapped = rates.prior >= threshold[node]!;
        rightCategories.set(node, this.#setByRate(f, threshold[node]!, rates));
        threshold[node] = 0;
        if (isSwapped) swap(node);
        continue;
      }
      const codes = this.#codesOf(f);
      if (codes === undefined) continue;
      const end = codes.indexOf(threshold[node]!) + 1;
      threshold[node] = 0;
      if (codes.includes(SHARED_BIN, end)) {
        swap(node);
        rightCategories.set(node, this.#set(feature[node]!, 0, end, codes));
      } else rightCategories.set(node, this.#set(feature[node]!, end, codes.length, codes));
    }
    return rightCategories.size === 0 ? tree : { ...tree, rightCategories };
  }
}
