/** NaN and infinities as null, for JSON. */
export function jsonMetrics(metrics: Readonly<Record<string, number | null>>): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(metrics).map(([name, value]) => [name, value !== null && Number.isFinite(value) ? value : null]),
  );
}

/** Metrics over folds for JSON: NaN as null. */
export function foldsJson(
  folds: Readonly<
    Record<
      string,
      { readonly mean: number; readonly low: number; readonly high: number; readonly values: readonly number[] }
    >
  >,
): Record<string, object> {
  const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
  return Object.fromEntries(
    Object.entries(folds).map(([name, { mean, low, high, values }]) => [
      name,
      { mean: finite(mean), low: finite(low), high: finite(high), values: values.map(finite) },
    ]),
  );
}
