import { trainingMemory } from '@fraudx/trees';
import type { ParamValues } from '../estimator.ts';
import type { Algorithm, TreeLimits } from '../registry/algorithm.ts';
import { loadTreeModel } from '../trees/load-tree-model.ts';
import type { TreeModel } from '../trees/tree-model.ts';
import { wideFeatures } from '../trees/wide-features.ts';
import { LightgbmClassifier } from './lightgbm-classifier.ts';
import { LIGHTGBM_PARAMS } from './lightgbm-params.ts';

function limits(params: ParamValues): TreeLimits {
  const depth = Number(params['max_depth']);
  const maxLeaves = Number(params['num_leaves']);
  return { maxDepth: depth > 0 ? depth : maxLeaves, maxLeaves };
}

/** The algorithm `lightgbm`. */
export const lightgbm: Algorithm<TreeModel> = {
  ...LIGHTGBM_PARAMS,
  createEstimator: (params) => new LightgbmClassifier(params),
  load: loadTreeModel('logistic'),
  rounds: 'num_iterations',
  memory: { limits, wide: wideFeatures, bytes: trainingMemory },
};
