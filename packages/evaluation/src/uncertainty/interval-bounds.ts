import { normalQuantile, rocAucScoreInterval, studentTQuantile, wilsonInterval } from '@fraudx/stats';
import type { IntervalScale, Linearized } from './linearized.ts';
import type { SamplingError } from './sampling-error.ts';

/** Bounds of a metric; NaN where there are none. */
export interface Bounds {
  readonly low: number;
  readonly high: number;
}

/** Weights of the classes, as effective numbers of rows. */
export interface ClassSizes {
  readonly frauds: number;
  readonly genuine: number;
}

/** Effective number of rows with these weights: (Σ w)² ÷ Σ w² (Kish 1965). */
export function effectiveSize(weights: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return squares === 0 ? 0 : sum ** 2 / squares;
}

/** Two-sided critical value: Student's t where the degrees of freedom are finite. */
export function criticalValue(level: number, df: number): number {
  const p = 0.5 + level / 2;
  return df === Infinity ? normalQuantile(p) : studentTQuantile(p, Math.max(df, 1));
}

/**
 * Wilson's interval with the number of rows that would make this variance; without variance, with the effective number of rows. Of a metric
 * with another range than 0 to 1, the share of the way through it.
 */
function shareBounds(
  value: number,
  variance: number,
  size: Float64Array,
  z: number,
  [least, most]: readonly [number, number] = [0, 1],
): Bounds {
  const width = most - least;
  const share = Math.min(1, Math.max(0, (value - least) / width));
  const n =
    variance > 0 && share > 0 && share < 1 ? (share * (1 - share)) / (variance / width ** 2) : effectiveSize(size);
  if (!(n > 0)) return { low: NaN, high: NaN };
  const { low, high } = wilsonInterval(share * n, n, { z });
  return { low: least + width * low, high: least + width * high };
}

/** Symmetric in log(p / (1 − p)). */
function logitBounds(value: number, variance: number, z: number): Bounds {
  const centre = Math.log(value / (1 - value));
  const reach = (z * Math.sqrt(variance)) / (value * (1 - value));
  const back = (x: number): number => 1 / (1 + Math.exp(-x));
  return { low: back(centre - reach), high: back(centre + reach) };
}

/**
 * Newcombe's score interval, whose variance follows from AUC alone, widened to DeLong's variance where that is larger, and narrowed
 * towards it, the more frauds there are, where it is smaller: with few frauds DeLong's is too small whenever AUC came out high.
 */
function rocAucBounds(value: number, variance: number, { frauds, genuine }: ClassSizes, z: number): Bounds {
  const pairs = (frauds + genuine) / 2 - 1;
  const spread = 1 + pairs * ((1 - value) / (2 - value) + value / (1 + value));
  const assumed = (value * (1 - value) * spread) / frauds / genuine;
  // Perfect separation of few rows is no evidence of a small error.
  const seen = assumed > 0 ? variance / assumed : 1;
  const trust = Math.sqrt(20 / (frauds + 60));
  const factor = seen < 1 ? trust + (1 - trust) * seen : seen;
  return rocAucScoreInterval(value, frauds, genuine, { z: z * Math.sqrt(factor) });
}

/** Hall's cubic transformation of the skewed Student statistic, which has an exact inverse. */
function skewedBounds(value: number, { variance, skewness }: SamplingError, z: number): Bounds {
  const a = skewness / 3;
  const statistic = (x: number): number =>
    Math.abs(a) < 1e-9 ? x : (Math.cbrt(1 + 3 * a * (x - skewness / 6)) - 1) / a;
  const error = Math.sqrt(variance);
  return { low: value - error * statistic(z), high: value - error * statistic(-z) };
}

/**
 * Fieller's interval of a ratio: the values for which numerator − value × denominator lies within z of its own errors of 0. Follows the
 * variance as the ratio moves, which symmetric bounds do not: where amounts have a long tail, the variance is small when the metric came out
 * high.
 */
