import type { Tree } from '@fraudx/trees';

/**
 * The same tree with each right child numbered after its left one, by levels from the root: parts of XGBoost find the right child
 * as the left one + 1, whatever the file says. A tree that is so already is given back.
 */
export function renumberSiblings(tree: Tree): Tree {
  const isLeaf = (node: number): boolean => tree.feature[node]! < 0;
  if (tree.feature.every((_, node) => isLeaf(node) || tree.right[node] === tree.left[node]! + 1)) return tree;
  const order = [0];
  for (let at = 0; at < order.length; at++) {
    if (!isLeaf(order[at]!)) order.push(tree.left[order[at]!]!, tree.right[order[at]!]!);
  }
  const place = new Int32Array(tree.feature.length);
  order.forEach((node, at) => (place[node] = at));
  const child = (list: Int32Array): Int32Array => Int32Array.from(order, (n) => (isLeaf(n) ? -1 : place[list[n]!]!));
  const floats = (list: Float32Array): Float32Array => Float32Array.from(order, (node) => list[node]!);
  return {
    feature: Int32Array.from(order, (node) => tree.feature[node]!),
    threshold: floats(tree.threshold),
    left: child(tree.left),
    right: child(tree.right),
    missingLeft: Uint8Array.from(order, (node) => tree.missingLeft[node]!),
    value: floats(tree.value),
    gain: floats(tree.gain),
    cover: floats(tree.cover),
    ...(tree.rightCategories === undefined
      ? {}
      : { rightCategories: new Map([...tree.rightCategories].map(([node, set]) => [place[node]!, set])) }),
  };
}
