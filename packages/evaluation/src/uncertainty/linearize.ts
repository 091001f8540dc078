import { costTable } from '../costs/cost-matrix.ts';
import { countDays } from '../internal/count-days.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import { cardPrecisionAtK } from '../metrics/card-precision-at-k.ts';
import { readParametricMetric } from '../metrics/parametric-metric.ts';
import { precisionAtKPerDay } from '../metrics/precision-at-k-per-day.ts';
import {
  linearizeAveragePrecision,
  linearizeKs,
  linearizePrecisionAtK,
  linearizeRecallAtFpr,
  linearizeRocAuc,
} from './linearize-rank-metrics.ts';
import type { RankedRows } from './ranked-rows.ts';

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

/** How one metric is linearised. */
export interface LinearMetric {
  readonly name: string;
  readonly scale: IntervalScale;
  readonly linearize: (rows: ScoredRows, ranked: RankedRows) => Linearized;
}

type OfRow = (row: number) => number;

/** Σ a / Σ b over rows, by the first-order error (a − ratio × b) / Σ b. */
function ratio({ yTrue, sampleWeight }: ScoredRows, above: OfRow, below: OfRow): Linearized {
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
function total({ yTrue, sampleWeight }: ScoredRows, of: OfRow, by: number): Linearized {
  const influence = new Float64Array(yTrue.length);
  let value = 0;
  for (let i = 0; i < influence.length; i++) {
    influence[i] = (of(i) * (sampleWeight === undefined ? 1 : sampleWeight[i]!)) / by;
    value += influence[i]!;
  }
  return { value, influence, size: new Float64Array(influence.length).fill(1), over: 'total', unit: 1 / by };
}

function ofDays(values: readonly number[]): Linearized {
  const influence = Float64Array.from(values, (value) => value / values.length);
  return {
    value: influence.reduce((sum, one) => sum + one, 0),
    influence,
    size: new Float64Array(values.length).fill(1),
    over: 'days',
  };
}

const one: OfRow = () => 1;
const fraud =
  ({ yTrue }: ScoredRows): OfRow =>
  (i) =>
    yTrue[i]!;
const alert =
  ({ yScore, threshold }: ScoredRows): OfRow =>
  (i) =>
    yScore[i]! >= threshold ? 1 : 0;
const caught =
  ({ yTrue, yScore, threshold }: ScoredRows): OfRow =>
  (i) =>
    yScore[i]! >= threshold ? yTrue[i]! : 0;

function fBeta(rows: ScoredRows, beta: number): Linearized {
  const [isFraud, isAlert, isCaught] = [fraud(rows), alert(rows), caught(rows)];
  const square = beta ** 2;
  return ratio(
    rows,
    (i) => (1 + square) * isCaught(i),
    (i) => isAlert(i) + square * isFraud(i),
  );
}

/** Cost of each row at the threshold, without any alert and with alerts only. */
function costOfRow(rows: ScoredRows): { readonly cost: OfRow; readonly quiet: OfRow; readonly alerted: OfRow } {
  const { yTrue, yScore, threshold, amount } = rows;
  const { fixed, share } = costTable('metricIntervals', rows.costs!);
  const at = (cell: number, i: number): number => fixed[cell]! + share[cell]! * (amount === undefined ? 0 : amount[i]!);
  return {
    cost: (i) => at(2 * yTrue[i]! + (yScore[i]! >= threshold ? 1 : 0), i),
    quiet: (i) => at(2 * yTrue[i]!, i),
    alerted: (i) => at(2 * yTrue[i]! + 1, i),
  };
}

function savings(rows: ScoredRows): Linearized {
  const { cost, quiet, alerted } = costOfRow(rows);
  const sum = (of: OfRow): number => total(rows, of, 1).value;
  const trivial = Math.min(sum(quiet), sum(alerted));
  const against = trivial === sum(quiet) ? 'no-alerts' : 'all-alerts';
  const { value, influence, size } = ratio(rows, cost, against === 'no-alerts' ? quiet : alerted);
  // Where right answers are gains even the cheaper of both may be one.
  const sign = trivial > 0 ? 1 : -1;
  for (let i = 0; i < influence.length; i++) influence[i] = -sign * influence[i]!;
  return { value: sign * (1 - value), influence, size, against };
}

const shares: Readonly<Record<string, (rows: ScoredRows) => Linearized>> = {
  accuracy: (rows) => {
    const [isFraud, isAlert] = [fraud(rows), alert(rows)];
    return ratio(rows, (i) => (isFraud(i) === isAlert(i) ? 1 : 0), one);
  },
  precision: (rows) => ratio(rows, caught(rows), alert(rows)),
  recall: (rows) => ratio(rows, caught(rows), fraud(rows)),
  f1: (rows) => fBeta(rows, 1),
  f2: (rows) => fBeta(rows, 2),
  false_positive_rate: (rows) => {
    const [isFraud, isAlert] = [fraud(rows), alert(rows)];
    return ratio(
      rows,
      (i) => (1 - isFraud(i)) * isAlert(i),
      (i) => 1 - isFraud(i),
    );
  },
  alert_rate: (rows) => ratio(rows, alert(rows), one),
};

function logLossOf({ yTrue, yScore }: ScoredRows): OfRow {
  return (i) => {
    const p = Math.min(Math.max(yScore[i]!, Number.EPSILON), 1 - Number.EPSILON);
    return -Math.log(yTrue[i] === 1 ? p : 1 - p);
  };
}

/** Metrics by a name with a number in it. */
function parametric(name: string): LinearMetric | undefined {
  const metric = readParametricMetric(name);
  switch (metric?.kind) {
    case 'recall-at-fpr':
      return { name, scale: 'share', linearize: (rows, ranked) => linearizeRecallAtFpr(rows, ranked, metric.rate) };
    case 'precision-at':
      return { name, scale: 'share', linearize: (rows, ranked) => linearizePrecisionAtK(rows, ranked, metric.k) };
    case 'precision-at-per-day':
      return {
        name,
        scale: 'share',
        linearize: (rows) =>
          ofDays(precisionAtKPerDay({ ...rows, day: rows.day!, k: metric.k }).days.map(({ precision }) => precision)),
      };
    case 'card-precision-at':
      return {
        name,
        scale: 'share',
        linearize: (rows) =>
          ofDays(
            cardPrecisionAtK({ ...rows, day: rows.day!, card: rows.card!, k: metric.k }).days.map(
              ({ precision }) => precision,
            ),
          ),
      };
    case undefined:
      return undefined;
  }
}

/**
 * The metrics that have intervals on such rows.
 *
 * @param names - Metrics wanted beside those with a fixed name; one that is unknown, or misses its days, cards, amounts or costs, is left out.
 */
export function linearMetrics(rows: ScoredRows, names: readonly string[]): LinearMetric[] {
  const { amount, costs, day, card } = rows;
  const nDays = countDays(rows);
  const fixed: LinearMetric[] = [
    ...Object.entries(shares).map(([name, linearize]): LinearMetric => ({ name, scale: 'share', linearize })),
    { name: 'roc_auc', scale: 'roc-auc', linearize: linearizeRocAuc },
    { name: 'average_precision', scale: 'logit', linearize: linearizeAveragePrecision },
    { name: 'ks', scale: 'share', linearize: linearizeKs },
    { name: 'log_loss', scale: 'sum', linearize: (of) => ratio(of, logLossOf(of), one) },
    {
      name: 'brier_score',
      scale: 'positive',
      linearize: (of) => ratio(of, (i) => (of.yScore[i]! - of.yTrue[i]!) ** 2, one),
    },
  ];
  if (amount !== undefined) {
    fixed.push({
      name: 'amount_recall',
      scale: 'amount-share',
      linearize: (of) => {
        const [isFraud, isCaught] = [fraud(of), caught(of)];
        return ratio(
          of,
          (i) => isCaught(i) * of.amount![i]!,
          (i) => isFraud(i) * of.amount![i]!,
        );
      },
    });
  }
  if (costs !== undefined) {
    fixed.push(
      { name: 'expected_cost', scale: 'sum', linearize: (of) => ratio(of, costOfRow(of).cost, one) },
      { name: 'total_cost', scale: 'sum', linearize: (of) => total(of, costOfRow(of).cost, 1) },
      { name: 'savings', scale: 'savings', linearize: savings },
    );
  }
  if (nDays !== undefined) {
    if (costs !== undefined) {
      fixed.push({ name: 'cost_per_day', scale: 'sum', linearize: (of) => total(of, costOfRow(of).cost, nDays) });
    }
    fixed.push({ name: 'alerts_per_day', scale: 'count', linearize: (of) => total(of, alert(of), nDays) });
  }
  const known = new Set(fixed.map(({ name }) => name));
  const further = [...new Set(names)].flatMap((name) => {
    const needsDays = /_per_day$|^card_/.test(name) && day === undefined;
    const metric =
      known.has(name) || needsDays || (name.startsWith('card_') && card === undefined) ? undefined : parametric(name);
    return metric ?? [];
  });
  return [...fixed, ...further];
}
