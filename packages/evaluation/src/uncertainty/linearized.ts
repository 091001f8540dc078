import type { ScoredRows } from '../metrics/scored-rows.ts';

/** A metric as a sum over rows, as far as its sampling error goes. */
export interface Linearized {
  /** The metric; NaN where it is undefined on these rows. */
  readonly value: number;
  /** How far each row moves the metric from where it would be on average, length n (or one per day): the error is about their sum. */
  readonly influence: Float64Array;
  /** What the metric averages over, such as the frauds for a recall: each row's weight in its denominator, same length. */
  readonly size: Float64Array;
  /**
   * What is averaged: `rows` (default); `total` is a sum over rows, of which every day has its share; with `days` there is one influence per day,
   * ascending, and not per row.
   */
  readonly over?: 'rows' | 'total' | 'days';
  /** Of a total: what one row of weight 1 adds. Default 1. */
  readonly unit?: number;
  /** Of savings: the policy without a model that they are measured against, the cheaper one. */
  readonly against?: 'no-alerts' | 'all-alerts';
}

/**
 * What the bounds of a metric look like: `share` and `amount-share` in [0, 1], `logit` in (0, 1), `roc-auc`, `positive` skewed means
 * above 0, `sum` skewed sums and means of any sign, `count` sums of rows that count or do not, `savings` a share of what could be saved.
 */
export type IntervalScale = 'share' | 'amount-share' | 'logit' | 'roc-auc' | 'positive' | 'sum' | 'count' | 'savings';

/** A number of each row. */
export type OfRow = (row: number) => number;

/** Σ a / Σ b over rows, by the first-order error (a − ratio × b) / Σ b. */
export function ratio({ yTrue, sampleWeight }: ScoredRows, above: OfRow, below: OfRow): Linearized {
  const n = yTrue.length;
  const influence = new Float64Array(n);
  const size = new Float64Array(n);
  let sumAbove = 0;
  let sumBelow = 0;
  for (let i = 0; i < n; i++) {
    const weight = sampleWeight === undefined ? 1 : sampleWeight[i]!;
    influence[i] = weight * above(i);
    size[i] = weight * below(i);
    sumAbove += influence[i]!;
    sumBelow += size[i]!;
  }
  const value = sumAbove / sumBelow;
  for (let i = 0; i < n; i++) influence[i] = (influence[i]! - value * size[i]!) / sumBelow;
  return { value, influence, size };
}

/** Σ a / `by` over rows, `by` being no property of the rows, such as the number of days. */
export function total({ yTrue, sampleWeight }: ScoredRows, of: OfRow, by: number): Linearized {
  const influence = new Float64Array(yTrue.length);
  let value = 0;
  for (let i = 0; i < influence.length; i++) {
    influence[i] = (of(i) * (sampleWeight === undefined ? 1 : sampleWeight[i]!)) / by;
    value += influence[i]!;
  }
  return { value, influence, size: new Float64Array(influence.length).fill(1), over: 'total', unit: 1 / by };
}

/** Mean of values of days, ascending. */
export function ofDays(values: readonly number[]): Linearized {
  const influence = Float64Array.from(values, (value) => value / values.length);
  return {
    value: influence.reduce((sum, one) => sum + one, 0),
    influence,
    size: new Float64Array(values.length).fill(1),
    over: 'days',
  };
}

/** 1 for every row. */
export const one: OfRow = () => 1;
/** 1 for frauds, else 0. */
export const fraud =
  ({ yTrue }: ScoredRows): OfRow =>
  (i) =>
    yTrue[i]!;
/** 1 for alerts, else 0. */
export const alert =
  ({ yScore, threshold }: ScoredRows): OfRow =>
  (i) =>
    yScore[i]! >= threshold ? 1 : 0;
/** 1 for frauds with an alert, else 0. */
export const caught =
  ({ yTrue, yScore, threshold }: ScoredRows): OfRow =>
  (i) =>
    yScore[i]! >= threshold ? yTrue[i]! : 0;
