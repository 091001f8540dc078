import { betaTails } from '../internal/beta-tails.ts';
import { checkNotNegative, checkPositive } from '../internal/check-number.ts';
import type { Tails } from '../internal/tails.ts';

function tails(owner: string, f: number, df1: number, df2: number): Tails {
  checkNotNegative(owner, 'f', f);
  checkPositive(owner, 'df1', df1);
  checkPositive(owner, 'df2', df2);
  if (Number.isNaN(f)) return { lower: NaN, upper: NaN };
  if (f === Infinity) return { lower: 1, upper: 0 };
  const ratio = f * (df1 / df2);
  return betaTails(df1 / 2, df2 / 2, ratio / (1 + ratio), 1 / (1 + ratio));
}

/**
 * Distribution function of Fisher's F.
 *
 * @param f - >= 0; NaN gives NaN.
 * @param df1 - Degrees of freedom of the numerator > 0, finite.
 * @param df2 - Degrees of freedom of the denominator > 0, finite.
 * @throws {InvalidArgumentError} An argument out of its range.
 * @example
 * fCdf(6.6079, 1, 5); // 0.95
 */
export function fCdf(f: number, df1: number, df2: number): number {
  return tails('fCdf', f, df1, df2).lower;
}

/** Chance that an F variable exceeds f: 1 − {@link fCdf}, with all digits also where it is small. */
export function fSf(f: number, df1: number, df2: number): number {
  return tails('fSf', f, df1, df2).upper;
}
