import type { ParamValues } from '../estimator.ts';

/** Parameters that {@link xgboostProblems} looks at together. */
export const XGBOOST_RELATED = [['grow_policy', 'max_leaves', 'max_depth']] as const;

/** Problems between the values of one parameter set, all of which are in their ranges. */
export function xgboostProblems(values: ParamValues): string[] {
  const problems: string[] = [];
  const lossguide = values['grow_policy'] === 'lossguide';
  const leaves = values['max_leaves'] as number;
  if (leaves === 1) problems.push('max_leaves must be 0 (no limit) or an integer in [2, 4096], got 1');
  if (leaves > 1 && !lossguide) {
    problems.push(`max_leaves must be 0 with grow_policy depthwise, got ${leaves}: give grow_policy lossguide`);
  }
  if (values['max_depth'] === 0 && !(lossguide && leaves > 1)) {
    problems.push('max_depth must be in [1, 20] unless grow_policy is lossguide and max_leaves is above 1, got 0');
  }
  return problems;
}
