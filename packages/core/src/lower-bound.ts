/**
 * Index of the first value that is not below `value`, by bisection.
 *
 * @param values - Ascending, without NaN.
 * @returns In [0, values.length]; the length when all values are below.
 */
export function lowerBound(values: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
