/** Whole numbers below it, and above its negative, are all doubles of their own. */
const bound = 9_007_199_254_740_992;

/** From here on spreadsheets write whole numbers as 2.29E+15. */
const longest = 1e11;

/** Whether a text is a whole number that a double may not hold exactly: digits alone, at least 2^53 whatever the sign. */
export function isBeyondDoubles(text: string): boolean {
  return text.length > 15 && /^[-+]?\d{16,}$/.test(text) && !Number.isSafeInteger(Number(text));
}

function beyond(column: string, pattern: string): string {
  return (
    `(length(${column}) > 15 AND regexp_full_match(${column}, '${pattern}')` +
    ` AND NOT coalesce(abs(TRY_CAST(${column} AS DOUBLE)) < ${bound}, false))`
  );
}

/** The same as SQL, of a text. */
export function textBeyondDoubles(column: string): string {
  return beyond(column, '[-+]?[0-9]{16,}');
}

/** SQL of whether a text is such a number, perhaps with `.0`. */
export function pointBeyondDoubles(column: string): string {
  return beyond(column, '[-+]?[0-9]{16,}(\\.0+)?');
}

/** The same as SQL, of a whole number of any width. */
export function numberBeyondDoubles(column: string): string {
  return `(${column} >= ${bound} OR ${column}::HUGEINT <= -${bound})`;
}

/** SQL over a column of doubles: the first that is beyond 2^53, NULL where there is none, or where some are not whole. */
export function roundedDouble(column: string): string {
  return `CASE WHEN bool_and(${column} = floor(${column})) THEN min(CASE WHEN abs(${column}) >= ${bound} AND isfinite(${column}) THEN ${column} END) END`;
}

/** SQL of whether a text that is a number is a whole one. */
export function isWhole(column: string): string {
  return `(TRY_CAST(${column} AS DOUBLE) = floor(TRY_CAST(${column} AS DOUBLE)) AND NOT regexp_matches(${column}, '\\.[0-9]*[1-9][0-9]*$'))`;
}

/** SQL of whether a text is a long whole number with an exponent, of which somebody may have cut digits: `2.29E+15`, `2,29E+15`. */
export function isCut(column: string): string {
  return `(regexp_full_match(${column}, '[-+]?[0-9]([.,][0-9]+)?[eE]\\+?[0-9]+') AND abs(TRY_CAST(replace(${column}, ',', '.') AS DOUBLE)) >= ${longest})`;
}

/** Whether a number is as large as those of {@link isCut}. */
export function isLong(value: number): boolean {
  return Math.abs(value) >= longest;
}

const exponentOfId = /^[-+]?\d{2,}e\+?\d+$/i;
const exponentOfWhole = /^[-+]?\d+e\+?\d+$/i;

/** Whether a text is an id that looks like a whole number with an exponent: `10E2`, `535e10`. Programs that write numbers leave one digit before the exponent. */
export function isExponentId(text: string): boolean {
  return exponentOfId.test(text);
}

/** Whether a text is a whole number without a point and with an exponent: `1E3`, as R writes 100000, or an id. */
export function isExponentWhole(text: string): boolean {
  return exponentOfWhole.test(text);
}

/** Whether a text is one digit with an exponent without a sign, `1E3`: a code, or a number of a spreadsheet; programs write `1e+03` or `1000.0`. */
export function isExponentCode(text: string): boolean {
  return /^\de\d{1,2}$/i.test(text);
}

/** SQL of {@link isExponentCode}. */
export function exponentCodeIn(column: string): string {
  return `regexp_full_match(${column}, '[0-9][eE][0-9]{1,2}')`;
}

/** SQL of {@link isExponentId}. */
export function exponentIdIn(column: string): string {
  return `regexp_full_match(${column}, '[-+]?[0-9]{2,}[eE]\\+?[0-9]+')`;
}

/** SQL of whether a text that is a number may be written in two ways that mean two ids: with an exponent behind whole digits, or with a plus. No pattern: it is asked of every number. */
export function isOtherwiseWritten(column: string): string {
  const hasExponent = `(contains(${column}, 'e') OR contains(${column}, 'E'))`;
  const hasNone = ['.', 'e-', 'E-'].map((part) => `NOT contains(${column}, '${part}')`).join(' AND ');
  return `(starts_with(${column}, '+') OR (${hasExponent} AND ${hasNone}))`;
}

/** SQL that is true where a DOUBLE is no whole number that {@link pointBeyondDoubles} or {@link isCut} could have meant. */
export function needsNoCloserLook(column: string): string {
  return (
    `(CASE WHEN abs(${column}) < ${longest} THEN true` +
    ` WHEN abs(${column}) < ${bound} THEN ${column} % pow(10, floor(log10(abs(${column}))) - 5) <> 0 ELSE false END)`
  );
}

/**
 * Whether numbers are all whole and some are ids that may have lost digits: at least 2^53, or at least 1e11 and all of those with six digits and zeros only.
 * Missing values (NaN) do not count.
 */
export function mayBeCut(values: Float64Array, nRows: number): boolean {
  let isLong = false;
  let isRounded = true;
  let isBeyond = false;
  for (let i = 0; i < nRows; i++) {
    const value = values[i]!;
    if (value !== Math.floor(value)) {
      if (value === value) return false;
      continue;
    }
    const size = Math.abs(value);
    if (size < longest) continue;
    isLong = true;
    isBeyond ||= size >= bound;
    isRounded &&= size % 10 ** (Math.floor(Math.log10(size)) - 5) === 0;
  }
  return isBeyond || (isLong && isRounded);
}
