/** Ranks of values from 1 on, those of equal ones their mean, times two: whole numbers. */
function doubledRanks(values: readonly number[]): number[] {
  const order = [...values.keys()].toSorted((a, b) => values[a]! - values[b]!);
  const ranks: number[] = Array.from({ length: values.length }, () => 0);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end]!] === values[order[start]!]) end++;
    for (let i = start; i < end; i++) ranks[order[i]!] = start + end + 1;
    start = end;
  }
  return ranks;
}

/**
 * The p value of Wilcoxon's signed-rank test that differences tend to be above 0: exact, over all signs of the differences, however many are equal. Half of
 * the rank of a difference of 0 counts as above (`zsplit` of scipy).
 *
 * @param differences - Finite; at least 1. Takes n³ steps for n of them.
 * @returns In (0, 1]; of small differences with many signs to come a small one says that 0 is not their middle.
 * @see Wilcoxon (1945), "Individual comparisons by ranking methods", Biometrics Bulletin 1(6); Pratt (1959), "Remarks on zeros and ties in the Wilcoxon
 * signed rank procedures", JASA 54.
 */
export function signedRankAbove(differences: readonly number[]): number {
  const ranks = doubledRanks(differences.map((one) => Math.abs(one)));
  // doubled again, for halves of the ranks of zeros
  let above = 0;
  for (const [i, one] of differences.entries()) above += one > 0 ? 2 * ranks[i]! : one === 0 ? ranks[i]! : 0;
  const signed = ranks.filter((_, i) => differences[i] !== 0);
  const ofZeros = ranks.reduce((sum, rank, i) => sum + (differences[i] === 0 ? rank : 0), 0);
  // probability of each sum of the ranks above
  let chance = new Float64Array([1]);
  for (const rank of signed) {
    const next = new Float64Array(chance.length + rank);
    for (const [sum, p] of chance.entries()) {
      next[sum]! += p / 2;
      next[sum + rank]! += p / 2;
    }
    chance = next;
  }
  let p = 0;
  for (const [sum, one] of chance.entries()) if (2 * sum + ofZeros >= above) p += one;
  return Math.min(1, p);
}
