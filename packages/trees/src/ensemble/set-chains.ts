import type { Ensemble } from './tree.ts';

/** Sets of categories of one feature, each inside the next: the more of them hold a category, the more nodes send it right. */
export interface SetChain {
  readonly feature: number;
  readonly sets: Uint32Array[];
}

/** Where the sets of an ensemble stand. */
export interface SetChains {
  readonly chains: readonly SetChain[];
  /** Chain of a set and its number there. */
  readonly find: (feature: number, set: Uint32Array) => { readonly chain: number; readonly at: number };
}

/** Forests need two per feature; sets of other ensembles may lie anyhow. */
const MOST_PER_FEATURE = 4;

function sizeOf(set: Uint32Array): number {
  let n = 0;
  for (const word of set) for (let rest = word; rest !== 0; rest = (rest & (rest - 1)) >>> 0) n++;
  return n;
}

function isInside(a: Uint32Array, b: Uint32Array): boolean {
  return a.every((word, w) => (word & ~(b[w] ?? 0)) === 0);
}

/** The sets of an ensemble in few chains; undefined where that cannot be. */
export function setChainsOf({ trees }: Ensemble): SetChains | undefined {
  // nodes of a fitted forest share their sets
  const texts = new Map<Uint32Array, string>();
  const keyOf = (feature: number, set: Uint32Array): string => {
    const text = texts.get(set) ?? set.join();
    texts.set(set, text);
    return `${feature}:${text}`;
  };
  const distinct = new Map<string, { readonly feature: number; readonly set: Uint32Array; readonly size: number }>();
  for (const { feature, rightCategories } of trees) {
    rightCategories?.forEach((set, node) => {
      const f = feature[node]!;
      const key = keyOf(f, set);
      if (f >= 0 && !distinct.has(key)) distinct.set(key, { feature: f, set, size: sizeOf(set) });
    });
  }
  const chains: SetChain[] = [];
  const places = new Map<string, { readonly chain: number; readonly at: number }>();
  for (const { feature, set } of [...distinct.values()].toSorted((a, b) => a.size - b.size)) {
    const own = chains.filter((chain) => chain.feature === feature);
    let chain = own.find(({ sets }) => isInside(sets.at(-1)!, set));
    if (chain === undefined) {
      if (own.length === MOST_PER_FEATURE) return undefined;
      chain = { feature, sets: [] };
      chains.push(chain);
    }
    places.set(keyOf(feature, set), { chain: chains.indexOf(chain), at: chain.sets.push(set) - 1 });
  }
  return { chains, find: (feature, set) => places.get(keyOf(feature, set))! };
}

/** By category: how many sets of a chain hold it; categories beyond the end are in none. */
export function chainRanks({ sets }: SetChain): Uint16Array {
  const ranks = new Uint16Array(32 * Math.max(...sets.map((set) => set.length)));
  for (const set of sets) {
    for (let c = 0; c < 32 * set.length; c++) if ((set[c >>> 5]! & (1 << (c & 31))) !== 0) ranks[c]!++;
  }
  return ranks;
}
