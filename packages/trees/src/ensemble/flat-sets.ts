import type { Tree } from './tree.ts';

/** The sets of categories of a tree in flat arrays, for walks of many rows. */
export interface FlatSets {
  /** By node: index of the first word of its set; -1 where a threshold splits it. */
  readonly first: Int32Array;
  /** By node: categories below this may be in the set. */
  readonly end: Int32Array;
  readonly words: Uint32Array;
}

const known = new WeakMap<Tree, FlatSets>();

/** The sets of a tree, made once. */
export function flatSetsOf(tree: Tree): FlatSets {
  const made = known.get(tree);
  if (made !== undefined) return made;
  const first = new Int32Array(tree.feature.length).fill(-1);
  const end = new Int32Array(tree.feature.length);
  // nodes of a forest share sets
  const places = new Map<Uint32Array, number>();
  let length = 0;
  tree.rightCategories?.forEach((set, node) => {
    let at = places.get(set);
    if (at === undefined) {
      at = length;
      places.set(set, at);
      length += set.length;
    }
    first[node] = at;
    end[node] = 32 * set.length;
  });
  const words = new Uint32Array(length);
  places.forEach((at, set) => words.set(set, at));
  const flat = { first, end, words };
  known.set(tree, flat);
  return flat;
}
