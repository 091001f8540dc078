import { fSf } from '@fraudx/stats';

/** A score of one feature against the label and the probability of as much by chance. */
export interface UnivariateScore {
  /** Higher means more related; NaN where it is not defined (constant feature, no value, one class). */
  readonly score: number;
  /** In [0, 1]; NaN where not defined. */
  readonly pValue: number;
}

/**
 * ANOVA F of a feature between the two classes.
 *
 * Rows where the feature is missing (NaN) are left out. Sums of squares are taken around the mean, so that far-off values keep their digits.
 *
 * @param values - Length n.
 * @param y - Labels 0/1, length n.
 * @see Heiman (2001), "Understanding Research Methods and Statistics", chapter 14; the same statistic as scikit-learn's `f_classif`.
 */
export function anovaF(values: ArrayLike<number>, y: Uint8Array): UnivariateScore {
  const n = [0, 0];
  const sum = [0, 0];
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < y.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    n[y[i]!]!++;
    sum[y[i]!]! += value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const total = n[0]! + n[1]!;
  // Of a constant such as 0.1 only the rounding of its sums would be compared.
  if (n[0] === 0 || n[1] === 0 || total < 3 || least === most) return { score: Number.NaN, pValue: Number.NaN };
  const grand = (sum[0]! + sum[1]!) / total;
  const mean = [sum[0]! / n[0]!, sum[1]! / n[1]!];
  let within = 0;
  for (let i = 0; i < y.length; i++) if (!Number.isNaN(values[i]!)) within += (values[i]! - mean[y[i]!]!) ** 2;
  const between = n[0]! * (mean[0]! - grand) ** 2 + n[1]! * (mean[1]! - grand) ** 2;
  const score = between / (within / (total - 2));
  return { score, pValue: fSf(score, 1, total - 2) };
}
