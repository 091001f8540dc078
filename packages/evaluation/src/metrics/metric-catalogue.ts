/**
 * Every metric by its name: how it is calculated, which way it is better, what it can be, when it is undefined. `tune`, gates, reports and
 * docs/metrics.md go by it. Above 300 lines because it is one table.
 */
import { averagePrecisionOf, ksOf, precisionAtKOf, recallAtRateOf, rocAucOf } from '../internal/rank-metrics.ts';
import { amountRecallOf } from './amount-recall.ts';
import { brierOf } from './brier-score-loss.ts';
import { cardPrecisionAtK } from './card-precision-at-k.ts';
import { fBetaOf } from './f-beta-score.ts';
import { logLossOf } from './log-loss.ts';
import type { MeasuredRows } from './measured-rows.ts';
import type { ParametricMetric } from './parametric-metric.ts';
import { readParametricMetric } from './parametric-metric.ts';
import { precisionAtKPerDay } from './precision-at-k-per-day.ts';

/** What a metric needs to know of rows beside labels and scores. */
export type MetricNeed = 'amounts' | 'costs' | 'days' | 'cards';

/** Which way a metric is better; `neither` for what only describes. */
export type MetricDirection = 'higher' | 'lower' | 'neither';

/** What is known of a metric. */
export interface MetricInfo {
  /** Its name, or of a family the name with `<rate>` or `<k>` for the number. */
  readonly name: string;
  readonly direction: MetricDirection;
  /** Least and greatest value; infinite where there is no bound. */
  readonly range: readonly [number, number];
  readonly needs: readonly MetricNeed[];
  /** Whether half of the rows would have another value on average: sums, and the k highest of all rows. Default false. */
  readonly dependsOnSize?: boolean;
  /** When it is undefined; absent where it never is. */
  readonly undefinedWhen?: string;
  readonly doc: string;
}

/** A metric with the highest value that a ranking of the same rows could have, where that can be below 1. */
export interface MetricValue {
  readonly value: number;
  readonly ceiling?: number;
}

interface Metric extends Omit<MetricInfo, 'name'> {
  readonly value: (of: MeasuredRows) => number;
}

interface MetricFamily extends MetricInfo {
  readonly kind: ParametricMetric['kind'];
  /** The names that are always calculated where rows have what they need. */
  readonly defaults: readonly string[];
  readonly value: (of: MeasuredRows, parameter: number) => MetricValue;
}

const SHARE = [0, 1] as const;
const ANY = [-Infinity, Infinity] as const;
const NOT_NEGATIVE = [0, Infinity] as const;
const ONE_CLASS = 'one class only';
const NO_FRAUD = 'no row is fraud';

const higher = (range: MetricInfo['range'] = SHARE): Pick<Metric, 'direction' | 'range' | 'needs'> => ({
  direction: 'higher',
  range,
  needs: [],
});
const lower = (range: MetricInfo['range'] = SHARE): Pick<Metric, 'direction' | 'range' | 'needs'> => ({
  direction: 'lower',
  range,
  needs: [],
});
const describes = (range: MetricInfo['range'] = SHARE): Pick<Metric, 'direction' | 'range' | 'needs'> => ({
  direction: 'neither',
  range,
  needs: [],
});

