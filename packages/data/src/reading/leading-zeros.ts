/** Whether a text without spaces around it begins as codes do and quantities do not: 0 and another digit, perhaps behind a sign. `0`, `0.5` and `-0` do not. */
export function beginsWithZero(text: string): boolean {
  const code = text.charCodeAt(0);
  const at = code === 43 || code === 45 ? 1 : 0;
  if (text.charCodeAt(at) !== 48) return false;
  const next = text.charCodeAt(at + 1);
  return next >= 48 && next <= 57;
}

/** The same as SQL, of a text without spaces around it. */
export function zeroInFront(column: string): string {
  // Comparisons look at the first bytes only; a pattern would cost many times as much.
  const ranges = ['0', '-0', '+0'].map((start) => `(${column} >= '${start}0' AND ${column} < '${start}:')`);
  return `(${ranges.join(' OR ')})`;
}

/** The same as SQL, of a text that may have spaces around it. */
export function zeroBehindSpaces(raw: string): string {
  return `(${zeroInFront(raw)} OR (${raw} < '!' AND regexp_matches(${raw}, '^\\s*[-+]?0[0-9]')))`;
}

/** SQL over a column: whether its cells are amounts of a fixed width, such as `000012.50`: equally long, all with a decimal mark, some with two zeros in front. */
export function arePadded(column: string): string {
  const digits = `ltrim(${column}, '+-')`;
  return (
    `coalesce(min(length(${digits})) = max(length(${digits})) AND bool_and(regexp_full_match(${digits}, '[0-9]+[.,][0-9]+'))` +
    ` AND bool_or(starts_with(${digits}, '00')), false)`
  );
}

/** The same of the distinct texts of a column. */
function arePaddedTexts(texts: readonly string[]): boolean {
  const digits = texts.map((text) => text.replace(/^[-+]+/, ''));
  const isFixed = digits.every((text) => text.length === digits[0]!.length && /^\d+[.,]\d+$/.test(text));
  return isFixed && digits.some((text) => text.startsWith('00'));
}

/** The first text of numbers that begins with 0 as codes do; undefined where there is none, or where all are decimals of one width. */
export function firstOfCodes(texts: readonly string[], isPresent: readonly boolean[]): string | undefined {
  // Texts are numbered in the order in which they come.
  const first = texts.find((text, code) => isPresent[code] && beginsWithZero(text));
  if (first === undefined) return undefined;
  return arePaddedTexts(texts.filter((_, code) => isPresent[code])) ? undefined : first;
}
