/** A thrown value in the form that a run records. */
export function asReason(thrown: unknown): Error | string {
  return thrown instanceof Error ? thrown : String(thrown);
}
