import type { Tree } from './tree.ts';

/** Whether the bit of a category is set; numbers that are no category of the set are not in it. */
function inSet(words: Uint32Array, category: number): boolean {
  const c = Math.floor(category);
  return c >= 0 && c < words.length * 32 && (words[c >>> 5]! & (1 << (c & 31))) !== 0;
}

/** Where a value goes at an inner node: numbers by threshold, categories by set, missing values (NaN) by the learned direction. */
export function goesLeft(tree: Tree, node: number, value: number): boolean {
  if (value !== value) return tree.missingLeft[node] === 1;
  const right = tree.rightCategories?.get(node);
  return right === undefined ? value < tree.threshold[node]! : !inSet(right, value);
}
