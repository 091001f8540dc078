/**
 * Weights of LightGBM's `is_unbalance`: rows of the rarer class count as many times as the other class is larger.
 *
 * @param y - Length n, each 0 or 1; rows are counted, not weighted.
 * @returns `scalePosWeight` for fraud rows, and sample weights where genuine rows are the rarer ones.
 */
export function balanceClasses(
  y: Uint8Array,
  sampleWeight?: Float64Array,
): { readonly scalePosWeight: number; readonly sampleWeight?: Float64Array } {
  let positives = 0;
  for (const label of y) positives += label;
  const negatives = y.length - positives;
  if (positives === 0 || negatives === 0 || positives === negatives) return { scalePosWeight: 1 };
  if (positives < negatives) return { scalePosWeight: negatives / positives };
  const share = positives / negatives;
  return {
    scalePosWeight: 1,
    sampleWeight: Float64Array.from(y, (label, i) => (sampleWeight?.[i] ?? 1) * (label === 0 ? share : 1)),
  };
}
