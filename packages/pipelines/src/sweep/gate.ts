import type { TrialRecord } from '@fraudx/tuning';
import type { SweepPlan } from './sweep-plan.ts';

/** Whether hyperparameters are worth tuning, and why. */
export interface SweepGate {
  /** `forced`: the best strategy does not reach the threshold, and hyperparameters were tuned for all that. `none`: there is no threshold. */
  readonly state: 'passed' | 'refused' | 'forced' | 'none';
  /** What the best strategy must reach; absent where there is no threshold. */
  readonly threshold?: number;
  /** `chance`: what a model without skill reaches. */
  readonly from?: 'option' | 'chance';
  /** What the best strategy reaches. */
  readonly value: number;
}

/** What a model without skill reaches on the rows of a trial; undefined where that is not known of the metric. */
export function chanceOf(metric: string, { metrics = {} }: Pick<TrialRecord, 'metrics'>): number | undefined {
  if (metric === 'roc_auc') return 0.5;
  return metric === 'average_precision' ? metrics['base_rate'] : undefined;
}

/**
 * Compares the best strategy with what it must reach: no less (no more, of a loss) than a threshold that was given, and more than chance.
 *
 * @param best - The best trial of the feature stage.
 * @param options - `given`: the threshold; default: chance. `force`: whether hyperparameters are tuned whatever is reached.
 */
export function decideGate(
  { direction, metric }: SweepPlan,
  best: TrialRecord,
  { given, force }: { readonly given: number | undefined; readonly force: boolean },
): SweepGate {
  const value = best.value!;
  const threshold = given ?? chanceOf(metric, best);
  if (threshold === undefined) return { state: 'none', value };
  const sign = direction === 'maximize' ? 1 : -1;
  const ahead = sign * (value - threshold);
  const isReached = given === undefined ? ahead > 0 : ahead >= 0;
  const from = given === undefined ? 'chance' : 'option';
  return { state: isReached ? 'passed' : force ? 'forced' : 'refused', threshold, from, value };
}
