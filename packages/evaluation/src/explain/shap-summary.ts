import { InvalidArgumentError } from '@fraudx/core';
import type { Matrix } from '@fraudx/core';
import { contributionsOf } from './contributions.ts';
import type { Contributions, ContributionUnit } from './contributions.ts';

/** What features do to scores, over many rows. */
export interface ShapSummary {
  readonly unit: ContributionUnit;
  /** Rows that the means are over. */
  readonly nRows: number;
  /** Most important first. */
  readonly features: readonly ShapFeature[];
}

/** What one feature does. */
export interface ShapFeature {
  readonly feature: string;
  /** Mean absolute contribution. */
  readonly meanAbsolute: number;
  /**
   * Correlation of the value's level and the contribution, in [-1, 1]: near 1 high values raise the score, near -1 they lower it; null
   * for a categorical feature or one without variety.
   */
  readonly direction: number | null;
  /** Single rows: contribution, and the level of the value from 0 (lowest) to 1; null where missing or categorical. */
  readonly points: readonly { readonly value: number; readonly level: number | null }[];
}

/** Rows to summarise. */
export interface ShapRequest {
  readonly x: Matrix;
  readonly contributions: Contributions;
  /** Default `log-odds`. */
  readonly unit?: ContributionUnit;
  /** Features kept, >= 1. Default 12. */
  readonly nFeatures?: number;
  /** Rows kept as points, evenly among the rows, >= 1. Default 200. */
  readonly nPoints?: number;
}

/** Where each value stands in its column: 0 for the lowest, 1 for the highest, ties alike; NaN stays NaN. */
function levelsOf(values: Float32Array): Float64Array {
  const order = [...values.keys()].filter((i) => !Number.isNaN(values[i]!)).sort((a, b) => values[a]! - values[b]!);
  const levels = new Float64Array(values.length).fill(NaN);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    const others = from + order.length - to;
    for (let k = from; k < to; k++) levels[order[k]!] = others === 0 ? 0.5 : from / others;
    from = to;
  }
  return levels;
}

/** Pearson correlation over the pairs without NaN; null where one side does not vary. */
function correlation(a: Float64Array, b: Float64Array): number | null {
  let [n, sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [a[i]!, b[i]!];
    if (Number.isNaN(p) || Number.isNaN(q)) continue;
    n++;
    sumA += p;
    sumB += q;
    sumAA += p * p;
    sumBB += q * q;
    sumAB += p * q;
  }
  const spread = (sumAA - (sumA * sumA) / n) * (sumBB - (sumB * sumB) / n);
  return n > 1 && spread > 1e-12 ? Math.max(-1, Math.min(1, (sumAB - (sumA * sumB) / n) / Math.sqrt(spread))) : null;
}

/**
 * The usual summary of SHAP values: how much each feature moves scores, in which direction, and what single rows look like.
 *
 * @throws {InvalidArgumentError} No rows, or a bad number of features or points.
 * @throws {ShapeError} The contributions are not nRows × (nCols + 1).
 * @see Lundberg et al. (2020), "From local explanations to global understanding with explainable AI for trees", Nature Machine
 * Intelligence 2.
 */
export function shapSummary(request: ShapRequest): ShapSummary {
  const { x, contributions, unit = 'log-odds', nFeatures = 12, nPoints = 200 } = request;
  for (const [name, value] of Object.entries({ nRows: x.nRows, nFeatures, nPoints })) {
    if (Number.isInteger(value) && value >= 1) continue;
    throw new InvalidArgumentError(`${name} must be a whole number >= 1, got ${value}`, { subject: 'shapSummary' });
  }
  const values = contributionsOf('shapSummary', contributions, x);
  const width = x.nCols + 1;
  const kept = Math.min(nPoints, x.nRows);
  const rows = Array.from({ length: kept }, (_, k) => Math.floor((k * x.nRows) / kept));
  const means = x.names.map((feature, j) => {
    const own = Float64Array.from({ length: x.nRows }, (_, i) => values[i * width + j]!);
    return { feature, j, own, meanAbsolute: own.reduce((sum, value) => sum + Math.abs(value), 0) / x.nRows };
  });
  const strongest = means.sort((a, b) => b.meanAbsolute - a.meanAbsolute).slice(0, nFeatures);
  const features = strongest.map(({ feature, j, own, meanAbsolute }): ShapFeature => {
    const levels = x.types[j] === 'categorical' ? undefined : levelsOf(x.column(j));
    const level = (i: number): number | null =>
      levels === undefined || Number.isNaN(levels[i]!) ? null : Number(levels[i]!.toFixed(3));
    return {
      feature,
      meanAbsolute,
      direction: levels === undefined ? null : correlation(levels, own),
      points: rows.map((i) => ({ value: own[i]!, level: level(i) })),
    };
  });
  return { unit, nRows: x.nRows, features };
}
