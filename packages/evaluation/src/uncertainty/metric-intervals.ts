import { InvalidArgumentError } from '@fraudx/core';
import { checkLevel } from '@fraudx/stats';
import { checkObject } from '../internal/check-inputs.ts';
import { nullWhenUndefined } from '../internal/null-when-undefined.ts';
import { checkScoredRows } from '../metrics/scored-rows.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import { defaultMetricNames, metricRange } from '../metrics/metric-catalogue.ts';
import { needsMet } from '../metrics/needs-met.ts';
import { effectiveSize, intervalBounds } from './interval-bounds.ts';
import type { ClassSizes } from './interval-bounds.ts';
import type { IntervalMethod } from './interval-method.ts';
import { linearMetrics } from './linearize.ts';
import type { IntervalScale, Linearized } from './linearized.ts';
import { rankRows } from './ranked-rows.ts';
import { fraudsForInterval, roughReason } from './rough.ts';
import { samplingDesign, samplingError } from './sampling-error.ts';
import type { SamplingDesign, SamplingError } from './sampling-error.ts';

/** How to make intervals. */
export interface IntervalOptions {
  /** Default `rows`. */
  readonly method?: IntervalMethod;
  /** Confidence in (0, 1). Default 0.95. */
  readonly level?: number;
  /** More metrics by name, such as `recall_at_fpr_0.05`. Default none. */
  readonly also?: readonly string[];
  /** Why all these intervals are rough, where the caller knows what the rows do not show, such as rows of one card. Default none. */
  readonly rough?: string;
}

/** A metric with its interval; null where it is undefined, with the reason. */
export interface MetricInterval {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly reason?: string;
  /** Why the interval may not cover as often as it says; absent where it does. */
  readonly rough?: string;
}

/** How intervals were made, and whether they can be trusted. */
export interface IntervalFacts {
  readonly level: number;
  readonly method: IntervalMethod;
  /** Why the intervals are of no use, when they are not: fewer than 10 rows of a class, or fewer than 5 days. */
  readonly warning?: string;
}

/** Intervals of the metrics by name. */
export interface MetricIntervals extends IntervalFacts {
  readonly intervals: Readonly<Record<string, MetricInterval>>;
}

/** What is the same for all intervals of some rows. */
export interface IntervalBasis {
  readonly facts: IntervalFacts;
  readonly design: SamplingDesign;
  readonly sizes: ClassSizes;
  /** Why a metric's interval is rough; undefined where it is not. */
  readonly roughOf: (name: string, value?: number) => string | undefined;
}

function uselessWarning(frauds: number, genuine: number, method: IntervalMethod, nDays: number): string | undefined {
  const [fewer, what] = frauds <= genuine ? [frauds, 'fraud'] : [genuine, 'genuine'];
  if (fewer < 10) {
    return `only ${fewer} of ${frauds + genuine} rows ${fewer === 1 ? 'is' : 'are'} ${what}: the intervals are useless, they need at least 10 of each class`;
  }
  if (method !== 'by-day' || nDays >= 5) return undefined;
  return `only ${nDays} ${nDays === 1 ? 'day' : 'days'}: the intervals are useless, they need at least 5`;
}

