import type { RankCounts } from '../internal/ranking.ts';
import type { IntervalScale, Linearized } from '../uncertainty/linearized.ts';
import type { IntervalMethod } from '../uncertainty/interval-method.ts';
import type { RankedRows } from '../uncertainty/ranked-rows.ts';
import type { ConfusionCounts, MeasuredRows } from './measured-rows.ts';
import type { ScoredRows } from './scored-rows.ts';

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

/** How an interval is made: the metric as a sum over rows, and the scale of its bounds. */
export interface MetricLinearization {
  readonly scale: IntervalScale;
  /** Of checked rows that have what the metric needs, with their ranking. */
  readonly linearize: (rows: ScoredRows, ranked: RankedRows) => Linearized;
}

/** A resample: rows count several times or not at all. */
export interface ResampledRows {
  /** Weighted cells at the threshold. */
  readonly confusion: ConfusionCounts;
  /** Ranking of the resample, valid until the next one. */
  readonly ranking: RankCounts;
  /** Weighted sum of the log losses of the rows. */
  readonly logLoss: number;
  /** Weighted sum of (score − label)². */
  readonly squaredError: number;
  /** Weighted sum of the costs at the threshold; 0 without costs. */
  readonly cost: number;
  /** Weighted amount of the frauds with an alert, and of all frauds; 0 without amounts. */
  readonly caughtAmount: number;
  readonly fraudAmount: number;
  /** Whole days that the rows are worth; 0 without days. */
  readonly nDays: number;
}

/** What decides whether an interval covers as often as it says. */
export interface CoverageFacts {
  readonly method: IntervalMethod;
  readonly frauds: number;
  readonly genuine: number;
  /** Days with rows; 0 where days are unknown. */
  readonly nDays: number;
  /** The metric itself, where it is known. */
  readonly value?: number;
}

/** What the interval of a metric needs to cover as often as it says, as simulations found. */
export interface CoverageNeeds {
  /** Days below which an interval over days is rough. Default 10, where `ofConfusion` makes the interval 60. */
  readonly days?: number;
  /** Frauds below which an interval is rough. Default 15 over rows, 30 over days. */
  readonly frauds?: number;
  /** Frauds below which there is no interval. Default: there always is one. */
  readonly fraudsForAny?: number;
  /** Whether the metric is a mean over days, so that its interval is over days whatever the method. Default false. */
  readonly overDays?: boolean;
  /** Another reason why an interval is rough; undefined where it is not. Default none. */
  readonly roughWhen?: (facts: CoverageFacts) => string | undefined;
}

interface MetricFacts extends Omit<MetricInfo, 'name'> {
  readonly coverage?: CoverageNeeds;
}

/** A function of the confusion matrix: value, interval and resampled value follow from it. */
export interface ConfusionMetric extends MetricFacts {
  /** From weighted cells; NaN where undefined. */
  readonly ofConfusion: (counts: ConfusionCounts) => number;
  /** Default: by the derivatives of `ofConfusion`. */
  readonly interval?: MetricLinearization;
  /** Default: `ofConfusion` of the resample. */
  readonly resampled?: (of: ResampledRows) => number;
}

/** A function of the ranking: value and resampled value follow from it. */
export interface RankingMetric extends MetricFacts {
  /** From weights by rank; NaN where undefined. */
  readonly ofRanking: (ranking: RankCounts) => number;
  /** Default: no interval. */
  readonly interval?: MetricLinearization;
}

/** Any other function of the rows. */
export interface RowsMetric extends MetricFacts {
  /** NaN where undefined. */
  readonly value: (of: MeasuredRows) => number | MetricValue;
  /** Default: no interval, neither of the metric nor of its difference between models. */
  readonly interval?: MetricLinearization;
  /** Default: `bootstrapMetrics` leaves it out. */
  readonly resampled?: (of: ResampledRows) => number;
}

/** All that is known of a metric but its name. */
export type UnnamedMetric = ConfusionMetric | RankingMetric | RowsMetric;

/** All that is known of a metric: its name, what it is, and how its value and interval are made. */
export type MetricDefinition = UnnamedMetric & Pick<MetricInfo, 'name'>;

/** Metrics with a number in their name. */
export interface MetricFamily extends MetricInfo {
  /** Matches the names; its only group is the number. */
  readonly pattern: RegExp;
  /** The names that are always calculated where rows have what they need. */
  readonly defaults: readonly string[];
  readonly of: (parameter: number) => Pick<RowsMetric, 'value' | 'interval' | 'resampled' | 'coverage'>;
}
