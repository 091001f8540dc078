import { rocAucOf } from '../internal/rank-metrics.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import type { Linearized } from './linearized.ts';
import { fraudsAmongTop } from './ranked-rows.ts';
import type { RankedRows } from './ranked-rows.ts';

const one = (): number => 1;
const weightOf = ({ sampleWeight }: ScoredRows): ((row: number) => number) =>
  sampleWeight === undefined ? one : (row) => sampleWeight[row]!;

/** Weight of a typical row of a class: Σ w² ÷ Σ w; 1 without weights. */
function rowWeight({ yTrue, sampleWeight }: ScoredRows, label: number): number {
  if (sampleWeight === undefined) return 1;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < yTrue.length; i++) {
    if (yTrue[i] !== label) continue;
    sum += sampleWeight[i]!;
    squares += sampleWeight[i]! ** 2;
  }
  return sum > 0 ? squares / sum : 1;
}

/** Weight of each fraud, 0 for genuine rows: what metrics of the frauds' ranks average over. */
function fraudSize({ yTrue, sampleWeight }: ScoredRows): Float64Array {
  const size = new Float64Array(yTrue.length);
  for (let i = 0; i < size.length; i++) if (yTrue[i] === 1) size[i] = sampleWeight === undefined ? 1 : sampleWeight[i]!;
  return size;
}

/**
 * ROC AUC: a row's influence is how much better or worse than the mean it is ordered against the other class (its placement).
 *
 * @see DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44(3).
 */
export function linearizeRocAuc(rows: ScoredRows, ranked: RankedRows): Linearized {
  const { yTrue } = rows;
  const { row, end, tp, fp, positives, negatives } = ranked;
  const n = row.length;
  const weight = weightOf(rows);
  const influence = new Float64Array(n);
  const value = rocAucOf({ ...ranked, size: n });
  for (let k = 0, before = [0, 0]; k < n;) {
    const ofFraud = 1 - (before[1]! + fp[k]!) / 2 / negatives;
    const ofGenuine = (before[0]! + tp[k]!) / 2 / positives;
    before = [tp[k]!, fp[k]!];
    for (const next = end[k]!; k < next; k++) {
      const i = row[k]!;
      influence[i] = weight(i) * (yTrue[i] === 1 ? (ofFraud - value) / positives : (ofGenuine - value) / negatives);
    }
  }
  return { value, influence, size: fraudSize(rows) };
}

/**
 * Average precision: the derivative of Σ (Rₖ − Rₖ₋₁) Pₖ by the weight of each row. A fraud adds its own precision and raises that of
 * the frauds below it; a genuine row lowers the precision of the frauds below it.
 */
export function linearizeAveragePrecision(rows: ScoredRows, { row, end, tp, fp, positives }: RankedRows): Linearized {
  const { yTrue } = rows;
  const n = row.length;
  const weight = weightOf(rows);
  let value = positives > 0 ? 0 : NaN;
  for (let k = 0, before = 0; k < n; before = tp[k]!, k = end[k]!) {
    if (tp[k]! > before) value += ((tp[k]! - before) * tp[k]!) / (tp[k]! + fp[k]!) / positives;
  }
  const influence = new Float64Array(n);
  let raised = 0;
  let lowered = 0;
  for (let k = n - 1; k >= 0;) {
    let start = k;
    while (start > 0 && end[start - 1] === end[k]) start--;
    const all = tp[k]! + fp[k]!;
    const step = tp[k]! - (start === 0 ? 0 : tp[start - 1]!);
    if (step > 0) {
      raised += (step * fp[k]!) / all / all;
      lowered += (step * tp[k]!) / all / all;
    }
    const precision = all === 0 ? 0 : tp[k]! / all;
    for (; k >= start; k--) {
      const i = row[k]!;
      influence[i] = (weight(i) * (yTrue[i] === 1 ? precision + raised - value : -lowered)) / positives;
    }
  }
  return { value, influence, size: fraudSize(rows) };
}