const metrics = {
  accuracy: {
    ...higher(),
    doc: '(tp + tn) / n',
    value: ({ confusion: { tp, tn }, total }) => (tp + tn) / total,
  },
  precision: {
    ...higher(),
    doc: 'tp / (tp + fp)',
    undefinedWhen: 'no row predicted fraud',
    value: ({ confusion: { tp, fp } }) => tp / (tp + fp),
  },
  recall: {
    ...higher(),
    doc: 'tp / (tp + fn)',
    undefinedWhen: NO_FRAUD,
    value: ({ confusion: { tp, fn } }) => tp / (tp + fn),
  },
  f1: {
    ...higher(),
    doc: 'F-beta with β = 1: (1 + β²) tp / ((1 + β²) tp + fp + β² fn)',
    undefinedWhen: 'no row is or is predicted fraud',
    value: ({ confusion: { tp, fp, fn } }) => fBetaOf(tp, fp, fn, 1),
  },
  f2: {
    ...higher(),
    doc: 'F-beta with β = 2',
    undefinedWhen: 'no row is or is predicted fraud',
    value: ({ confusion: { tp, fp, fn } }) => fBetaOf(tp, fp, fn, 2),
  },
  false_positive_rate: {
    ...lower(),
    doc: 'fp / (fp + tn)',
    undefinedWhen: 'every row is fraud',
    value: ({ confusion: { fp, tn } }) => fp / (fp + tn),
  },
  alert_rate: {
    ...describes(),
    doc: '(tp + fp) / n',
    value: ({ confusion: { tp, fp }, total }) => (tp + fp) / total,
  },
  roc_auc: {
    ...higher(),
    doc: 'probability that a fraud row scores above a genuine one, ties half (`roc_auc_score`)',
    undefinedWhen: ONE_CLASS,
    value: ({ ranking }) => rocAucOf(ranking),
  },
  average_precision: {
    ...higher(),
    doc: 'Σ (Rₖ − Rₖ₋₁) Pₖ over distinct scores (`average_precision_score`); not the trapezoidal area',
    undefinedWhen: NO_FRAUD,
    value: ({ ranking }) => averagePrecisionOf(ranking),
  },
  ks: {
    ...higher(),
    doc: 'largest distance between the score distributions of fraud and genuine rows',
    undefinedWhen: ONE_CLASS,
    value: ({ ranking }) => ksOf(ranking),
  },
  log_loss: {
    ...lower(NOT_NEGATIVE),
    doc: 'mean of −log of the probability given to the true class, scores clipped to the float64 epsilon (`log_loss`)',
    value: ({ rows }) => logLossOf(rows.yTrue, rows.yScore, rows.sampleWeight),
  },
  brier_score: {
    ...lower(),
    doc: 'mean of (score − label)² (`brier_score_loss`)',
    value: ({ rows }) => brierOf(rows.yTrue, rows.yScore, rows.sampleWeight),
  },
  majority_rate: {
    ...describes(),
    doc: 'share of the larger class: the accuracy of always giving the same answer',
    value: ({ confusion: { tp, fn, tn, fp }, total }) => Math.max(tp + fn, tn + fp) / total,
  },
  base_rate: {
    ...describes(),
    doc: 'share of fraud',
    value: ({ confusion: { tp, fn }, total }) => (tp + fn) / total,
  },
  amount_recall: {
    ...higher(),
    needs: ['amounts'],
    doc: 'amount of the fraud caught / amount of all fraud',
    undefinedWhen: NO_FRAUD,
    value: ({ rows }) => amountRecallOf(rows),
  },
  expected_cost: {
    ...lower(ANY),
    needs: ['costs'],
    doc: 'cost per row: per outcome a fixed sum plus a share of the amount (`evaluation.costs`)',
    value: ({ cost }) => cost!.perRow,
  },
  total_cost: {
    ...lower(ANY),
    needs: ['costs'],
    dependsOnSize: true,
    doc: 'cost of all rows',
    value: ({ cost }) => cost!.total,
  },
  savings: {
    ...higher(ANY),
    needs: ['costs'],
    doc: '1 − total cost / the cheaper of alerting never and always; at most 1 where answers only cost',
    undefinedWhen: 'the cheaper of both is 0',
    value: ({ cost }) => cost!.savings,
  },
  cost_per_day: {
    ...lower(ANY),
    needs: ['costs', 'days'],
    dependsOnSize: true,
    doc: 'total cost by number of days, scaled up where these rows are a sample of their days (below)',
    value: ({ cost, nDays }) => cost!.total / nDays!,
  },
  alerts_per_day: {
    ...describes(NOT_NEGATIVE),
    needs: ['days'],
    dependsOnSize: true,
    doc: 'alerts by number of days, scaled up in the same way',
    value: ({ confusion: { tp, fp }, nDays }) => (tp + fp) / nDays!,
  },
} satisfies Readonly<Record<string, Metric>>;

