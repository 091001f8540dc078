import { regularizedBetaUpper, studentTCdf } from '@fraudx/stats';
import { effectiveSize } from '../uncertainty/interval-bounds.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import { sortedRows } from '../internal/sort-order.ts';
import { samplingDesign } from '../uncertainty/sampling-error.ts';
import type { Ranking } from '../internal/ranking.ts';

/** Confidence with which a budget is to hold on new rows. */
export const BUDGET_CONFIDENCE = 0.9;

/** Fewest days whose own differences decide, and not the number of rows alone. */
const FEWEST_DAYS = 5;

type Rows = Omit<ScoredRows, 'threshold' | 'card'>;

/**
 * Chance that a threshold that lets `count` of `n` rows through lets at most a share `bound` of all such rows through: the chance that more
 * than `count` of n fall above the true quantile.
 *
 * @see Tong, Feng and Li (2018), "Neyman–Pearson classification algorithms and NP receiver operating characteristics", Science Advances 4(2),
 * proposition 1.
 */
function orderStatisticConfidence(count: number, n: number, bound: number): number {
  if (bound >= 1) return 1;
  if (count >= n) return 0;
  // P(Binomial(n, bound) > count) = I_bound(count + 1, n − count)
  return 1 - regularizedBetaUpper(bound, count + 1, n - count);
}

/** Confidence at each point of the ranking that its false-positive rate is at most `bound` on new rows. */
export function rateConfidence({ size, fp, negatives }: Ranking, rows: Rows, bound: number): Float64Array {
  const { yTrue, sampleWeight } = rows;
  // Rows with weights are fewer than they seem.
  const n = sampleWeight === undefined ? negatives : effectiveSize(sampleWeight.filter((_, i) => yTrue[i] === 0));
  const confidence = new Float64Array(size).fill(negatives === 0 ? 1 : 0);
  // Beyond the budget there is no confidence worth computing.
  for (let k = 0; k < size && fp[k]! / negatives <= bound; k++) {
    confidence[k] = orderStatisticConfidence((fp[k]! / negatives) * n, n, bound);
  }
  return confidence;
}

/**
 * Confidence at each point of the ranking that its mean number of alerts per day is at most `bound` on new days: the smaller of what the
 * number of alerts and, from five days on, what the differences between the days say (Student's t of the days' counts).
 */
export function alertsConfidence(ranking: Ranking, rows: Rows, day: Int32Array, bound: number): Float64Array {
  const { size, threshold, tp, fp, positives, negatives } = ranking;
  const { dayShare = 1, sampleWeight, yScore } = rows;
  const { day: indexOfDay, nDays } = samplingDesign({ ...rows, day }, 'by-day');
  const all = positives + negatives;
  const n = sampleWeight === undefined ? all : effectiveSize(sampleWeight);
  const share = Math.min(1, (bound * nDays * dayShare) / all);
  const confidence = new Float64Array(size);
  for (let k = 0; k < size && (tp[k]! + fp[k]!) / all <= share; k++) {
    confidence[k] = orderStatisticConfidence(((tp[k]! + fp[k]!) / all) * n, n, share);
  }
  if (nDays < FEWEST_DAYS) return confidence;
  const counts = new Float64Array(nDays);
  const rowsOf = new Float64Array(nDays);
  for (let i = 0; i < yScore.length; i++) rowsOf[indexOfDay[i]!]! += sampleWeight === undefined ? 1 : sampleWeight[i]!;
  const rowSquares = rowsOf.reduce((total, one) => total + one * one, 0);
  let sum = 0;
  let squares = 0;
  let products = 0;
  const ascending = sortedRows(yScore);
  for (let k = 0, next = ascending.length - 1; k < size; k++) {
    for (; next >= 0 && yScore[ascending[next]!]! >= threshold[k]!; next--) {
      const row = ascending[next]!;
      const weight = sampleWeight === undefined ? 1 : sampleWeight[row]!;
      const d = indexOfDay[row]!;
      squares += weight * (2 * counts[d]! + weight);
      products += weight * rowsOf[d]!;
      counts[d]! += weight;
      sum += weight;
    }
    const mean = sum / nDays;
    const room = bound * dayShare - mean;
    // Around what a day of so many rows would have: a day that was cut is no quiet day.
    const rate = sum / all;
    const deviations = squares - 2 * rate * products + rate ** 2 * rowSquares;
    const variance = Math.max(0, deviations) / (nDays - 1);
    const ofDays = room < 0 ? 0 : variance > 0 ? studentTCdf(room / Math.sqrt(variance / nDays), nDays - 1) : 1;
    confidence[k] = Math.min(confidence[k]!, ofDays);
  }
  return confidence;
}
