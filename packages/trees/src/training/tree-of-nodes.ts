import type { Tree } from '../ensemble/tree.ts';
import { BY_SET } from './category-search.ts';
import type { CategorySearch } from './category-search.ts';
import type { FitJob } from './fit-job.ts';
import type { NodeTable } from './node-table.ts';
import type { NodeWeights } from './node-weights.ts';

/** A grown tree in true units, with the values of the cuts instead of bins. */
export function treeOfNodes(
  job: FitJob,
  nodes: NodeTable,
  weights: NodeWeights,
  categories: CategorySearch | undefined,
): Tree {
  const { layout, memory } = job;
  const n = nodes.count;
  const nBins = new Int32Array(memory.buffer, layout.nBins, job.nCols);
  const cuts = new Float32Array(memory.buffer, layout.cuts, job.nCols * 256);
  const rightCategories = new Map<number, Uint32Array>();
  const tree = {
    feature: nodes.feature.slice(0, n),
    threshold: new Float32Array(n),
    left: new Int32Array(n).fill(-1),
    right: new Int32Array(n).fill(-1),
    missingLeft: new Uint8Array(n),
    value: new Float32Array(n),
    gain: Float32Array.from(nodes.gain.subarray(0, n)),
    cover: new Float32Array(n),
  };
  for (let node = 0; node < n; node++) {
    tree.value[node] = weights.leafValue(node);
    tree.cover[node] = nodes.hessian[node]! / weights.hessianScale;
    const f = tree.feature[node]!;
    if (f < 0) continue;
    tree.missingLeft[node] = (nodes.bin[node]! >>> 8) & 1;
    tree.left[node] = nodes.left[node]!;
    tree.right[node] = nodes.left[node]! + 1;
    if ((nodes.bin[node]! & BY_SET) !== 0) {
      rightCategories.set(node, categories!.codesOf(node, f));
      continue;
    }
    const bin = categories?.isWide(f) === true ? nBins[f]! : nodes.bin[node]! & 255;
    // the last bin as limit: every value goes left, only missing ones go right
    tree.threshold[node] = bin >= nBins[f]! - 1 ? Infinity : cuts[f * 256 + bin]!;
  }
  return rightCategories.size === 0 ? tree : { ...tree, rightCategories };
}
