/**
 * Mean and sample variance (÷ n − 1), in two passes: the squares are taken about the mean, so that far-off values keep their digits.
 *
 * @param values - Any numbers; a NaN among them gives NaN.
 * @returns `mean` is NaN without values, `variance` with fewer than 2.
 * @example
 * meanAndVariance([1, 2, 4]).variance; // 2.3333
 */
export function meanAndVariance(values: ArrayLike<number>): { readonly mean: number; readonly variance: number } {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2;
  return { mean, variance: n < 2 ? NaN : squares / (n - 1) };
}
