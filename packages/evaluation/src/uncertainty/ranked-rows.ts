import { sortedRows } from '../internal/sort-order.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';

/** Rows in descending order of score with the weight of each class at or above every position. Tied scores share one step. */
export interface RankedRows {
  /** Row at each position, length n. */
  readonly row: Uint32Array;
  /** Position after the last row of the same score, length n. */
  readonly end: Uint32Array;
  /** Weight of the frauds with a score at least that of the position, length n. */
  readonly tp: Float64Array;
  /** Weight of the genuine rows with a score at least that of the position, length n. */
  readonly fp: Float64Array;
  /** Weight of all frauds. */
  readonly positives: number;
  /** Weight of all genuine rows. */
  readonly negatives: number;
}

/** Ranks checked rows. */
export function rankRows({ yTrue, yScore, sampleWeight }: ScoredRows): RankedRows {
  const n = yTrue.length;
  const row = sortedRows(yScore).reverse();
  const end = new Uint32Array(n);
  const tp = new Float64Array(n);
  const fp = new Float64Array(n);
  let positives = 0;
  let negatives = 0;
  for (let k = 0; k < n;) {
    const score = yScore[row[k]!]!;
    let next = k;
    while (next < n && yScore[row[next] ?? 0] === score) {
      const i = row[next++]!;
      const weight = sampleWeight === undefined ? 1 : sampleWeight[i]!;
      if (yTrue[i] === 1) positives += weight;
      else negatives += weight;
    }
    for (; k < next; k++) {
      tp[k] = positives;
      fp[k] = negatives;
      end[k] = next;
    }
  }
  return { row, end, tp, fp, positives, negatives };
}

/** Weight of the frauds among the `k` highest scores; rows tied at the cut count by their mix. */
export function fraudsAmongTop({ end, tp, fp }: RankedRows, k: number): number {
  let frauds = 0;
  let all = 0;
  for (let at = 0; at < end.length; at = end[at]!) {
    const here = tp[at]! + fp[at]!;
    if (here >= k) return frauds + ((tp[at]! - frauds) * (k - all)) / (here - all);
    frauds = tp[at]!;
    all = here;
  }
  return frauds;
}
