import type { Tree } from '../ensemble/tree.ts';
import { gaussLegendre } from './gauss-legendre.ts';

/** How a node's edge from its parent stands: the feature's path still holds, breaks here, or was broken above. */
export const HOLDS = 0;
export const BREAKS = 1;
export const BROKEN = 2;

/**
 * What the contributions of a tree need that is the same for every row. Nodes are renumbered, parents before children;
 * "the edge of a node" leads to it from its parent.
 */
export interface ShapPlan {
  /** Quadrature nodes per tree. */
  readonly size: number;
  readonly nNodes: number;
  /** Node of the tree. */
  readonly node: Int32Array;
  /** Feature that the node splits by, -1 for a leaf. */
  readonly feature: Int32Array;
  /** Children by the new numbers. */
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** Nearest node above, or the node itself excluded, whose edge is by the same feature; -1 for none. */
  readonly sameAbove: Int32Array;
  /** Factor of the edge on the product of its path, by state and quadrature node: `factor[(node * 3 + state) * size + q]`. */
  readonly factor: Float64Array;
  /** What the leaves below the edge add to its feature, by state and quadrature node, as in `factor`. */
  readonly share: Float64Array;
  /** Leaf value; 0 for inner nodes. */
  readonly value: Float64Array;
  /** Mean of the leaf values by cover. */
  readonly mean: number;
}

interface Edge {
  readonly parent: number;
  readonly feature: number;
  /** Cover of the node over that of its parent's children. */
  readonly ratio: number;
  readonly sameAbove: number;
  /** Product of the ratios of all edges of the path by this feature, this one included. */
  readonly zero: number;
  /** Distinct features of the path. */
  readonly nFeatures: number;
}

/** Nodes in preorder with what is known of their edges. */
function walk(tree: Tree): { readonly order: number[]; readonly edges: (Edge | undefined)[] } {
  const order: number[] = [];
  const edges: (Edge | undefined)[] = [];
  const stack: { node: number; edge: Omit<Edge, 'sameAbove' | 'zero' | 'nFeatures'> | undefined }[] = [
    { node: 0, edge: undefined },
  ];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, edge } = next;
    const at = order.length;
    order.push(node);
    if (edge === undefined) edges.push(undefined);
    else {
      let above = edge.parent;
      while (above >= 0 && edges[above]?.feature !== edge.feature) above = edges[above]?.parent ?? -1;
      const zero = edge.ratio * (above < 0 ? 1 : edges[above]!.zero);
      const nFeatures = (edges[edge.parent]?.nFeatures ?? 0) + (above < 0 ? 1 : 0);
      edges.push({ ...edge, sameAbove: above, zero, nFeatures });
    }
    const feature = tree.feature[node]!;
    if (feature < 0) continue;
    const [l, r] = [tree.left[node]!, tree.right[node]!];
    const sum = tree.cover[l]! + tree.cover[r]!;
    const ratio = sum > 0 ? tree.cover[l]! / sum : 0.5;
    stack.push({ node: r, edge: { parent: at, feature, ratio: 1 - ratio } });
    stack.push({ node: l, edge: { parent: at, feature, ratio } });
  }
  return { order, edges };
}

/**
 * Prepares the contributions of a tree.
 *
 * A leaf with value v whose path has features with o = 1 (the row takes every split of it by that feature) or 0, and with z the
 * share of training weight that takes them, gives feature i the Shapley value v × (o_i - z_i) × Σ_S |S|! (d - |S| - 1)! / d! × Π.
 * The weights are ∫ t^|S| (1 - t)^(d - 1 - |S|) dt over (0, 1), so the sum over sets S is ∫ Π_{j ≠ i} (o_j t + z_j (1 - t)) dt: a
 * polynomial, integrated exactly by Gauss–Legendre quadrature with ⌈d / 2⌉ nodes. At each node the product is shared by all
 * leaves below an edge, so a row costs nodes × ⌈D / 2⌉ instead of leaves × D², and all terms are positive: nothing cancels.
 */
export function shapPlan(tree: Tree): ShapPlan {
  const { order, edges } = walk(tree);
  const nNodes = order.length;
  const depth = edges.reduce((most, edge) => Math.max(most, edge?.nFeatures ?? 0), 0);
  const size = Math.max(1, Math.ceil(depth / 2));
  const { nodes, weights } = gaussLegendre(size);
  const factor = new Float64Array(nNodes * 3 * size).fill(1);
  const share = new Float64Array(nNodes * 3 * size);
  const left = new Int32Array(nNodes).fill(-1);
  const right = new Int32Array(nNodes).fill(-1);
  const value = new Float64Array(nNodes);
  const reach = new Float64Array(nNodes).fill(1);
  let mean = 0;
  for (let at = 0; at < nNodes; at++) {
    const edge = edges[at];
    if (edge !== undefined) {
      if (left[edge.parent] === -1) left[edge.parent] = at;
      else right[edge.parent] = at;
      reach[at] = reach[edge.parent]! * edge.ratio;
      const before = edge.sameAbove < 0 ? 1 : edges[edge.sameAbove]!.zero;
      const first = edge.sameAbove < 0;
      for (let q = 0; q < size; q++) {
        const t = nodes[q]!;
        const term = t + edge.zero * (1 - t);
        const termBefore = first ? 1 : t + before * (1 - t);
        const base = at * 3 * size + q;
        factor[base + HOLDS * size] = term / termBefore;
        factor[base + BREAKS * size] = (edge.zero * (1 - t)) / termBefore;
        factor[base + BROKEN * size] = edge.ratio;
        // what the edge above by the same feature has given to all its leaves is subtracted from those below this one
        const held = (weights[q]! * (1 - edge.zero)) / term;
        const heldBefore = first ? 0 : (weights[q]! * (1 - before)) / termBefore;
        share[base + HOLDS * size] = held - heldBefore;
        share[base + BREAKS * size] = -weights[q]! / (1 - t) - heldBefore;
      }
    }
    if (tree.feature[order[at]!]! < 0) {
      value[at] = tree.value[order[at]!]!;
      mean += reach[at]! * value[at]!;
    }
  }
  return {
    size,
    nNodes,
    node: Int32Array.from(order),
    feature: Int32Array.from(order, (node) => tree.feature[node]!),
    left,
    right,
    sameAbove: Int32Array.from(edges, (edge) => edge?.sameAbove ?? -1),
    factor,
    share,
    value,
    mean,
  };
}
