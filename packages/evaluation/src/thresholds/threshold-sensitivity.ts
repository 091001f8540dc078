import type { Ranking } from '../internal/ranking.ts';
import { fBetaOf } from '../metrics/f-beta-score.ts';

/** What happens at one threshold. */
export interface ThresholdPoint {
  /** Alerts relative to the chosen threshold: 1 is the choice itself. */
  readonly alertFactor: number;
  readonly threshold: number;
  /** Weight of rows at or above the threshold. */
  readonly alerts: number;
  /** Alerts ÷ days; null without days. */
  readonly alertsPerDay: number | null;
  /** Null when there is no alert. */
  readonly precision: number | null;
  readonly recall: number;
  readonly f1: number;
  /** Total cost; null without costs. */
  readonly cost: number | null;
}

/** How much depends on a choice of threshold. */
export interface ThresholdSensitivity {
  /** Thresholds with half to twice the alerts, strictest first; the choice has `alertFactor` 1. */
  readonly points: readonly ThresholdPoint[];
  /** Thresholds around the choice whose objective stays within 1 % of the best: a wide range is a safe choice. */
  readonly plateau: { readonly low: number; readonly high: number };
}

/** What {@link sensitivityOf} reads. */
export interface SensitivityRequest {
  readonly ranking: Ranking;
  readonly threshold: number;
  /** Value of the objective at the threshold, higher is better. */
  readonly value: number;
  readonly objective: (k: number) => number;
  readonly cost: Float64Array | undefined;
  readonly nDays: number | undefined;
}

const factors = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2];

/** Index of the last point at or above a threshold; -1 when there is none. */
function pointOf({ size, threshold }: Ranking, at: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (threshold[middle]! >= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Index of the point whose alerts come nearest to a number. */
function nearestAlerts({ size, tp, fp }: Ranking, alerts: number): number {
  let low = 0;
  let high = size - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tp[middle]! + fp[middle]! < alerts) low = middle + 1;
    else high = middle;
  }
  const over = tp[low]! + fp[low]! - alerts;
  return low > 0 && alerts - (tp[low - 1]! + fp[low - 1]!) < over ? low - 1 : low;
}

/** Sensitivity of a threshold on ranked rows. */
export function sensitivityOf(request: SensitivityRequest): ThresholdSensitivity {
  const { ranking, threshold, value, objective, cost, nDays } = request;
  const { size, tp, fp, positives } = ranking;
  const at = pointOf(ranking, threshold);
  const point = (k: number, alertFactor: number): ThresholdPoint => {
    const alerts = tp[k]! + fp[k]!;
    return {
      alertFactor,
      threshold: alertFactor === 1 ? threshold : ranking.threshold[k]!,
      alerts,
      alertsPerDay: nDays === undefined ? null : alerts / nDays,
      precision: alerts === 0 ? null : tp[k]! / alerts,
      recall: tp[k]! / positives,
      f1: fBetaOf(tp[k]!, fp[k]!, positives - tp[k]!, 1),
      cost: cost === undefined ? null : cost[k]!,
    };
  };
  if (at < 0) return { points: [], plateau: { low: threshold, high: threshold } };
  const chosen = tp[at]! + fp[at]!;
  const points = factors.map((factor) => point(factor === 1 ? at : nearestAlerts(ranking, factor * chosen), factor));
  const floor = value - 0.01 * Math.abs(value);
  let high = at;
  while (high > 0 && objective(high - 1) >= floor) high--;
  let low = at;
  while (low < size - 1 && objective(low + 1) >= floor) low++;
  return {
    points: points.filter(
      (one, i) => one.alertFactor === 1 || points.findIndex((p) => p.threshold === one.threshold) === i,
    ),
    plateau: { low: Math.min(threshold, ranking.threshold[low]!), high: ranking.threshold[high]! },
  };
}
