import { Rng } from '@fraudx/core';
import { assumedCosts } from '../costs/cost-matrix.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';

/** Made-up rows: a share of fraud, scores that tell it apart more or less well, 12 days, amounts, 50 cards. */
export function scoredSample({
  n,
  share,
  strength,
  seed = 1,
}: {
  readonly n: number;
  readonly share: number;
  readonly strength: number;
  readonly seed?: number;
}): ScoredRows & Required<Pick<ScoredRows, 'day' | 'amount' | 'card'>> {
  const rng = new Rng(seed);
  const yTrue = Uint8Array.from({ length: n }, (_, i) => (i < 2 ? i : rng.uniform() < share ? 1 : 0));
  return {
    yTrue,
    yScore: Float64Array.from(yTrue, (y) => 1 / (1 + Math.exp(2 - strength * y - rng.normal()))),
    threshold: 0.4,
    amount: Float64Array.from(yTrue, () => Math.round(rng.exponential(60))),
    day: Int32Array.from(yTrue, (_, i) => Math.floor((i * 12) / n)),
    card: Int32Array.from(yTrue, (_, i) => i % 50),
    costs: assumedCosts,
  };
}
