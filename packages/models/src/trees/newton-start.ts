import { shareOfFraud } from './share-of-fraud.ts';

/**
 * The probability that XGBoost starts from where frauds are weighted and no `base_score` is given: one Newton step of the margin from a
 * probability of 0.5, by sample weights and `scale_pos_weight` together.
 *
 * @param y - Length n, each 0 or 1.
 * @returns In (0.11, 0.89); undefined for a `scale_pos_weight` of 1, where XGBoost starts from the share of fraud.
 */
export function newtonStart(y: Uint8Array, scalePosWeight: number, sampleWeight?: Float64Array): number | undefined {
  if (scalePosWeight === 1) return undefined;
  const weights = Float64Array.from(y, (label, i) => (sampleWeight?.[i] ?? 1) * (label === 1 ? scalePosWeight : 1));
  // gradients of (0.5 - y) and hessians of 0.25 a unit of weight
  const margin = 4 * (shareOfFraud(y, weights) - 0.5);
  return 1 / (1 + Math.exp(-margin));
}
