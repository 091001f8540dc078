import { InvalidArgumentError } from '@fraudx/core';
import { chiSquareSf } from '@fraudx/stats';
import type { UnivariateScore } from './anova-f.ts';

/**
 * Chi-square of a non-negative feature (a count or a flag) against the label: how far the feature's total per class is from its share.
 *
 * Rows where the feature is missing (NaN) are left out.
 *
 * @param values - Length n, each >= 0 or NaN.
 * @param y - Labels 0/1, length n.
 * @throws {InvalidArgumentError} A value is negative.
 * @see Liu and Setiono (1995), "Chi2: feature selection and discretization of numeric attributes", ICTAI; as scikit-learn's `chi2`.
 */
export function chiSquare(values: ArrayLike<number>, y: Uint8Array): UnivariateScore {
  const n = [0, 0];
  const observed = [0, 0];
  for (let i = 0; i < y.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    if (value < 0) {
      throw new InvalidArgumentError(`values must be >= 0, got ${value}`, {
        subject: 'chiSquare',
        hint: 'Use anova or mutual-information for features with negative values.',
      });
    }
    n[y[i]!]!++;
    observed[y[i]!]! += value;
  }
  const rows = n[0]! + n[1]!;
  const total = observed[0]! + observed[1]!;
  if (n[0] === 0 || n[1] === 0 || total === 0) return { score: Number.NaN, pValue: Number.NaN };
  let score = 0;
  for (const label of [0, 1]) {
    const expected = (n[label]! / rows) * total;
    score += (observed[label]! - expected) ** 2 / expected;
  }
  return { score, pValue: chiSquareSf(score, 1) };
}
