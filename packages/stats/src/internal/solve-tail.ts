import type { Tails } from './tails.ts';

/** A distribution over the whole line of s. */
interface Curve {
  /** Where to begin. */
  readonly start: number;
  readonly tails: (s: number) => Tails;
  /** Density at s. */
  readonly density: (s: number) => number;
}

/**
 * The place where a distribution has the tails `lower` and `upper` (their sum is 1, both > 0): Newton's steps on the logarithm of the smaller
 * tail, held inside what brackets the answer.
 */
export function solveTail({ start, tails, density }: Curve, lower: number, upper: number): number {
  const byLower = lower <= upper;
  const target = byLower ? lower : upper;
  let low = -Infinity;
  let high = Infinity;
  let reach = 1;
  let s = start;
  for (let i = 0; i < 300; i++) {
    const at = tails(s);
    const tail = byLower ? at.lower : at.upper;
    const gap = (byLower ? 1 : -1) * Math.log(tail / target);
    if (gap === 0) return s;
    if (gap < 0) low = s;
    else high = s;
    let next = s - (gap * tail) / density(s);
    if (!(next > low && next < high) || (Math.abs(next - s) > reach && !(low > -Infinity && high < Infinity))) {
      // Newton's step leads out, or far off before anything brackets the answer.
      next = low === -Infinity ? high - reach : high === Infinity ? low + reach : (low + high) / 2;
      reach *= 2;
    }
    if (Math.abs(next - s) <= 2e-16 * Math.max(1, Math.abs(s))) return next;
    s = next;
  }
  return s;
}
