/**
 * Whether a feature only rises or only falls from row to row, like a clock or a row number: its ends are then the oldest and the newest
 * rows, not extreme values. Missing values (NaN) are passed over; fewer than two distinct values do not count.
 *
 * Ends after the first two rows of different direction, so that other features cost nothing.
 */
export function isMonotonic(values: Float32Array): boolean {
  let last = NaN;
  let rises = false;
  let falls = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value !== value) continue;
    if (value > last) rises = true;
    else if (value < last) falls = true;
    if (rises && falls) return false;
    last = value;
  }
  return rises || falls;
}
