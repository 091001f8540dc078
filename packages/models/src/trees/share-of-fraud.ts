/**
 * Weighted share of fraud that LightGBM starts from: by sample weights, whatever `scale_pos_weight` or `is_unbalance` say.
 *
 * @param y - Length n, each 0 or 1.
 * @returns In [1e-6, 1 - 1e-6].
 */
export function shareOfFraud(y: Uint8Array, sampleWeight?: Float64Array): number {
  let positive = 0;
  let total = 0;
  y.forEach((label, i) => {
    const weight = sampleWeight?.[i] ?? 1;
    total += weight;
    if (label === 1) positive += weight;
  });
  return Math.min(1 - 1e-6, Math.max(1e-6, positive / total));
}