/** Checks rows and options, and says what their intervals rest on. */
export function intervalBasis(owner: string, rows: ScoredRows, options: IntervalOptions): IntervalBasis {
  checkObject(owner, 'options', options);
  const { method = 'rows', level = 0.95 } = options;
  checkScoredRows(owner, rows);
  checkLevel(owner, level);
  if (method === 'by-day' && rows.day === undefined) {
    throw new InvalidArgumentError(`day must be given for the method by-day, got none`, {
      subject: owner,
      hint: 'Name the time column, or use the method rows',
    });
  }
  const { yTrue, sampleWeight } = rows;
  const n = yTrue.length;
  const count = yTrue.reduce((sum, y) => sum + y, 0);
  const design = samplingDesign(rows, method);
  const sizeOf = (label: number, unweighted: number): number =>
    sampleWeight === undefined ? unweighted : effectiveSize(sampleWeight.filter((_, i) => yTrue[i] === label));
  const sizes = { frauds: sizeOf(1, count), genuine: sizeOf(0, n - count) };
  // Rows with weights count as the rows of equal weight that would be as much.
  const frauds = Math.floor(sizes.frauds + 1e-9);
  const genuine = Math.floor(sizes.genuine + 1e-9);
  const { nDays } = design;
  const warning = uselessWarning(frauds, genuine, method, nDays);
  return {
    facts: { level, method, ...(warning === undefined ? {} : { warning }) },
    design,
    sizes,
    roughOf: (name, value) =>
      options.rough ?? roughReason(name, { method, frauds, genuine, nDays, ...(value === undefined ? {} : { value }) }),
  };
}

/** Why a defined metric has no interval. */
function withoutInterval(name: string, { design, sizes }: IntervalBasis, { over }: Linearized): string {
  const needed = fraudsForInterval(name);
  if (sizes.frauds < needed) return `needs at least ${needed} frauds`;
  if (design.method === 'by-day' || over === 'days') {
    return design.nDays < 2 ? 'needs at least 2 days' : 'needs rows that count on at least 2 days';
  }
  return 'does not vary between these rows';
}

/**
 * Confidence intervals of the metrics, without resampling: each metric is linearised in its rows, which gives its sampling error over rows
 * or whole days, and the bounds are made on the scale that fits the metric (docs/metrics.md names it, and how often each covers). The
 * model and its threshold are taken as given.
 *
 * Gives those of `linearMetrics`, among them per-day metrics, costs and savings where rows have what they need.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad rows or options; `by-day` without days.
 * @remarks Deterministic. O(n log n) for the ranking, O(n) for each metric.
 */
export function metricIntervals(rows: ScoredRows, options: IntervalOptions = {}): MetricIntervals {
  const basis = intervalBasis('metricIntervals', rows, options);
  const ranked = rankRows(rows);
  const names = [...defaultMetricNames(needsMet(rows)), ...(options.also ?? [])];
  const intervals = Object.fromEntries(
    linearMetrics(rows, names).map(({ name, scale, linearize }) => {
      const linear = linearize(rows, ranked);
      return [name, intervalOf(name, scale, linear, basis)];
    }),
  );
  return { ...basis.facts, intervals };
}

/** Too few terms to judge the error of savings beside alerts on everything, to which each missed fraud adds its amount. */
const FEWEST_TERMS = 100;

function roughSavings({ against, size }: Linearized, { effectiveTerms }: SamplingError): string | undefined {
  if (against !== undefined && size.some((one) => one < 0)) return 'costs without a model of both signs';
  if (against !== 'all-alerts' || effectiveTerms >= FEWEST_TERMS) return undefined;
  return 'alerting on everything costs less than on nothing, so that few missed frauds determine the error';
}

function intervalOf(name: string, scale: IntervalScale, linear: Linearized, basis: IntervalBasis): MetricInterval {
  const { value } = linear;
  if (!Number.isFinite(value)) return { value: null, low: null, high: null, reason: 'undefined on these rows' };
  const error = samplingError(linear, basis.design);
  const [least, most] = metricRange(name);
  const { low, high } = intervalBounds(scale, linear, error, basis.sizes, basis.facts.level, [least, most]);
  const none = !Number.isFinite(low) || !Number.isFinite(high) || basis.sizes.frauds < fraudsForInterval(name);
  if (none) return { value, low: null, high: null, reason: withoutInterval(name, basis, linear) };
  const rough = basis.roughOf(name, linear.value) ?? roughSavings(linear, error);
  return {
    value,
    low: nullWhenUndefined(Math.max(least, low)),
    high: nullWhenUndefined(Math.min(most, high)),
    ...(rough === undefined ? {} : { rough }),
  };
}
