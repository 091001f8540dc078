const lowerIsBetter = new Set([
  'log_loss',
  'brier_score',
  'expected_cost',
  'total_cost',
  'cost_per_day',
  'false_positive_rate',
  'calibration_error',
]);
const neither = new Set(['alert_rate', 'alerts_per_day', 'majority_rate', 'base_rate', 'threshold']);

/** Which way a metric is better; `neither` for what only describes. A metric not known here is better when higher. */
export function metricDirection(name: string): 'higher' | 'lower' | 'neither' {
  if (neither.has(name)) return 'neither';
  return lowerIsBetter.has(name) ? 'lower' : 'higher';
}
