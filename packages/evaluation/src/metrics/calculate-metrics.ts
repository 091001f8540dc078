import { InvalidArgumentError, nearest } from '@fraudx/core';
import type { ConfusionMatrix } from './confusion-matrix.ts';
import { checkMetricNeeds } from './check-metric-needs.ts';
import { measureRows } from './measured-rows.ts';
import { defaultMetricNames, findMetric } from './metric-catalogue.ts';
import { needsMet } from './needs-met.ts';
import type { ScoredRows } from './scored-rows.ts';
import { checkScoredRows } from './scored-rows.ts';

/** All metrics of one model on one set of rows. */
export interface MetricSet {
  /** By snake_case name; NaN where the metric is undefined on these rows. */
  readonly values: Readonly<Record<string, number>>;
  /**
   * Highest value that any ranking of these rows could have, of the metrics of the k highest scores: with 7 frauds on a day, precision
   * among 100 is at most 0.07. In (0, 1], 0 without fraud.
   */
  readonly ceilings: Readonly<Record<string, number>>;
  readonly confusion: ConfusionMatrix;
  /** Rows. */
  readonly n: number;
  /** Rows with label 1. */
  readonly positives: number;
  /** Accuracy of always predicting the more frequent class, in [0.5, 1]. */
  readonly majorityRate: number;
  readonly threshold: number;
}

/** Options of {@link calculateMetrics}. */
export interface CalculateMetricsOptions {
  /** More metrics by name with a number in it, such as `recall_at_fpr_0.05` or `precision_at_250`. Default none. */
  readonly also?: readonly string[];
}

function checkKnownMetrics(name: string, known: readonly string[]): never {
  const near = nearest(name, known);
  throw new InvalidArgumentError(`metric must be known, got ${JSON.stringify(name)}`, {
    subject: 'calculateMetrics',
    code: 'UNKNOWN_METRIC',
    hint: near === undefined ? `Metrics: ${known.join(', ')}` : `Did you mean "${near}"?`,
  });
}

/**
 * Calculates every metric of a scored set.
 *
 * Always: `accuracy precision recall f1 f2 false_positive_rate alert_rate roc_auc average_precision ks log_loss brier_score
 * majority_rate base_rate recall_at_fpr_0.001 recall_at_fpr_0.003 recall_at_fpr_0.01 precision_at_100`. With amounts `amount_recall`; with
 * costs `expected_cost` (per row) `total_cost savings`; with days `alerts_per_day precision_at_100_per_day` and `cost_per_day`;
 * with days and cards `card_precision_at_100`.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A label outside {0, 1}, a score outside [0, 1], a bad weight, amount or cost, a NaN threshold;
 * `UNKNOWN_METRIC`: a name in `also` that is no metric.
 * @remarks Scores are sorted once for all rank metrics.
 */
export function calculateMetrics(rows: ScoredRows, options: CalculateMetricsOptions = {}): MetricSet {
  checkScoredRows('calculateMetrics', rows);
  const measured = measureRows(rows);
  const names = defaultMetricNames(needsMet(rows));
  const values: Record<string, number> = {};
  const ceilings: Record<string, number> = {};
  for (const name of new Set([...names, ...(options.also ?? [])])) {
    const metric = findMetric(name) ?? checkKnownMetrics(name, names);
    checkMetricNeeds('calculateMetrics', name, rows);
    const { value, ceiling } = metric.calculate(measured);
    values[name] = value;
    if (ceiling !== undefined) ceilings[name] = ceiling;
  }
  return {
    values,
    ceilings,
    confusion: measured.confusion,
    n: rows.yTrue.length,
    positives: measured.positives,
    majorityRate: values['majority_rate']!,
    threshold: rows.threshold,
  };
}
