import { forestMemory } from '@fraudx/trees';
import type { ParamValues } from '../estimator.ts';
import type { Algorithm, TreeLimits } from '../registry/algorithm.ts';
import { loadTreeModel } from '../trees/load-tree-model.ts';
import type { TreeModel } from '../trees/tree-model.ts';
import { RandomForestClassifier } from './random-forest-classifier.ts';
import { RANDOM_FOREST_PARAMS } from './random-forest-params.ts';

function limits(params: ParamValues): TreeLimits {
  const { max_depth: maxDepth, max_leaf_nodes: maxLeaves, min_samples_leaf: minLeaf } = params;
  return {
    minLeaf: Number(minLeaf),
    ...(maxDepth === undefined ? {} : { maxDepth: Number(maxDepth) }),
    ...(maxLeaves === undefined ? {} : { maxLeaves: Number(maxLeaves) }),
  };
}

/** The algorithm `random-forest`. */
export const randomForest: Algorithm<TreeModel> = {
  ...RANDOM_FOREST_PARAMS,
  createEstimator: (params) => new RandomForestClassifier(params),
  load: loadTreeModel('identity'),
  memory: { limits, bytes: forestMemory },
};
