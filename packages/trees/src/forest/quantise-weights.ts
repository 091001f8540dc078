/** Largest sum of quantised weights: a row is drawn at most 127 times, so that every sum stays below 2^52. */
const LARGEST_SUM = 2 ** 45;

/**
 * Row weights as whole multiples of a power of two, so that sums of them are exact in any order.
 *
 * Weights below about 2^-46 of their sum become 0: such rows are not drawn.
 *
 * @param weights - Finite, >= 0, not all 0; overwritten by whole numbers with a sum of at most about 2^45.
 * @returns The unit: weight = whole number × unit; and how many weights above 0 became 0.
 */
export function quantiseWeights(weights: Float64Array): { readonly unit: number; readonly nLost: number } {
  let sum = 0;
  for (const weight of weights) sum += weight;
  const unit = 2 ** Math.ceil(Math.log2(sum / LARGEST_SUM));
  let nLost = 0;
  for (let i = 0; i < weights.length; i++) {
    const whole = Math.round(weights[i]! / unit);
    if (whole === 0 && weights[i]! > 0) nLost++;
    weights[i] = whole;
  }
  return { unit, nLost };
}
