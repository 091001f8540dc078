/** Natural logarithm of n!, n >= 0 and whole: the product up to 20, beyond Stirling's series. */
function logFactorial(n: number): number {
  if (n <= 20) {
    let product = 1;
    for (let i = 2; i <= n; i++) product *= i;
    return Math.log(product);
  }
  const series = 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
  return (n + 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + series;
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/**
 * Chance of at least `hits` among `n` when `hits + otherHits` hits are spread blindly over `n + otherN` rows: Fisher's exact test,
 * one-sided. Right for any counts, however few.
 *
 * @param hits - In [0, n], whole.
 * @param otherHits - In [0, otherN], whole.
 * @see Fisher (1922), "On the interpretation of χ² from contingency tables", Journal of the Royal Statistical Society 85(1).
 */
export function fisherExactGreater(hits: number, n: number, otherHits: number, otherN: number): number {
  const allHits = hits + otherHits;
  const misses = n + otherN - allHits;
  const most = Math.min(n, allHits);
  // below the mean the other tail is the small one
  if (hits * (n + otherN) < allHits * n) return 1 - fisherTail(n - hits + 1, n, misses, allHits, Math.min(n, misses));
  return fisherTail(hits, n, allHits, misses, most);
}

/** Chance of `from` to `to` marked ones among `n` drawn of `marked` and `plain` ones. */
function fisherTail(from: number, n: number, marked: number, plain: number, to: number): number {
  if (from > to) return 0;
  let term = Math.exp(logChoose(marked, from) + logChoose(plain, n - from) - logChoose(marked + plain, n));
  let sum = 0;
  for (let k = from; k <= to && term > 0; k++) {
    sum += term;
    term *= ((marked - k) / (k + 1)) * ((n - k) / (plain - n + k + 1));
  }
  return Math.min(1, sum);
}
