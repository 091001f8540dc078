import { Matrix, Rng } from '@fraudx/core';
import type { BoosterSpec, CategoricalSpec } from '../training/booster-spec.ts';

/** XGBoost's defaults with few rounds, for tests. */
export const plainSpec: BoosterSpec = {
  rounds: 3,
  growth: 'depth',
  maxLeaves: 15,
  minChildRows: 1,
  sampleEvery: 1,
  maxDepth: 4,
  eta: 0.3,
  lambda: 1,
  alpha: 0,
  gamma: 0,
  minChildWeight: 1,
  maxDeltaStep: 0,
  subsample: 1,
  colsampleByTree: 1,
  colsampleByLevel: 1,
  colsampleByNode: 1,
  scalePosWeight: 1,
  maxBin: 255,
  seed: 1,
};

/** XGBoost's rules for categorical features. */
export const plainRules: CategoricalSpec = {
  maxCatToOnehot: 4,
  maxCatThreshold: 64,
  catSmooth: 1,
  minCatRows: 0,
  catL2: 0,
  minDataPerGroup: 1,
};

/**
 * Rows with `nCategorical` features of `nCodes` codes, some frequent, some rare, then `nNumeric` numeric ones, all with missing values;
 * the label depends on both kinds. Weights are in [0, 3].
 */
export function makeMixedRows(
  n: number,
  nCategorical: number,
  nNumeric: number,
  nCodes: number,
  seed: number,
): { x: Matrix; y: Uint8Array; sampleWeight: Float64Array } {
  const rng = new Rng(seed);
  const kinds = Array.from({ length: nCategorical + nNumeric }, (_, j) => (j < nCategorical ? 'c' : 'f'));
  const x = Matrix.zeros(
    n,
    kinds.map((kind, j) => `${kind}${j}`),
    kinds.map((kind) => (kind === 'c' ? 'categorical' : 'numeric')),
  );
  const effect = Array.from({ length: nCodes }, () => rng.normal());
  const y = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    let margin = rng.normal();
    for (let j = 0; j < x.nCols; j++) {
      const isCode = j < nCategorical;
      const value = isCode ? Math.floor(nCodes * rng.uniform() ** 2) : Math.fround(rng.normal());
      if (j === 0) margin += effect[value]!;
      if (j === nCategorical) margin += value;
      x.data[j * n + i] = rng.uniform() < 0.1 ? Number.NaN : value;
    }
    y[i] = margin > 0.5 ? 1 : 0;
  }
  y[0] = 0;
  y[n - 1] = 1;
  return { x, y, sampleWeight: Float64Array.from({ length: n }, (_, i) => (i === 0 || i === n - 1 ? 1 : i % 4)) };
}
