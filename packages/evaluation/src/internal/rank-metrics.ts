import type { Ranking } from './ranking.ts';

/** Area under the ROC curve by the trapezoidal rule, which counts a tie as one half; NaN without both classes. */
export function rocAucOf({ size, tp, fp, positives, negatives }: Ranking): number {
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
export function averagePrecisionOf({ size, tp, fp, positives }: Ranking): number {
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
