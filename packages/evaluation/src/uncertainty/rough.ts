import { readParametricMetric } from '../metrics/parametric-metric.ts';
import type { IntervalMethod } from './interval-method.ts';

/** What decides whether an interval covers as often as it says. */
export interface IntervalFacts {
  readonly method: IntervalMethod;
  readonly frauds: number;
  readonly genuine: number;
  /** Days with rows; 0 where days are unknown. */
  readonly nDays: number;
  /** The metric itself, where it is known. */
  readonly value?: number;
}

/** Fewest days over which an interval is not rough. */
export const ROUGH_BELOW_DAYS = 10;

/** Days that skewed sums need, one of whose bounds is else too near too often: days differ in their share of fraud. */
const fewestDays: Readonly<Record<string, number>> = {
  accuracy: 60,
  false_positive_rate: 60,
  alert_rate: 60,
  alerts_per_day: 60,
  log_loss: 60,
  brier_score: 60,
  expected_cost: 60,
  total_cost: 60,
  cost_per_day: 60,
};

/** Fewest frauds with which intervals were found to cover as stated (docs/metrics.md): of rows, of days, and of some metrics. */
const FEWEST_FRAUDS = { rows: 15, 'within-class': 15, 'by-day': 30 } as const;
const fewestFrauds: Readonly<Record<string, number>> = {
  alerts_per_day: 30,
  log_loss: 30,
  amount_recall: 30,
  expected_cost: 30,
  total_cost: 30,
  cost_per_day: 30,
  savings: 100,
  ks: 5000,
};

/**
 * Genuine rows above the threshold of a false-positive rate below which its recall is rough. Over days, which shift the threshold, 100. Of rows it is
 * the threshold's bias, of the order of 1 ÷ such rows, beside the error of the recall, of the order of 1 ÷ √frauds.
 */
function fewestAbove(method: IntervalMethod, frauds: number): number {
  return method === 'by-day' ? 100 : Math.max(5, Math.ceil(1.3 * Math.sqrt(frauds)));
}

/** Genuine rows among the k highest below which the bounds of their precision are too far from 1, or too near. */
const FEWEST_MISSES = 10;

/** Below this many frauds KS, which chance alone makes large, has no interval. */
export const KS_NEEDS_FRAUDS = 100;

/**
 * Why the interval of a metric may cover less (or more) often than it says; undefined where simulations found that it covers in 93 to 97 %
 * of cases at 95 %.
 */
export function roughReason(
  name: string,
  { method, frauds, genuine, nDays, value }: IntervalFacts,
): string | undefined {
  const parametric = readParametricMetric(name);
  const overDays =
    method === 'by-day' || parametric?.kind === 'precision-at-per-day' || parametric?.kind === 'card-precision-at';
  if (overDays && nDays < ROUGH_BELOW_DAYS) {
    return `only ${nDays} ${nDays === 1 ? 'day' : 'days'}, fewer than ${ROUGH_BELOW_DAYS}`;
  }
  const days = fewestDays[name] ?? (parametric?.kind === 'precision-at' ? 30 : ROUGH_BELOW_DAYS);
  if (method === 'by-day' && nDays < days) return `only ${nDays} days, fewer than ${days}`;
  const needed = fewestFrauds[name] ?? FEWEST_FRAUDS[method];
  if (frauds < needed) return `only ${frauds} ${frauds === 1 ? 'fraud' : 'frauds'}, fewer than ${needed}`;
  if (genuine < 20) return `only ${genuine} genuine rows, fewer than 20`;
  if (parametric?.kind === 'recall-at-fpr' && parametric.rate * genuine < fewestAbove(method, frauds)) {
    const above = Number((parametric.rate * genuine).toPrecision(2));
    return `only ${above} genuine rows lie above a threshold of that rate, fewer than ${fewestAbove(method, frauds)}`;
  }
  if (parametric?.kind === 'precision-at' && value !== undefined) {
    const misses = Math.round(parametric.k * (1 - value));
    if (misses < FEWEST_MISSES)
      return `only ${misses} of the ${parametric.k} highest are genuine, fewer than ${FEWEST_MISSES}`;
  }
  return undefined;
}