function ratioBounds(value: number, { variance, denominator }: SamplingError, z: number): Bounds {
  const { variance: below, covariance } = denominator!;
  const a = 1 - z ** 2 * below;
  if (!(a > 0)) return { low: NaN, high: NaN };
  const b = z ** 2 * covariance;
  const root = Math.sqrt(b ** 2 + a * z ** 2 * variance);
  return { low: value + (-b - root) / a, high: value + (-b + root) / a };
}

/**
 * The bounds of a metric from its sampling error.
 *
 * @param sizes - Rows of each class, effective where they have weights.
 * @param range - Least and greatest value of a metric on the scale `share`, both finite. Default 0 and 1.
 * @see Wilson (1927), JASA 22(158); Korn and Graubard (1998), "Confidence intervals for proportions with small expected number of positive
 * counts estimated from survey data", Survey Methodology 24(2); Newcombe (2006), Statistics in Medicine 25(4); Boyd, Eng and Page (2013),
 * "Area under the precision-recall curve: point estimates and confidence intervals", ECML PKDD; Fieller (1954), "Some problems in interval
 * estimation", JRSS B 16(2); Hall (1992), "On the removal of skewness
 * by transformation", Journal of the Royal Statistical Society B 54(1).
 */
export function intervalBounds(
  scale: IntervalScale,
  { value, size, unit = 1, against }: Linearized,
  error: SamplingError,
  sizes: ClassSizes,
  level: number,
  range?: readonly [number, number],
): Bounds {
  const { variance, df } = error;
  if (!(variance >= 0)) return { low: NaN, high: NaN };
  const overRows = df === Infinity;
  const fewer = Math.min(sizes.frauds, sizes.genuine) - 1;
  const z = (rowDf: number): number => criticalValue(level, overRows ? rowDf : df);
  switch (scale) {
    case 'share':
      return shareBounds(value, variance, size, z(Infinity), range);
    case 'amount-share':
    case 'logit': {
      const frauds = effectiveSize(size) - 1;
      // The amounts alone make the variance less uncertain than it is, the errors alone more.
      const critical = z(scale === 'logit' ? Infinity : Math.sqrt(frauds * Math.max(1, error.effectiveTerms - 1)));
      return value > 0 && value < 1 && variance > 0
        ? logitBounds(value, variance, critical)
        : shareBounds(value, 0, size, critical);
    }
    case 'roc-auc':
      return rocAucBounds(value, variance, sizes, z(fewer));
    case 'positive': {
      const factor = variance > 0 ? Math.exp((z(fewer) * Math.sqrt(variance)) / value) : NaN;
      return { low: value / factor, high: value * factor };
    }
    case 'sum':
      return variance > 0 ? skewedBounds(value, error, z(4 * error.effectiveTerms)) : { low: NaN, high: NaN };
    case 'count': {
      if (variance > 0) return skewedBounds(value, error, z(Infinity));
      if (value !== 0) return { low: NaN, high: NaN };
      const { high } = shareBounds(0, 0, size, z(Infinity));
      return { low: 0, high: high * size.length * unit };
    }
    case 'savings': {
      if (!(variance > 0)) return { low: NaN, high: NaN };
      const reach = z(error.effectiveTerms - 1) * Math.sqrt(variance);
      if (overRows) {
        // Beside alerts on everything, few missed frauds make the error; costs of both signs have no effective number.
        const byFrauds = against === 'no-alerts' && size.every((one) => one >= 0);
        const bounds = ratioBounds(value, error, z(byFrauds ? effectiveSize(size) - 1 : error.effectiveTerms - 1));
        return Number.isNaN(bounds.low) ? { low: value - reach, high: value + reach } : bounds;
      }
      if (value >= 1) return { low: value - reach, high: value + reach };
      const factor = Math.exp(reach / (1 - value));
      return { low: 1 - (1 - value) * factor, high: 1 - (1 - value) / factor };
    }
  }
}
