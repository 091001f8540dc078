/** A metric as JSON holds it: null for NaN, an infinity or no value. */
export function nullWhenUndefined(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
