import type { Matrix } from '@fraudx/core';
import { InvalidArgumentError, ShapeError } from '@fraudx/core';
import { anovaF } from './anova-f.ts';
import { chiSquare } from './chi-square.ts';
import { mutualInformation } from './mutual-information.ts';

/** How a single feature is scored against the label. */
export type SelectionMethod = 'anova' | 'chi2' | 'mutual-information';

/** A feature with its score. */
export interface FeatureScore {
  readonly feature: string;
  /** NaN where not defined; such a feature ranks last. */
  readonly score: number;
  /** Absent for mutual information. */
  readonly pValue?: number;
}

/** Chosen features and all scores. */
export interface FeatureSelection {
  /** A subset of the matrix's names, in matrix order. */
  readonly selected: readonly string[];
  /** All features, best first; ties in matrix order. */
  readonly scores: readonly FeatureScore[];
}

/** Throws when k is not a whole number in [1, n]. */
export function checkCount(owner: string, k: number, n: number): void {
  if (Number.isInteger(k) && k >= 1 && k <= n) return;
  throw new InvalidArgumentError(`number of features must be a whole number in [1, ${n}], got ${k}`, {
    subject: owner,
  });
}

function checkNoNegatives(feature: string, values: Float32Array): void {
  const row = values.findIndex((value) => value < 0);
  if (row < 0) return;
  throw new InvalidArgumentError(
    `features must be >= 0 for chi2, got ${values[row]} in "${feature}" (training row ${row + 1})`,
    {
      subject: 'selectFeaturesUnivariate',
      details: { feature, row: row + 1, value: values[row]! },
      hint: 'Use anova or mutual-information for features with negative values.',
    },
  );
}

/**
 * Keeps the k features most related to the label, each looked at alone.
 *
 * Give training rows only: a selection that has seen the test rows makes pure noise look good.
 *
 * @param x - Training rows. Categorical features count as numbers for `anova` and `chi2`, as categories for `mutual-information`.
 * @param y - Labels 0/1, length nRows.
 * @param options - `k`: features to keep, in [1, nCols]; `method`: default `anova`.
 * @throws {InvalidArgumentError} `k` out of range; a negative value under `chi2`.
 * @throws {ShapeError} Lengths differ.
 */
export function selectFeaturesUnivariate(
  x: Matrix,
  y: Uint8Array,
  options: { readonly k: number; readonly method?: SelectionMethod },
): FeatureSelection {
  if (y.length !== x.nRows)
    throw new ShapeError(`y must have ${x.nRows} rows, got ${y.length}`, { subject: 'selectFeaturesUnivariate' });
  checkCount('selectFeaturesUnivariate', options.k, x.nCols);
  const method = options.method ?? 'anova';
  const scores = x.names.map((feature, j): FeatureScore => {
    const values = x.column(j);
    if (method === 'anova') return { feature, ...anovaF(values, y) };
    if (method === 'chi2') {
      checkNoNegatives(feature, values);
      return { feature, ...chiSquare(values, y) };
    }
    return { feature, score: mutualInformation(values, y, { discrete: x.types[j] === 'categorical' }) };
  });
  const rank = ({ score }: FeatureScore): number => (Number.isNaN(score) ? -Infinity : score);
  const order = scores
    .map((_, j) => j)
    .sort((a, b) => {
      const [left, right] = [rank(scores[a]!), rank(scores[b]!)];
      return left === right ? a - b : right > left ? 1 : -1;
    });
  const chosen = new Set(order.slice(0, options.k));
  return { selected: x.names.filter((_, j) => chosen.has(j)), scores: order.map((j) => scores[j]!) };
}
