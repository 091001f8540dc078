import { InvalidArgumentError } from '@fraudx/core';
import { binomialProbability } from '../internal/binomial-probability.ts';

/** Tables this little more likely than the observed one count as equally likely: more than rounding makes, less than counts make. */
const tieTolerance = 1e-7;

/**
 * Chance of at least `hits` among `n` when `hits + otherHits` hits are spread blindly over `n + otherN` rows: Fisher's exact test,
 * one-sided. Right for any counts, however few.
 *
 * @param hits - In [0, n], whole.
 * @param n - >= 0, whole.
 * @param otherHits - In [0, otherN], whole.
 * @param otherN - >= 0, whole.
 * @throws {InvalidArgumentError} A count is not whole or out of its range.
 * @see Fisher (1922), "On the interpretation of χ² from contingency tables", Journal of the Royal Statistical Society 85(1).
 * @example
 * fisherExactGreater(5, 5, 0, 5); // 0.004
 */
export function fisherExactGreater(hits: number, n: number, otherHits: number, otherN: number): number {
  checkCounts('fisherExactGreater', hits, n, otherHits, otherN);
  const allHits = hits + otherHits;
  const misses = n + otherN - allHits;
  const most = Math.min(n, allHits);
  // below the mean the other tail is the small one
  if (hits * (n + otherN) < allHits * n) return 1 - tailSum(n - hits + 1, n, misses, allHits, Math.min(n, misses));
  return tailSum(hits, n, allHits, misses, most);
}

/**
 * Fisher's exact test, two-sided: the chance of a table that is at most as likely as this one when `hits + otherHits` hits are spread blindly
 * over `n + otherN` rows.
 *
 * @param hits - In [0, n], whole.
 * @param n - >= 0, whole.
 * @param otherHits - In [0, otherN], whole.
 * @param otherN - >= 0, whole.
 * @throws {InvalidArgumentError} A count is not whole or out of its range.
 * @see Fisher (1935), "The logic of inductive inference", Journal of the Royal Statistical Society 98(1); the same convention as SciPy's and R's.
 * @example
 * fisherExact(5, 5, 0, 5); // 0.0079
 */
export function fisherExact(hits: number, n: number, otherHits: number, otherN: number): number {
  checkCounts('fisherExact', hits, n, otherHits, otherN);
  const allHits = hits + otherHits;
  const misses = n + otherN - allHits;
  const [least, most] = [Math.max(0, n - misses), Math.min(n, allHits)];
  if (least === most) return 1;
  const limit = tableProbability(hits, n, allHits, misses) * (1 + tieTolerance);
  const isTail = (k: number): boolean => tableProbability(k, n, allHits, misses) <= limit;
  const mode = Math.floor(((n + 1) * (allHits + 1)) / (n + otherN + 2));
  // Probabilities fall from the mode to both ends.
  const above = firstTrue(Math.min(mode + 1, most + 1), most + 1, isTail);
  const below = -firstTrue(-Math.min(mode, most), -least + 1, (k) => isTail(-k));
  if (above === below + 1 || isTail(mode)) return 1;
  const lower = tailSum(n - below, n, misses, allHits, Math.min(n, misses));
  return Math.min(1, lower + tailSum(above, n, allHits, misses, most));
}

function checkCounts(owner: string, hits: number, n: number, otherHits: number, otherN: number): void {
  for (const [name, count, size] of [
    ['hits', hits, n],
    ['otherHits', otherHits, otherN],
  ] as const) {
    if (Number.isSafeInteger(count) && Number.isSafeInteger(size) && count >= 0 && count <= size) continue;
    throw new InvalidArgumentError(`${name} must be a whole number in [0, ${size}], got ${count}`, { subject: owner });
  }
}

/** First whole k in [from, to) with `holds`, which once true stays so; else `to`. */
function firstTrue(from: number, to: number, holds: (k: number) => boolean): number {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Chance of k marked ones among `n` drawn of `marked` and `plain` ones, after Loader (2000). */
function tableProbability(k: number, n: number, marked: number, plain: number): number {
  const total = marked + plain;
  if (n === 0 || n === total) return 1;
  const [p, q] = [n / total, (total - n) / total];
  const both = binomialProbability(k, marked, p, q) * binomialProbability(n - k, plain, p, q);
  return both / binomialProbability(n, total, p, q);
}

/** Chance of `from` to `to` marked ones among `n` drawn of `marked` and `plain` ones. */
function tailSum(from: number, n: number, marked: number, plain: number, to: number): number {
  if (from > to) return 0;
  let term = tableProbability(from, n, marked, plain);
  let sum = 0;
  for (let k = from; k <= to && term > 0; k++) {
    sum += term;
    term *= ((marked - k) / (k + 1)) * ((n - k) / (plain - n + k + 1));
  }
  return Math.min(1, sum);
}
