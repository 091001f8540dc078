/** Words of 32 categories that any model may have: 256 MiB. A column of a million codes takes 125 kB a set. */
const small = 2 ** 26;
/** Words that no model may exceed: 1 GiB. */
const most = 2 ** 28;
/** Categories beyond which all numbers below 2^24 are allowed. */
const enough = 2 ** 18;

/** How much the sets of a model may take, of which a file of a few kilobytes could make gigabytes: a set has a bit for every category up to its highest. */
export interface CategoryRoom {
  /** Takes room for a set before it is made; false where there is none. */
  readonly take: (words: number) => boolean;
}

/**
 * The room for the sets of a model. Beyond 256 MiB the highest category of a set must be at most 64 times the number of different categories in the
 * file.
 *
 * @param categories - The lists of the trees.
 */
export function categoryRoom(categories: Iterable<readonly number[]>): CategoryRoom {
  const distinct = new Set<number>();
  for (const list of categories) {
    for (const category of list) if (distinct.size < enough) distinct.add(category);
  }
  const widest = 2 * distinct.size + 2048;
  let used = 0;
  return {
    take: (words) => {
      used += words;
      return used <= small || (used <= most && words <= widest);
    },
  };
}
