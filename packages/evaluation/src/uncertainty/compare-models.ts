import { checkObject } from '../internal/check-inputs.ts';
import { nullWhenUndefined } from '../internal/null-when-undefined.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import { defaultMetricNames, metricDirection, metricRange } from '../metrics/metric-catalogue.ts';
import { needsMet } from '../metrics/needs-met.ts';
import { compareRocAuc } from './de-long.ts';
import type { RocAucComparison } from './de-long.ts';
import { criticalValue, intervalBounds } from './interval-bounds.ts';
import type { Bounds } from './interval-bounds.ts';
import { linearMetrics } from './linearize.ts';
import type { IntervalScale, Linearized } from './linearized.ts';
import { intervalBasis } from './metric-intervals.ts';
import type { IntervalBasis, IntervalFacts, IntervalOptions } from './metric-intervals.ts';
import { rankRows } from './ranked-rows.ts';
import { samplingError } from './sampling-error.ts';
import type { SamplingError } from './sampling-error.ts';

/** One metric of two models on the same rows. */
export interface PairedDifference {
  readonly value: number | null;
  readonly baseline: number | null;
  /** value − baseline. */
  readonly difference: number | null;
  /** Bounds of the difference. */
  readonly low: number | null;
  readonly high: number | null;
  /**
   * What the interval says: `better` or `worse` when it leaves out 0 (`different` for a metric such as `alert_rate`, of which neither
   * more nor less is better), else `noise`; `undefined` without an interval.
   */
  readonly verdict: 'better' | 'worse' | 'different' | 'noise' | 'undefined';
  readonly reason?: string;
  /** Why the interval may not cover as often as it says; absent where it does. */
  readonly rough?: string;
}

/** Two models on the same rows. */
export interface PairedComparison extends IntervalFacts {
  readonly metrics: Readonly<Record<string, PairedDifference>>;
  /** By DeLong; only for rows by themselves, without weights. */
  readonly rocAuc?: RocAucComparison;
}

/** Another model's answers to the same rows. */
export interface BaselineScores {
  /** Probabilities of fraud, length n, each in [0, 1]. */
  readonly yScore: Float64Array;
  readonly threshold: number;
}

function verdictOf(name: string, low: number, high: number): PairedDifference['verdict'] {
  if (Number.isNaN(low)) return 'undefined';
  if (low <= 0 && high >= 0) return 'noise';
  const direction = metricDirection(name);
  if (direction === 'neither') return 'different';
  return low > 0 === (direction === 'higher') ? 'better' : 'worse';
}

/** The difference as a linearised metric of its own: what both models have in common cancels row by row. */
function differenceOf(own: Linearized, baseline: Linearized): Linearized {
  const influence = new Float64Array(own.influence.length);
  const size = new Float64Array(influence.length);
  for (let i = 0; i < influence.length; i++) {
    influence[i] = own.influence[i]! - baseline.influence[i]!;
    size[i] = (own.size[i]! + baseline.size[i]!) / 2;
  }
  return {
    value: own.value - baseline.value,
    influence,
    size,
    ...(own.over === undefined ? {} : { over: own.over }),
  };
}

/** Below so many effective terms of a model's own error, its spread is no guide to its uncertainty: one alert that is right has none. */
const FEW_TERMS = 20;

/**
 * Bounds of a difference from those of both values and their correlation (MOVER), which hold at the edges where a value of 0 or 1 has no
 * spread.
 *
 * @see Zou and Donner (2008), Statistics in Medicine 27(10).
 */
function moverBounds(own: Bounded, baseline: Bounded, variance: number): Bounds {
  const [a, b] = [own.error.variance, baseline.error.variance];
  const correlation = a > 0 && b > 0 ? Math.min(1, Math.max(-1, (a + b - variance) / (2 * Math.sqrt(a * b)))) : 0;
  const reach = (one: number, other: number): number =>
    Math.sqrt(Math.max(0, one ** 2 + other ** 2 - 2 * correlation * one * other));
  const difference = own.value - baseline.value;
  return {
    low: difference - reach(own.value - own.low, baseline.high - baseline.value),
    high: difference + reach(own.high - own.value, baseline.value - baseline.low),
  };
}

