/** The values with room for so many rows, and for half as many more where there was none. */
export function grown<T extends Float64Array | Int32Array>(values: T, nRows: number): T {
  if (nRows <= values.length) return values;
  const larger = new (values.constructor as new (length: number) => T)(Math.ceil(1.5 * nRows));
  larger.set(values);
  return larger;
}

/** The first rows; without what lies behind them where that is much. */
export function trimmed<T extends Float64Array | Int32Array>(values: T, nRows: number): T {
  const isLoose = values.length > 1.0625 * nRows + 1024;
  return (isLoose ? values.slice(0, nRows) : values.subarray(0, nRows)) as T;
}
