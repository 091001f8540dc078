import { isParametricMetric } from './parametric-metric.ts';

const shares = new Set([
  'accuracy',
  'alert_rate',
  'amount_recall',
  'average_precision',
  'base_rate',
  'brier_score',
  'calibration_error',
  'f1',
  'f2',
  'false_positive_rate',
  'ks',
  'majority_rate',
  'precision',
  'recall',
  'roc_auc',
]);
const notNegative = new Set(['alerts_per_day', 'log_loss']);

/** The least and greatest value that a metric can have; infinite where there is no bound, or where the metric is not known here. */
export function metricRange(name: string): readonly [number, number] {
  if (shares.has(name) || isParametricMetric(name)) return [0, 1];
  if (notNegative.has(name)) return [0, Infinity];
  return [-Infinity, Infinity];
}
