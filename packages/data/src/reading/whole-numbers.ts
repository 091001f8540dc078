/** Whole numbers below it, and above its negative, are all doubles of their own. */
const bound = 9_007_199_254_740_992;

/** Whether a text is a whole number that a double may not hold exactly: digits alone, at least 2^53 whatever the sign. */
export function isBeyondDoubles(text: string): boolean {
  return text.length > 15 && /^[-+]?\d{16,}$/.test(text) && !Number.isSafeInteger(Number(text));
}

/** The same as SQL, of a text. */
export function textBeyondDoubles(column: string): string {
  return (
    `(length(${column}) > 15 AND regexp_full_match(${column}, '[-+]?[0-9]{16,}')` +
    ` AND NOT coalesce(abs(TRY_CAST(${column} AS DOUBLE)) < ${bound}, false))`
  );
}

/** The same as SQL, of a whole number of any width. */
export function numberBeyondDoubles(column: string): string {
  return `(${column} >= ${bound} OR ${column}::HUGEINT <= -${bound})`;
}

/** SQL that is true where a DOUBLE is no whole number that {@link textBeyondDoubles} could have meant. */
export function isWithinDoubles(column: string): string {
  return `(abs(${column}) < ${bound})`;
}
