import type { ParamValues } from '../estimator.ts';
import type { TreeLimits } from '../registry/algorithm.ts';

/** The limits of a tree under parsed parameters of XGBoost. */
export function xgboostLimits(params: ParamValues): TreeLimits {
  const depth = Number(params['max_depth']);
  if (params['grow_policy'] !== 'lossguide') return { maxDepth: depth };
  const maxLeaves = Number(params['max_leaves']) || 2 ** depth;
  return { maxDepth: depth > 0 ? depth : maxLeaves, maxLeaves };
}
