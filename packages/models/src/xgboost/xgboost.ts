import { trainingMemory } from '@fraudx/trees';
import type { Algorithm } from '../registry/algorithm.ts';
import { loadTreeModel } from '../trees/load-tree-model.ts';
import type { TreeModel } from '../trees/tree-model.ts';
import { wideFeatures } from '../trees/wide-features.ts';
import { XgboostClassifier } from './xgboost-classifier.ts';
import { XGBOOST_PARAMS } from './xgboost-params.ts';
import { xgboostLimits } from './xgboost-limits.ts';
import { XGBOOST_PORTFOLIO } from './xgboost-portfolio.ts';

/** The algorithm `xgboost`. */
export const xgboost: Algorithm<TreeModel> = {
  ...XGBOOST_PARAMS,
  createEstimator: (params) => new XgboostClassifier(params),
  load: loadTreeModel('logistic'),
  rounds: 'num_round',
  portfolio: XGBOOST_PORTFOLIO,
  memory: { limits: xgboostLimits, wide: wideFeatures, bytes: trainingMemory },
};
