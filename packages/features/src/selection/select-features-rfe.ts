import type { Matrix } from '@fraudx/core';
import { InvalidArgumentError, ShapeError, throwIfAborted } from '@fraudx/core';
import { selectColumns } from '../select-columns.ts';
import { checkCount } from './select-features-univariate.ts';

/** A fitted model that says how much it used each feature, in a unit of its own, at least 0. */
export interface ImportanceModel {
  featureImportances(): readonly { readonly feature: string; readonly value: number }[];
}

/** Options of {@link selectFeaturesRfe}. */
export interface RfeOptions {
  /** Features to keep, in [1, nCols]. */
  readonly nFeatures: number;
  /** Features dropped per round: a whole number >= 1, or a share of those left in (0, 1). Default 1. */
  readonly step?: number;
  /** Fits a model on the features left. */
  readonly fit: (x: Matrix, y: Uint8Array) => Promise<ImportanceModel>;
  readonly signal?: AbortSignal;
}

/** Chosen features and the round in which each other one was dropped. */
export interface RfeSelection {
  /** In matrix order. */
  readonly selected: readonly string[];
  /** 1 for chosen features, 2 for those dropped last, and so on; in matrix order. */
  readonly ranking: readonly { readonly feature: string; readonly rank: number }[];
}

/**
 * Recursive feature elimination: fits, drops the features of least importance, and repeats until `nFeatures` are left.
 *
 * Features the model never used have importance 0; among equals the later in matrix order is dropped first. Give training rows only.
 *
 * @throws {InvalidArgumentError} `nFeatures` or `step` out of range.
 * @throws {InterruptedError} `signal` was aborted.
 * @see Guyon, Weston, Barnhill, Vapnik (2002), "Gene selection for cancer classification using support vector machines", Machine Learning 46.
 */
export async function selectFeaturesRfe(x: Matrix, y: Uint8Array, options: RfeOptions): Promise<RfeSelection> {
  if (y.length !== x.nRows)
    throw new ShapeError(`y must have ${x.nRows} rows, got ${y.length}`, { subject: 'selectFeaturesRfe' });
  checkCount('selectFeaturesRfe', options.nFeatures, x.nCols);
  const step = options.step ?? 1;
  if (!(step > 0) || (step >= 1 && !Number.isInteger(step))) {
    throw new InvalidArgumentError(`step must be a whole number >= 1 or a share in (0, 1), got ${step}`, {
      subject: 'selectFeaturesRfe',
    });
  }
  let left = [...x.names];
  const droppedIn = new Map<string, number>();
  let round = 0;
  while (left.length > options.nFeatures) {
    throwIfAborted(options.signal, 'selectFeaturesRfe');
    const model = await options.fit(selectColumns(x, left), y);
    const importance = new Map(model.featureImportances().map((item) => [item.feature, item.value]));
    const wanted = step < 1 ? Math.max(1, Math.floor(step * left.length)) : step;
    const weakest = left
      .map((feature, j) => ({ feature, j, value: importance.get(feature) ?? 0 }))
      .sort((a, b) => a.value - b.value || b.j - a.j)
      .slice(0, Math.min(wanted, left.length - options.nFeatures));
    for (const { feature } of weakest) droppedIn.set(feature, round);
    left = left.filter((feature) => !droppedIn.has(feature));
    round++;
  }
  return {
    selected: left,
    ranking: x.names.map((feature) => ({ feature, rank: 1 + round - (droppedIn.get(feature) ?? round) })),
  };
}
