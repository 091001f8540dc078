import { clusterRatio } from '@fraudx/stats';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import type { IntervalMethod } from './interval-method.ts';
import type { Linearized } from './linearized.ts';

/** The sampling error of a metric. */
export interface SamplingError {
  readonly variance: number;
  /** Third moment of the error ÷ its variance^1.5: how skewed its distribution is. */
  readonly skewness: number;
  /** Degrees of freedom of `variance`: Satterthwaite's over days; infinite over rows. */
  readonly df: number;
  /** How many equal terms would make as uncertain a variance: (Σ e²)² ÷ Σ e⁴. */
  readonly effectiveTerms: number;
  /** Of savings over rows: squared relative error of the denominator, and its product with the error of the metric. */
  readonly denominator?: { readonly variance: number; readonly covariance: number };
}

/** How rows make up the units that are drawn: rows by themselves, or days. */
export interface SamplingDesign {
  readonly method: IntervalMethod;
  readonly yTrue: Uint8Array;
  /** Index of each row's day in [0, nDays), ascending in time; empty without days. */
  readonly day: Uint32Array;
  readonly nDays: number;
}

/** The design of checked rows. */
export function samplingDesign(
  { yTrue, day }: Pick<ScoredRows, 'yTrue' | 'day'>,
  method: IntervalMethod,
): SamplingDesign {
  const indexOf = new Map([...new Set(day)].sort((a, b) => a - b).map((one, i) => [one, i]));
  const index = new Uint32Array(day?.length ?? 0);
  for (let i = 0; i < index.length; i++) index[i] = indexOf.get(day![i]!)!;
  return { method, yTrue, day: index, nDays: indexOf.size };
}

function sumsByDay(values: Float64Array, { day, nDays }: SamplingDesign): Float64Array {
  const sums = new Float64Array(nDays);
  for (let i = 0; i < values.length; i++) sums[day[i]!]! += values[i]!;
  return sums;
}

/** Less the mean, or within each class less its mean. */
function centred(values: Float64Array, labels?: Uint8Array): Float64Array {
  const sum = [0, 0];
  const count = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const y = labels === undefined ? 0 : labels[i]!;
    sum[y]! += values[i]!;
    count[y]!++;
  }
  const mean = [sum[0]! / count[0]!, sum[1]! / count[1]!];
  const deviations = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const deviation = value - mean[labels === undefined ? 0 : labels[i]!]!;
    if (Math.abs(deviation) >= ROUNDING * Math.abs(value)) deviations[i] = deviation;
  }
  return deviations;
}

/** Below this share of the largest influence a deviation is rounding. */
const ROUNDING = 1e-12;

function denominatorError(
  errors: Float64Array,
  size: Float64Array,
  labels: Uint8Array | undefined,
): NonNullable<SamplingError['denominator']> {
  const sum = size.reduce((all, one) => all + one, 0);
  const deviations = centred(size, labels);
  let variance = 0;
  let covariance = 0;
  for (let i = 0; i < errors.length; i++) {
    variance += deviations[i]! ** 2;
    covariance += deviations[i]! * errors[i]!;
  }
  return { variance: variance / sum ** 2, covariance: covariance / sum };
}

function moments(errors: Float64Array): Omit<SamplingError, 'df'> {
  let squares = 0;
  let cubes = 0;
  let fourths = 0;
  for (const error of errors) {
    const square = error * error;
    squares += square;
    cubes += square * error;
    fourths += square * square;
  }
  return {
    variance: squares,
    skewness: squares > 0 ? cubes / squares ** 1.5 : 0,
    effectiveTerms: fourths > 0 ? squares ** 2 / fourths : 0,
  };
}

/**
 * The sampling error of a linearised metric. Over days with the small-sample correction CR2; NaN when fewer than 2 days have weight.
 *
 * @see Bell and McCaffrey (2002), Survey Methodology 28(2); Tipton (2015), Psychological Methods 20(3); Obuchowski (1997), "Nonparametric
 * analysis of clustered ROC curve data", Biometrics 53(2), whose variance this is for ROC AUC.
 */
export function samplingError(
  { influence, size, over = 'rows', against }: Linearized,
  design: SamplingDesign,
): SamplingError {
  if (design.method !== 'by-day' && over !== 'days') {
    const labels = design.method === 'within-class' ? design.yTrue : undefined;
    const errors = centred(influence, labels);
    return {
      ...moments(errors),
      ...(against === undefined ? {} : { denominator: denominatorError(errors, size, labels) }),
      df: Infinity,
    };
  }
  const errors = over === 'days' ? influence : sumsByDay(influence, design);
  // Of a total each day has its share by its rows, so that a day that was cut is no quiet day.
  const weights = over === 'days' ? undefined : sumsByDay(size, design);
  // Refunds and gains can make a day's denominator negative: then all days weigh alike.
  const sizes = weights?.every((weight) => weight >= 0) === true ? weights : new Float64Array(errors.length).fill(1);
  const { standardError, df } = clusterRatio({ numerator: errors, denominator: sizes });
  const variance = (standardError * sizes.reduce((sum, one) => sum + one, 0)) ** 2;
  const mean = errors.reduce((sum, one) => sum + one, 0) / sizes.reduce((sum, one) => sum + one, 0);
  return { ...moments(errors.map((error, d) => error - mean * sizes[d]!)), variance, df };
}
