import { ShapeError } from '@fraudx/core';
import type { Matrix } from '@fraudx/core';
import type { FeatureEffect } from './permutation-importance.ts';

/**
 * What each feature adds to each row's score: row-major, nRows × (nCols + 1), the last of each row is the base.
 *
 * `contributions` of a fitted model gives this by TreeSHAP; {@link occlusionContributions} does for any model.
 */
export type Contributions = (x: Matrix) => Float64Array;

/** What contributions are measured in: log-odds of fraud, or the score itself. */
export type ContributionUnit = 'log-odds' | 'probability';

/** Contributions of rows, checked for their length. */
export function contributionsOf(owner: string, contributions: Contributions, x: Matrix): Float64Array {
  const values = contributions(x);
  const expected = x.nRows * (x.nCols + 1);
  if (values.length === expected) return values;
  throw new ShapeError(`contributions must have ${expected} values, got ${values.length}`, { subject: owner });
}

/**
 * Mean absolute contribution of each feature, the most important first: the usual summary of SHAP values.
 *
 * @throws {ShapeError} The contributions are not nRows × (nCols + 1).
 * @see Lundberg et al. (2020), "From local explanations to global understanding with explainable AI for trees", Nature Machine
 * Intelligence 2.
 */
export function summarizeContributions(x: Matrix, contributions: Contributions): FeatureEffect[] {
  const values = contributionsOf('summarizeContributions', contributions, x);
  const width = x.nCols + 1;
  const effects = x.names.map((feature, j) => {
    let sum = 0;
    for (let i = 0; i < x.nRows; i++) sum += Math.abs(values[i * width + j]!);
    return { feature, value: sum / x.nRows };
  });
  return effects.sort((a, b) => b.value - a.value);
}

function logOdds(p: number): number {
  const held = Math.min(Math.max(p, 1e-9), 1 - 1e-9);
  return Math.log(held / (1 - held));
}

/**
 * Contributions of any model by occlusion: how the log-odds change when a feature takes values of other rows instead.
 *
 * Unlike SHAP values they do not add up to the score, as each feature is hidden alone.
 *
 * @param predict - Scores of rows, in [0, 1].
 * @param background - A few dozen ordinary rows to borrow values from, at least 1.
 * @remarks nRows × nCols × background rows are scored: for single transactions, not for whole files.
 */
export function occlusionContributions(predict: (x: Matrix) => Float64Array, background: Matrix): Contributions {
  return (x) => {
    const out = new Float64Array(x.nRows * (x.nCols + 1));
    const base = predict(background).reduce((sum, p) => sum + logOdds(p), 0) / background.nRows;
    const own = predict(x);
    for (let i = 0; i < x.nRows; i++) {
      const copies = x.take(new Uint32Array(x.nCols * background.nRows).fill(i));
      for (let j = 0; j < x.nCols; j++) copies.column(j).set(background.column(j), j * background.nRows);
      const scores = predict(copies);
      for (let j = 0; j < x.nCols; j++) {
        let hidden = 0;
        for (let b = 0; b < background.nRows; b++) hidden += logOdds(scores[j * background.nRows + b]!);
        out[i * (x.nCols + 1) + j] = logOdds(own[i]!) - hidden / background.nRows;
      }
      out[i * (x.nCols + 1) + x.nCols] = base;
    }
    return out;
  };
}
