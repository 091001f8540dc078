import { Matrix, Rng } from '@fraudx/core';

/** Rows of numeric features with missing values, where the first one decides most of the label; `coarse` values have many ties. */
export function makeNumericRows(n: number, nCols: number, seed: number, coarse = false): { x: Matrix; y: Uint8Array } {
  const rng = new Rng(seed);
  const x = Matrix.zeros(
    n,
    Array.from({ length: nCols }, (_, j) => `f${j}`),
  );
  const y = new Uint8Array(n);
  for (let i = 0; i < n * nCols; i++) {
    if (rng.uniform() < 0.1) x.data[i] = Number.NaN;
    else x.data[i] = coarse ? Math.round(rng.normal()) : rng.normal();
  }
  for (let i = 0; i < n; i++) {
    const a = x.data[i]!;
    y[i] = (Number.isNaN(a) ? 1 : a) + rng.normal() > 0.8 ? 1 : 0;
  }
  y[0] = 0;
  y[n - 1] = 1;
  return { x, y };
}
