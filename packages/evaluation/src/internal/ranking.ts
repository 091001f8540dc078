import { dealing, sortedRows, sortedValues, tally } from './sort-order.ts';
import type { Tally } from './sort-order.ts';

/**
 * Scores ranked once; every rank metric and curve reads this.
 *
 * Point k is the rule "score >= threshold[k] is fraud", from the strictest rule to the one that flags everything. Tied scores
 * are one point.
 */
export interface Ranking {
  /** Number of points: distinct scores. */
  readonly size: number;
  /** Distinct scores in descending order, length size. */
  readonly threshold: Float64Array;
  /** Weight of the positives at or above each threshold, length size. */
  readonly tp: Float64Array;
  /** Weight of the negatives at or above each threshold, length size. */
  readonly fp: Float64Array;
  /** Weight of all positives. */
  readonly positives: number;
  /** Weight of all negatives. */
  readonly negatives: number;
}

/** A ranking without its thresholds. */
export type RankCounts = Omit<Ranking, 'threshold'>;

function finish(threshold: Float64Array, tp: Float64Array, fp: Float64Array, size: number): Ranking {
  return {
    size,
    threshold: threshold.subarray(0, size),
    tp: tp.subarray(0, size),
    fp: fp.subarray(0, size),
    positives: size === 0 ? 0 : tp[size - 1]!,
    negatives: size === 0 ? 0 : fp[size - 1]!,
  };
}

function rankTally({ value, rows, positives }: Tally): Ranking {
  const size = rows.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  const threshold = new Float64Array(size);
  const tp = new Float64Array(size);
  const fp = new Float64Array(size);
  let [k, sumPositive, sumNegative] = [0, 0, 0];
  for (let b = rows.length - 1; b >= 0; b--) {
    if (rows[b] === 0) continue;
    sumPositive += positives[b]!;
    sumNegative += rows[b]! - positives[b]!;
    threshold[k] = value[b]!;
    tp[k] = sumPositive;
    fp[k++] = sumNegative;
  }
  return finish(threshold, tp, fp, size);
}

function rankUnweighted(yTrue: Uint8Array, yScore: Float64Array): Ranking {
  const n = yTrue.length;
  const deal = dealing(yScore);
  const tied = tally(yScore, yTrue, deal);
  if (tied !== undefined) return rankTally(tied);
  let nPositive = 0;
  for (let i = 0; i < n; i++) nPositive += yTrue[i]!;
  const positives = sortedValues(yScore, yTrue, 1, nPositive, deal);
  const negatives = sortedValues(yScore, yTrue, 0, n - nPositive, deal);
  const threshold = new Float64Array(n);
  const tp = new Float64Array(n);
  const fp = new Float64Array(n);
  let i = nPositive - 1;
  let j = n - nPositive - 1;
  let size = 0;
  while (i >= 0 || j >= 0) {
    const value = i < 0 ? negatives[j]! : j < 0 || positives[i]! > negatives[j]! ? positives[i]! : negatives[j]!;
    while (i >= 0 && positives[i] === value) i--;
    while (j >= 0 && negatives[j] === value) j--;
    threshold[size] = value;
    tp[size] = nPositive - 1 - i;
    fp[size] = n - nPositive - 1 - j;
    size++;
  }
  return finish(threshold, tp, fp, size);
}

function rankWeighted(yTrue: Uint8Array, yScore: Float64Array, weight: ArrayLike<number>): Ranking {
  const rows = sortedRows(yScore);
  const n = rows.length;
  const threshold = new Float64Array(n);
  const tp = new Float64Array(n);
  const fp = new Float64Array(n);
  let size = 0;
  let sumPositive = 0;
  let sumNegative = 0;
  let i = n - 1;
  while (i >= 0) {
    const value = yScore[rows[i]!]!;
    let weightHere = 0;
    while (i >= 0 && yScore[rows[i]!] === value) {
      const row = rows[i--]!;
      const w = weight[row]!;
      weightHere += w;
      if (yTrue[row] === 1) sumPositive += w;
      else sumNegative += w;
    }
    if (weightHere === 0) continue;
    threshold[size] = value;
    tp[size] = sumPositive;
    fp[size] = sumNegative;
    size++;
  }
  return finish(threshold, tp, fp, size);
}

/** Ranks checked inputs. Rows of weight 0 count as absent. */
export function rank(yTrue: Uint8Array, yScore: Float64Array, weight?: ArrayLike<number>): Ranking {
  return weight === undefined ? rankUnweighted(yTrue, yScore) : rankWeighted(yTrue, yScore, weight);
}
