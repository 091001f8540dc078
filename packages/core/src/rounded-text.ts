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

/**
 * A value of the data as people compare it with their file: whole numbers and up to four decimals with all digits, more decimals in ten significant
 * digits, so that computed columns stay readable.
 *
 * @example
 * valueText(1234567.89); // '1234567.89'
 * valueText(50.979285714285716); // '50.97928571'
 */
export function valueText(value: number): string {
  const exact = String(value);
  const decimals = /\.(\d+)$/.exec(exact)?.[1]?.length ?? 0;
  return decimals <= 4 && !exact.includes('e-') ? exact : roundedText(value, 10);
}