const families: readonly MetricFamily[] = [
  {
    ...higher(),
    name: 'recall_at_fpr_<rate>',
    kind: 'recall-at-fpr',
    defaults: ['recall_at_fpr_0.001', 'recall_at_fpr_0.003', 'recall_at_fpr_0.01'],
    doc: 'highest recall of a threshold whose false-positive rate is at most that',
    undefinedWhen: ONE_CLASS,
    value: ({ ranking }, rate) => ({ value: recallAtRateOf(ranking, rate) }),
  },
  {
    ...higher(),
    name: 'precision_at_<k>',
    kind: 'precision-at',
    dependsOnSize: true,
    defaults: ['precision_at_100'],
    doc: 'share of fraud among so many highest scores; rows tied at the cut count by their mix',
    undefinedWhen: 'fewer rows',
    value: ({ ranking }, k) => {
      const value = precisionAtKOf(ranking, k);
      return Number.isNaN(value) ? { value } : { value, ceiling: Math.min(ranking.positives, k) / k };
    },
  },
  {
    ...higher(),
    name: 'precision_at_<k>_per_day',
    kind: 'precision-at-per-day',
    dependsOnSize: true,
    defaults: ['precision_at_100_per_day'],
    needs: ['days'],
    doc: "mean over days of fraud among the day's k highest scores / k, even where a day has fewer rows",
    value: ({ rows }, k) => {
      const { mean, ceiling } = precisionAtKPerDay({ ...rows, day: rows.day!, k });
      return { value: mean, ceiling };
    },
  },
  {
    ...higher(),
    name: 'card_precision_at_<k>',
    kind: 'card-precision-at',
    dependsOnSize: true,
    defaults: ['card_precision_at_100'],
    needs: ['days', 'cards'],
    doc: 'the same over cards, each by its highest score of the day, by k; a card found is left out on later days',
    value: ({ rows }, k) => {
      const { mean, ceiling } = cardPrecisionAtK({ ...rows, day: rows.day!, card: rows.card!, k });
      return { value: mean, ceiling };
    },
  },
];

/** The name of a metric. */
export type MetricName =
  | keyof typeof metrics
  | `recall_at_fpr_${number}`
  | `precision_at_${number}`
  | `precision_at_${number}_per_day`
  | `card_precision_at_${number}`;

/** A metric that can be calculated. */
export interface CatalogueMetric extends MetricInfo {
  readonly calculate: (of: MeasuredRows) => MetricValue;
}

const plain: ReadonlyMap<string, CatalogueMetric> = new Map(
  Object.entries<Metric>(metrics).map(([name, { value, ...info }]) => [
    name,
    { name, ...info, calculate: (of: MeasuredRows) => ({ value: value(of) }) },
  ]),
);

/** A metric by its name, such as `recall` or `recall_at_fpr_0.05`; undefined for any other name. */
export function findMetric(name: string): CatalogueMetric | undefined {
  const metric = plain.get(name);
  if (metric !== undefined) return metric;
  const named = readParametricMetric(name);
  if (named === undefined) return undefined;
  const { kind: _kind, value, defaults: _defaults, ...info } = families.find(({ kind }) => kind === named.kind)!;
  const parameter = named.kind === 'recall-at-fpr' ? named.rate : named.k;
  return { ...info, name, calculate: (of) => value(of, parameter) };
}

/** The names that are calculated of rows with such columns, those with a number in them last. */
export function defaultMetricNames(has: ReadonlySet<MetricNeed>): readonly string[] {
  const isThere = ({ needs }: MetricInfo): boolean => needs.every((need) => has.has(need));
  return [
    ...[...plain.values()].filter(isThere).map(({ name }) => name),
    ...families.filter(isThere).flatMap(({ defaults }) => defaults),
  ];
}

/** All metrics, those with a number in their name last: `<rate>` or `<k>` stands for it. */
export function metricCatalogue(): readonly MetricInfo[] {
  const infoOf = ({ name, direction, range, needs, dependsOnSize, undefinedWhen, doc }: MetricInfo): MetricInfo => ({
    name,
    direction,
    range,
    needs,
    ...(dependsOnSize === undefined ? {} : { dependsOnSize }),
    ...(undefinedWhen === undefined ? {} : { undefinedWhen }),
    doc,
  });
  return [...plain.values(), ...families].map(infoOf);
}

/** Which way a metric is better. A name that is not known here, such as that of a logged metric, is better when higher; `threshold` describes. */
export function metricDirection(name: string): MetricDirection {
  return findMetric(name)?.direction ?? (name === 'threshold' ? 'neither' : 'higher');
}

/** The least and greatest value that a metric can have; infinite where there is no bound, or where the metric is not known here. */
export function metricRange(name: string): readonly [number, number] {
  return findMetric(name)?.range ?? ANY;
}
