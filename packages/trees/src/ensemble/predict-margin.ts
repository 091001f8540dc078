import type { Matrix } from '@fraudx/core';
import { ShapeError } from '@fraudx/core';
import { flatSetsOf } from './flat-sets.ts';
import { addPackedTrees, packedTreesOf } from './packed-trees.ts';
import { addShallowTrees, shallowTreesOf } from './shallow-trees.ts';
import type { Ensemble, Tree } from './tree.ts';

/** Adds a tree's leaf values to rows [from, to) of `out`; `data` is column by column. */
export function addTree(
  tree: Tree,
  data: Float32Array,
  nRows: number,
  from: number,
  to: number,
  out: Float32Array,
): void {
  const { feature, threshold, left, right, missingLeft, value } = tree;
  if (tree.rightCategories !== undefined) {
    const { first, end, words } = flatSetsOf(tree);
    for (let i = from; i < to; i++) {
      let node = 0;
      let f = feature[0]!;
      while (f >= 0) {
        const v = data[f * nRows + i]!;
        const at = first[node]!;
        let isLeft = true;
        if (v !== v) isLeft = missingLeft[node] === 1;
        else if (at < 0) isLeft = v < threshold[node]!;
        // as goesLeft: what is no category of the set goes left
        else if (v >= 0 && v < end[node]!) isLeft = ((words[at + (v >>> 5)]! >>> (v & 31)) & 1) === 0;
        node = isLeft ? left[node]! : right[node]!;
        f = feature[node]!;
      }
      out[i] = out[i]! + value[node]!;
    }
    return;
  }
  for (let i = from; i < to; i++) {
    let node = 0;
    let f = feature[0]!;
    while (f >= 0) {
      const v = data[f * nRows + i]!;
      node = v < threshold[node]! || (v !== v && missingLeft[node] === 1) ? left[node]! : right[node]!;
      f = feature[node]!;
    }
    out[i] = out[i]! + value[node]!;
  }
}

/**
 * Margins (log odds) of an ensemble, summed in float32 in the order of the trees, as XGBoost does.
 *
 * @param x - nRows × nFeatures; NaN is missing.
 * @throws {ShapeError} The number of features differs.
 */
export function predictMargin(ensemble: Ensemble, x: Matrix): Float32Array {
  if (x.nCols !== ensemble.nFeatures) {
    throw new ShapeError(`x must have ${ensemble.nFeatures} features, got ${x.nCols}`, { subject: 'predictMargin' });
  }
  const out = new Float32Array(x.nRows).fill(ensemble.baseMargin);
  const shallow = shallowTreesOf(ensemble, x.nRows);
  if (shallow !== undefined && addShallowTrees(shallow, x.data, x.nRows, out)) return out;
  const packed = packedTreesOf(ensemble, x.nRows);
  if (packed !== undefined && addPackedTrees(packed, x.data, x.nRows, out)) return out;
  const block = 4096;
  for (let from = 0; from < x.nRows; from += block) {
    const to = Math.min(x.nRows, from + block);
    for (const tree of ensemble.trees) addTree(tree, x.data, x.nRows, from, to, out);
  }
  return out;
}
