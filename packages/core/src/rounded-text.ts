/**
 * A computed number in so many significant digits, and never in fewer than its whole part has: `1234568` and not `1235000` for 1234567.89 in four.
 *
 * @param digits - 1 to 15.
 */
export function roundedText(value: number, digits: number): string {
  if (!Number.isFinite(value)) return String(value);
  const whole = Math.abs(value) < 1 ? 0 : Math.floor(Math.log10(Math.abs(value))) + 1;
  return whole > digits ? String(Math.round(value)) : String(Number(value.toPrecision(digits)));
}
