import { ShapeError } from '@fraudx/core';
import type { Matrix } from '@fraudx/core';
import { goesLeft } from '../ensemble/goes-left.ts';
import type { Ensemble, Tree } from '../ensemble/tree.ts';
import type { ShapPlan } from './shap-plan.ts';
import { BREAKS, BROKEN, HOLDS, shapPlan } from './shap-plan.ts';

/** Adds a tree's contributions to every row of `out`, row by row with `width` values each. */
function addContributions(tree: Tree, plan: ShapPlan, x: Matrix, out: Float64Array, width: number): void {
  const { size, nNodes, node, feature, left, right, sameAbove, factor, share, value } = plan;
  const { threshold, missingLeft, rightCategories } = tree;
  const { data, nRows } = x;
  // product of the factors of the path, then the sum over the leaves below
  const product = new Float64Array(nNodes * size);
  const state = new Uint8Array(nNodes);
  for (let i = 0; i < nRows; i++) {
    const row = i * width;
    product.fill(1, 0, size);
    for (let at = 0; at < nNodes; at++) {
      const f = feature[at]!;
      if (f < 0) continue;
      const v = data[f * nRows + i]!;
      const n = node[at]!;
      const goes =
        rightCategories === undefined ? v < threshold[n]! || (v !== v && missingLeft[n] === 1) : goesLeft(tree, n, v);
      const above = sameAbove[left[at]!]!;
      const held = above < 0 || state[above] === HOLDS;
      for (let side = 0; side < 2; side++) {
        const child = side === 0 ? left[at]! : right[at]!;
        const s = held ? ((side === 0) === goes ? HOLDS : BREAKS) : BROKEN;
        state[child] = s;
        const from = (child * 3 + s) * size;
        for (let q = 0; q < size; q++) product[child * size + q] = product[at * size + q]! * factor[from + q]!;
      }
    }
    for (let at = nNodes - 1; at >= 0; at--) {
      const f = feature[at]!;
      if (f < 0) {
        for (let q = 0; q < size; q++) product[at * size + q] = product[at * size + q]! * value[at]!;
        continue;
      }
      const l = left[at]!;
      const r = right[at]!;
      const fromLeft = (l * 3 + state[l]!) * size;
      const fromRight = (r * 3 + state[r]!) * size;
      let sum = 0;
      for (let q = 0; q < size; q++) {
        const a = product[l * size + q]!;
        const b = product[r * size + q]!;
        sum += a * share[fromLeft + q]! + b * share[fromRight + q]!;
        product[at * size + q] = a + b;
      }
      out[row + f] = out[row + f]! + sum;
    }
  }
}

/**
 * What each feature adds to each row's margin: path-dependent TreeSHAP, the Shapley values of the game in which an unknown
 * feature sends a row down both sides of its splits in the proportion of the training weight (`Tree.cover`).
 *
 * Row-major, nRows × (nFeatures + 1): contributions in the order of the features, last the base (the mean margin of the training
 * rows by cover). Each row sums to its margin: log odds, or the probability itself where `link` is `identity`.
 *
 * @param x - nRows × nFeatures; NaN is missing and goes where the trees send it.
 * @throws {ShapeError} The number of features differs.
 * @remarks O(rows × nodes × depth / 2) time, computed in float64.
 * @see Lundberg et al. (2020), "From local explanations to global understanding with explainable AI for trees", Nature Machine
 * Intelligence 2, algorithm 2 (tree_path_dependent).
 */
export function treeContributions(ensemble: Ensemble, x: Matrix): Float64Array {
  if (x.nCols !== ensemble.nFeatures) {
    throw new ShapeError(`x must have ${ensemble.nFeatures} features, got ${x.nCols}`, {
      subject: 'treeContributions',
    });
  }
  const width = ensemble.nFeatures + 1;
  const out = new Float64Array(x.nRows * width);
  let base = ensemble.baseMargin;
  for (const tree of ensemble.trees) {
    const plan = shapPlan(tree);
    base += plan.mean;
    if (plan.nNodes > 1) addContributions(tree, plan, x, out, width);
  }
  for (let i = 0; i < x.nRows; i++) out[i * width + width - 1] = base;
  return out;
}