/** The Kolmogorov–Smirnov distance, at the score where it is reached. */
export function linearizeKs(rows: ScoredRows, { row, end, tp, fp, positives, negatives }: RankedRows): Linearized {
  const { yTrue } = rows;
  const weight = weightOf(rows);
  let value = positives > 0 && negatives > 0 ? 0 : NaN;
  let cut = 0;
  for (let k = 0; k < row.length; k = end[k]!) {
    const gap = Math.abs(tp[k]! / positives - fp[k]! / negatives);
    if (gap > value) [value, cut] = [gap, end[k]!];
  }
  const [recall, rate] = cut === 0 ? [0, 0] : [tp[cut - 1]! / positives, fp[cut - 1]! / negatives];
  const sign = recall >= rate ? 1 : -1;
  const influence = new Float64Array(row.length);
  for (let k = 0; k < row.length; k++) {
    const i = row[k]!;
    const above = k < cut ? 1 : 0;
    influence[i] = sign * weight(i) * (yTrue[i] === 1 ? (above - recall) / positives : -(above - rate) / negatives);
  }
  return { value, influence, size: fraudSize(rows) };
}

/**
 * Highest recall of a threshold whose false-positive rate is at most `bound`: frauds count as in a recall, genuine rows move the
 * threshold, by the slope of the ROC curve there.
 */
export function linearizeRecallAtFpr(rows: ScoredRows, ranked: RankedRows, bound: number): Linearized {
  const { yTrue } = rows;
  const { row, end, tp, fp, positives, negatives } = ranked;
  const n = row.length;
  const weight = weightOf(rows);
  const allowed = bound * negatives;
  // About one standard error of the number of genuine rows above the threshold, either way, in the weight of a row.
  const unit = rowWeight(rows, 0);
  const reach = unit * Math.max(2, Math.sqrt(allowed / unit));
  let at = 0;
  let below = [0, 0];
  let above: readonly number[] = [positives, negatives];
  for (let k = 0; k < n; k = end[k]!) {
    if (fp[k]! / negatives <= bound) at = end[k]!;
    if (fp[k]! <= allowed - reach) below = [tp[k]!, fp[k]!];
    if (fp[k]! >= allowed + reach) {
      above = [tp[k]!, fp[k]!];
      break;
    }
  }
  const slope = ((above[0]! - below[0]!) / positives) * (negatives / (above[1]! - below[1]!));
  const value = !(positives > 0 && negatives > 0) ? NaN : at === 0 ? 0 : tp[at - 1]! / positives;
  const influence = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const i = row[k]!;
    const hit = k < at ? 1 : 0;
    influence[i] = weight(i) * (yTrue[i] === 1 ? (hit - value) / positives : (-slope * (hit - bound)) / negatives);
  }
  return { value, influence, size: fraudSize(rows) };
}

/**
 * Share of fraud among the k highest scores, k being a fixed share of all rows: a row above the cut counts by its label and pushes
 * out one at the cut, whose chance of fraud is taken from the rows around it.
 */
export function linearizePrecisionAtK(rows: ScoredRows, ranked: RankedRows, k: number): Linearized {
  const { yTrue } = rows;
  const { row, end, tp, fp, positives, negatives } = ranked;
  const n = row.length;
  const weight = weightOf(rows);
  const all = positives + negatives;
  const size = new Float64Array(n);
  const influence = new Float64Array(n);
  if (k > all) return { value: NaN, influence, size };
  const value = fraudsAmongTop(ranked, k) / k;
  const reach = Math.max(5, 2 * Math.sqrt(k));
  const [from, to] = [Math.max(0, k - reach), Math.min(all, k + reach)];
  const atCut = to > from ? (fraudsAmongTop(ranked, to) - fraudsAmongTop(ranked, from)) / (to - from) : value;
  for (let p = 0, before = 0; p < n;) {
    const here = tp[p]! + fp[p]!;
    // Rows tied at the cut are inside by their mix.
    const inside = here <= k ? 1 : before >= k ? 0 : (k - before) / (here - before);
    before = here;
    for (const next = end[p]!; p < next; p++) {
      const i = row[p]!;
      const w = weight(i);
      size[i] = w * inside;
      influence[i] = (w * (inside * (yTrue[i]! - atCut) - (value - atCut) * (k / all))) / k;
    }
  }
  return { value, influence, size };
}
