import { Rng } from '@fraudx/core';
import type { CostMatrix } from '../costs/cost-matrix.ts';
import { assumedCosts } from '../costs/cost-matrix.ts';

/** Rows of ten days with amounts, one in twenty of them fraud and scored much higher than the others, both classes present. */
export function fraudRows(n: number): {
  yTrue: Uint8Array;
  yScore: Float64Array;
  threshold: number;
  costs: CostMatrix;
  amount: Float64Array;
  day: Int32Array;
} {
  const rng = new Rng(3);
  const yTrue = Uint8Array.from({ length: n }, (_, i) => (i < 2 ? i : rng.uniform() < 0.05 ? 1 : 0));
  return {
    yTrue,
    yScore: Float64Array.from(yTrue, (y) => 1 / (1 + Math.exp(4 - 6 * y - rng.normal()))),
    threshold: 0.4,
    costs: assumedCosts,
    amount: Float64Array.from(yTrue, () => rng.exponential(60)),
    day: Int32Array.from(yTrue, (_, i) => Math.floor((i * 9) / n)),
  };
}
