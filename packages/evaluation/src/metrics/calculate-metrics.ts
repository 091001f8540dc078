import { InvalidArgumentError, ShapeError } from '@fraudx/core';
import { checkAmounts, costTable, needsAmount } from '../costs/cost-matrix.ts';
import type { CostMatrix } from '../costs/cost-matrix.ts';
import { costOf } from '../costs/expected-cost.ts';
import { countDays } from '../internal/count-days.ts';
import { checkLabels, checkObject, checkScores, checkThreshold, checkWeights } from '../internal/check-inputs.ts';
import { averagePrecisionOf, ksOf, rocAucOf } from '../internal/rank-metrics.ts';
import { rank } from '../internal/ranking.ts';
import { brierOf } from './brier-score-loss.ts';
import type { ConfusionMatrix } from './confusion-matrix.ts';
import { fBetaOf } from './f-beta-score.ts';
import { logLossOf } from './log-loss.ts';
import { defaultParametricMetrics, parametricMetric } from './parametric-metric.ts';

/** What a model said about rows whose truth is known, and what is known of the rows beside it. */
export interface ScoredRows {
  /** Labels, length n >= 1, each 0 or 1. */
  readonly yTrue: Uint8Array;
  /** Probabilities of fraud, length n, each in [0, 1]. */
  readonly yScore: Float64Array;
  /** A row is predicted fraud when its score >= threshold. */
  readonly threshold: number;
  /** Weights, length n, each finite and >= 0, not all 0. Default all 1. */
  readonly sampleWeight?: Float64Array;
  /** Transaction amounts, length n, finite. */
  readonly amount?: Float64Array;
  /** Day number of each row, length n. */
  readonly day?: Int32Array;
  /** Share of the rows of these days that is here, in (0, 1]: numbers per day are scaled by it. Default 1, whole days. */
  readonly dayShare?: number;
  /** Card or customer of each row as codes >= 0, length n. */
  readonly card?: Int32Array;
  /** What outcomes cost; adds `expected_cost`, `total_cost` and `savings`. */
  readonly costs?: CostMatrix;
}

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

/** Checks everything of {@link ScoredRows}, with `owner` in the messages. */
export function checkScoredRows(owner: string, rows: ScoredRows): void {
  checkObject(owner, 'rows', rows);
  const { yTrue, yScore, threshold, sampleWeight, amount, costs, dayShare = 1 } = rows;
  checkLabels(owner, 'yTrue', yTrue);
  checkScores(owner, yScore, yTrue.length, 'unit');
  checkWeights(owner, sampleWeight, yTrue.length);
  checkThreshold(owner, threshold);
  if (amount !== undefined) checkAmounts(owner, amount, yTrue.length);
  for (const name of ['day', 'card'] as const) {
    const values = rows[name];
    if (values !== undefined && values.length !== yTrue.length) {
      throw new ShapeError(`${owner}: ${name} must have ${yTrue.length} values, got ${values.length}`);
    }
  }
  if (!(dayShare > 0 && dayShare <= 1)) {
    throw new InvalidArgumentError(`${owner}: dayShare must be in (0, 1], got ${dayShare}`);
  }
  if (costs !== undefined && amount === undefined && needsAmount(costTable(owner, costs))) {
    throw new InvalidArgumentError(`${owner}: amount must be given when a cost has an amountShare, got none`, {
      hint: 'Name the amount column, or use fixed costs only',
    });
  }
}

/** Weighted cells of the confusion matrix and the number of positive rows, of checked inputs. */
export function countScores(rows: ScoredRows): ConfusionMatrix & { readonly positives: number } {
  const { yTrue, yScore, threshold, sampleWeight } = rows;
  const cells = [0, 0, 0, 0];
  let positives = 0;
  for (let i = 0; i < yTrue.length; i++) {
    positives += yTrue[i]!;
    const cell = 2 * yTrue[i]! + (yScore[i]! >= threshold ? 1 : 0);
    cells[cell]! += sampleWeight === undefined ? 1 : sampleWeight[i]!;
  }
  return { tn: cells[0]!, fp: cells[1]!, fn: cells[2]!, tp: cells[3]!, positives };
}

function amountMetrics(rows: ScoredRows): Record<string, number> {
  const { yTrue, yScore, threshold, sampleWeight, amount, costs } = rows;
  const values: Record<string, number> = {};
  const nDays = countDays(rows);
  if (amount !== undefined) {
    let caught = 0;
    let all = 0;
    for (let i = 0; i < yTrue.length; i++) {
      if (yTrue[i] !== 1) continue;
      const value = amount[i]! * (sampleWeight === undefined ? 1 : sampleWeight[i]!);
      all += value;
      if (yScore[i]! >= threshold) caught += value;
    }
    values['amount_recall'] = all === 0 ? NaN : caught / all;
  }
  if (costs !== undefined) {
    const cost = costOf(rows, costTable('calculateMetrics', costs));
    values['expected_cost'] = cost.perRow;
    values['total_cost'] = cost.total;
    values['savings'] = cost.savings;
    if (nDays !== undefined) values['cost_per_day'] = cost.total / nDays;
  }
  return values;
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
  const { yTrue, yScore, threshold, sampleWeight } = rows;
  const { positives, ...confusion } = countScores(rows);
  const { tn, fp, fn, tp } = confusion;
  const total = tn + fp + fn + tp;
  const majorityRate = Math.max(tp + fn, tn + fp) / total;
  const ranking = rank(yTrue, yScore, sampleWeight);
  const values: Record<string, number> = {
    accuracy: (tp + tn) / total,
    precision: tp / (tp + fp),
    recall: tp / (tp + fn),
    f1: fBetaOf(tp, fp, fn, 1),
    f2: fBetaOf(tp, fp, fn, 2),
    false_positive_rate: fp / (fp + tn),
    alert_rate: (tp + fp) / total,
    roc_auc: rocAucOf(ranking),
    average_precision: averagePrecisionOf(ranking),
    ks: ksOf(ranking),
    log_loss: logLossOf(yTrue, yScore, sampleWeight),
    brier_score: brierOf(yTrue, yScore, sampleWeight),
    majority_rate: majorityRate,
    base_rate: (tp + fn) / total,
    ...amountMetrics(rows),
  };
  const ceilings: Record<string, number> = {};
  const nDays = countDays(rows);
  if (nDays !== undefined) values['alerts_per_day'] = (tp + fp) / nDays;
  for (const name of new Set([...defaultParametricMetrics(rows), ...(options.also ?? [])])) {
    if (Object.hasOwn(values, name)) continue;
    const { value, ceiling } = parametricMetric(name, rows, ranking, Object.keys(values));
    values[name] = value;
    if (ceiling !== undefined) ceilings[name] = ceiling;
  }
  return { values, ceilings, confusion, n: yTrue.length, positives, majorityRate, threshold };
}
