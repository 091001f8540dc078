/**
 * The shortest text that reads back as the same float32, in XGBoost's form, e.g. `4.5E-1`: at most 9 digits, for XGBoost before 3
 * silently takes 0.5 for a `base_score` with more.
 */
export function float32Text(value: number): string {
  const wanted = Math.fround(value);
  let text = '';
  for (let digits = 0; digits < 9; digits++) {
    text = wanted.toExponential(digits);
    if (Math.fround(Number(text)) === wanted) break;
  }
  return text.toUpperCase().replace('E+', 'E');
}