interface Bounded extends Bounds {
  readonly value: number;
  readonly error: SamplingError;
}

function boundedOf(name: string, scale: IntervalScale, linear: Linearized, basis: IntervalBasis): Bounded {
  const error = samplingError(linear, basis.design);
  const bounds = intervalBounds(scale, linear, error, basis.sizes, basis.facts.level, metricRange(name));
  return { ...bounds, value: linear.value, error };
}

function compareMetric(
  name: string,
  scale: IntervalScale,
  own: Linearized,
  baseline: Linearized,
  basis: IntervalBasis,
): PairedDifference {
  const linear = differenceOf(own, baseline);
  const { value: difference } = linear;
  const values = { value: nullWhenUndefined(own.value), baseline: nullWhenUndefined(baseline.value) };
  const without = { ...values, difference: nullWhenUndefined(difference), low: null, high: null };
  if (Number.isNaN(difference)) return { ...without, verdict: 'undefined', reason: 'undefined on these rows' };
  const error = samplingError(linear, basis.design);
  if (!(error.variance >= 0)) return { ...without, verdict: 'undefined', reason: 'needs at least 2 days' };
  // Of few rows that two models answer differently, the variance is as uncertain as that of so many terms.
  const df = error.df === Infinity ? Math.max(1, error.effectiveTerms - 1) : error.df;
  const reach = error.variance === 0 ? 0 : criticalValue(basis.facts.level, df) * Math.sqrt(error.variance);
  let [low, high] = [difference - reach, difference + reach];
  if (hasEdges(scale) && !isSame(own, baseline)) {
    const [one, other] = [boundedOf(name, scale, own, basis), boundedOf(name, scale, baseline, basis)];
    if (Math.min(one.error.effectiveTerms, other.error.effectiveTerms) < FEW_TERMS) {
      const mover = moverBounds(one, other, error.variance);
      if (!Number.isNaN(mover.low)) [low, high] = [Math.min(low, mover.low), Math.max(high, mover.high)];
    }
  }
  const rough = basis.roughOf(name);
  return {
    ...values,
    difference,
    low,
    high,
    verdict: verdictOf(name, low, high),
    ...(rough === undefined ? {} : { rough }),
  };
}

/** Whether values of 0 or 1 without spread occur on a scale. */
function hasEdges(scale: IntervalScale): boolean {
  return scale === 'share' || scale === 'amount-share' || scale === 'logit' || scale === 'roc-auc';
}

/** Whether no row makes a difference. */
function isSame(own: Linearized, baseline: Linearized): boolean {
  return own.value === baseline.value && own.influence.every((of, i) => of === baseline.influence[i]);
}

/**
 * Compares a model with a baseline model on the same rows. The interval of a difference is Student's, over rows or whole days, with as
 * many degrees of freedom as there are rows that both answer differently, or days; where few rows make up one of both values, or it is 0 or 1,
 * it is at least as wide as the bounds of both make it.
 *
 * @param rows - Rows with the model's scores.
 * @param baseline - The baseline's scores of the same rows.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} Bad rows or options; `by-day` without days.
 */
export function compareModels(
  rows: ScoredRows,
  baseline: BaselineScores,
  options: IntervalOptions = {},
): PairedComparison {
  checkObject('compareModels', 'rows', rows);
  checkObject('compareModels', 'baseline', baseline);
  const basis = intervalBasis('compareModels', rows, options);
  const other = { ...rows, ...baseline };
  intervalBasis('compareModels', other, options);
  const [ranked, rankedOther] = [rankRows(rows), rankRows(other)];
  const names = [...defaultMetricNames(needsMet(rows)), ...(options.also ?? [])];
  const metrics = Object.fromEntries(
    linearMetrics(rows, names).map(({ name, scale, linearize }) => [
      name,
      compareMetric(name, scale, linearize(rows, ranked), linearize(other, rankedOther), basis),
    ]),
  );
  const { level, method } = basis.facts;
  return {
    ...basis.facts,
    metrics,
    ...(rows.sampleWeight === undefined && method !== 'by-day'
      ? { rocAuc: compareRocAuc(rows.yTrue, rows.yScore, baseline.yScore, { level }) }
      : {}),
  };
}
