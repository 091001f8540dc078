import { wilsonInterval } from '@fraudx/stats';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import type { SliceColumn } from './slice-column.ts';

/** ROC AUC inside a slice and among all other rows; NaN where a class is missing. */
export interface SliceRanking {
  readonly rocAuc: number;
  readonly elsewhere: number;
}

/** ROC AUC inside and outside every slice of a column, in one pass over the rows in order of score. */
export function rankSlices({ yTrue, yScore }: ScoredRows, column: SliceColumn, order: Uint32Array): SliceRanking[] {
  const { codes } = column;
  const make = (): Float64Array => new Float64Array(column.values.length + 1);
  // Rows of no slice are counted under the last entry, so that no row needs a branch of its own.
  const none = column.values.length;
  const [fraud, genuine, fraudTied, genuineTied] = [make(), make(), make(), make()];
  /** Pairs with the fraud above, ties half: both of the slice; fraud of the slice and any genuine row. */
  const [within, ofFraud] = [make(), make()];
  /** Pairs with the fraud below, ties half: any fraud and a genuine row of the slice. */
  const below = make();
  let [allFraud, allGenuine] = [0, 0];
  for (let from = 0; from < order.length;) {
    const score = yScore[order[from]!]!;
    let [tiedFraud, tiedGenuine] = [0, 0];
    let to = from;
    for (; to < order.length && yScore[order[to]!] === score; to++) {
      const row = order[to]!;
      const code = codes[row]! < 0 ? none : codes[row]!;
      if (yTrue[row] === 1) {
        tiedFraud++;
        fraudTied[code]!++;
      } else {
        tiedGenuine++;
        genuineTied[code]!++;
      }
    }
    for (let at = from; at < to; at++) {
      const row = order[at]!;
      const code = codes[row]! < 0 ? none : codes[row]!;
      if (yTrue[row] === 1) {
        within[code]! += genuine[code]! + genuineTied[code]! / 2;
        ofFraud[code]! += allGenuine + tiedGenuine / 2;
      } else below[code]! += allFraud + tiedFraud / 2;
    }
    for (let at = from; at < to; at++) {
      const row = order[at]!;
      const code = codes[row]! < 0 ? none : codes[row]!;
      if (yTrue[row] === 1) {
        fraud[code]!++;
        fraudTied[code] = 0;
      } else {
        genuine[code]!++;
        genuineTied[code] = 0;
      }
    }
    allFraud += tiedFraud;
    allGenuine += tiedGenuine;
    from = to;
  }
  const pairs = ofFraud.reduce((sum, one) => sum + one, 0);
  return column.values.map((_, code) => {
    const [f, g] = [fraud[code]!, genuine[code]!];
    const [otherF, otherG] = [allFraud - f, allGenuine - g];
    const others = pairs - ofFraud[code]! - (g * allFraud - below[code]!) + within[code]!;
    return {
      rocAuc: f * g === 0 ? NaN : within[code]! / (f * g),
      elsewhere: otherF * otherG === 0 ? NaN : others / (otherF * otherG),
    };
  });
}

/** Bounds of a ROC AUC that hold whatever the distributions of the scores: its variance is at most that of a share of the rarer class. */
export function rankingBounds(rocAuc: number, fewer: number, level: number): { low: number; high: number } {
  return wilsonInterval(Math.min(fewer, Math.max(0, rocAuc * fewer)), fewer, level);
}

/** A fall of ROC AUC against the other rows, and its lower bound. */
export interface RankingFall {
  readonly fall: number;
  readonly low: number;
}

/**
 * How much lower a ROC AUC is than another of other rows, with the lower bound by the square-and-add method.
 *
 * @param fewer - Rows of the rarer class of each.
 * @see Birnbaum and Klose (1957), "Bounds for the variance of the Mann–Whitney statistic", Annals of Mathematical Statistics 28(4); Zou
 * and Donner (2008), "Construction of confidence limits about effect measures", Statistics in Medicine 27(10).
 */
export function rankingFall(
  { rocAuc, elsewhere }: SliceRanking,
  fewer: number,
  fewerElsewhere: number,
  level: number,
): RankingFall {
  const fall = elsewhere - rocAuc;
  const own = rankingBounds(rocAuc, fewer, level);
  const other = rankingBounds(elsewhere, fewerElsewhere, level);
  return { fall, low: fall - Math.hypot(elsewhere - other.low, own.high - rocAuc) };
}
