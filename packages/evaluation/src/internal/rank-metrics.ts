import type { RankCounts } from './ranking.ts';

/** Area under the ROC curve by the trapezoidal rule, which counts a tie as one half; NaN without both classes. */
export function rocAucOf({ size, tp, fp, positives, negatives }: RankCounts): number {
  if (positives === 0 || negatives === 0) return NaN;
  let area = 0;
  let lastTp = 0;
  let lastFp = 0;
  for (let k = 0; k < size; k++) {
    area += (fp[k]! - lastFp) * (tp[k]! + lastTp);
    lastTp = tp[k]!;
    lastFp = fp[k]!;
  }
  return area / 2 / positives / negatives;
}

/** Average precision: precision weighted by the steps of recall; NaN without positives. */
export function averagePrecisionOf({ size, tp, fp, positives }: RankCounts): number {
  if (positives === 0) return NaN;
  let sum = 0;
  let last = 0;
  for (let k = 0; k < size; k++) {
    const here = tp[k]!;
    if (here === last) continue;
    sum += ((here - last) * here) / (here + fp[k]!);
    last = here;
  }
  return sum / positives;
}

/** Largest recall of a rule whose false-positive rate is at most `rate`; NaN without both classes. */
export function recallAtRateOf({ size, tp, fp, positives, negatives }: RankCounts, rate: number): number {
  if (positives === 0 || negatives === 0) return NaN;
  let best = 0;
  for (let k = 0; k < size && fp[k]! / negatives <= rate; k++) best = tp[k]!;
  return best / positives;
}

/** Share of fraud among the k highest scores, a tie at the cut counted by its mix; NaN when k exceeds the weight of all rows. */
export function precisionAtKOf({ size, tp, fp, positives, negatives }: RankCounts, k: number): number {
  if (k > positives + negatives) return NaN;
  let lastTp = 0;
  let lastAll = 0;
  for (let i = 0; i < size; i++) {
    const all = tp[i]! + fp[i]!;
    if (all >= k) return (lastTp + ((tp[i]! - lastTp) * (k - lastAll)) / (all - lastAll)) / k;
    lastTp = tp[i]!;
    lastAll = all;
  }
  return lastTp / k;
}

/** Largest distance between the score distributions of the two classes; NaN without both. */
export function ksOf({ size, tp, fp, positives, negatives }: RankCounts): number {
  if (positives === 0 || negatives === 0) return NaN;
  let best = 0;
  for (let k = 0; k < size; k++) {
    const gap = Math.abs(tp[k]! / positives - fp[k]! / negatives);
    if (gap > best) best = gap;
  }
  return best;
}
