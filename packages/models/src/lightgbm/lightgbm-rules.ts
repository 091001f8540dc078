import type { ParamValues } from '../estimator.ts';
import type { GivenParams } from '../parameters/param-schema.ts';

/** Parameters that {@link lightgbmProblems} looks at together. */
export const LIGHTGBM_RELATED = [
  ['is_unbalance', 'scale_pos_weight'],
  ['boosting', 'data_sample_strategy', 'top_rate', 'other_rate'],
  ['boosting', 'data_sample_strategy', 'bagging_freq', 'bagging_fraction'],
] as const;

/** Problems between the values of one parameter set, all of which are in their ranges. */
export function lightgbmProblems(values: ParamValues): string[] {
  const problems: string[] = [];
  if (values['is_unbalance'] === true && values['scale_pos_weight'] !== 1) {
    problems.push(
      `is_unbalance must be false beside scale_pos_weight, got ${String(values['scale_pos_weight'])}: both weight fraud rows`,
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

/** `boosting: goss` is how LightGBM 3 spelled `data_sample_strategy: goss`. */
export function resolveOldSpelling(given: GivenParams, problems: string[]): void {
  const boosting = given.get('boosting');
  if (boosting?.value !== 'goss') return;
  const strategy = given.get('data_sample_strategy');
  if (strategy !== undefined && strategy.value !== 'goss') {
    problems.push(
      `${boosting.as} must not be goss beside ${strategy.as}, got ${String(strategy.value)}: they are one choice`,
    );
  }
  given.set('boosting', { ...boosting, value: 'gbdt' });
  given.set('data_sample_strategy', { ...boosting, value: 'goss' });
}
