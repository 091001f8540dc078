import type { AlgorithmName } from '../estimator.ts';

type Values = Readonly<Record<string, number | string | boolean>>;

function xgboostProblems(values: Values): string[] {
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

function lightgbmProblems(values: Values): string[] {
  const problems: string[] = [];
  if (values['is_unbalance'] === true && values['scale_pos_weight'] !== 1) {
    problems.push(
      `is_unbalance must be false beside scale_pos_weight, got ${String(values['scale_pos_weight'])}: both weigh fraud rows`,
    );
  }
  if (values['data_sample_strategy'] !== 'goss') return problems;
  const top = values['top_rate'] as number;
  const other = values['other_rate'] as number;
  if (top + other > 1) problems.push(`top_rate + other_rate must be at most 1, got ${top} + ${other}`);
  if (Number(values['bagging_freq']) > 0 && Number(values['bagging_fraction']) < 1) {
    problems.push(
      `bagging_fraction must be 1 or bagging_freq 0 with data_sample_strategy goss, got ${String(values['bagging_fraction'])}: rows are sampled in one way`,
    );
  }
  return problems;
}

/** Which parameters {@link problemsBetween} looks at together, by the algorithm's names. */
export function relatedParams(algorithm: AlgorithmName): readonly (readonly string[])[] {
  if (algorithm === 'xgboost') return [['grow_policy', 'max_leaves', 'max_depth']];
  if (algorithm !== 'lightgbm') return [];
  return [
    ['is_unbalance', 'scale_pos_weight'],
    ['boosting', 'data_sample_strategy', 'top_rate', 'other_rate'],
    ['boosting', 'data_sample_strategy', 'bagging_freq', 'bagging_fraction'],
  ];
}

/** Problems between the values of one parameter set, all of which are in their ranges. */
export function problemsBetween(algorithm: AlgorithmName, values: Values): string[] {
  if (algorithm === 'xgboost') return xgboostProblems(values);
  return algorithm === 'lightgbm' ? lightgbmProblems(values) : [];
}
