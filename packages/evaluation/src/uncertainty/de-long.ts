import { checkLevel, normalCdf, normalQuantile } from '@fraudx/stats';
import { checkLabels, checkScores } from '../internal/check-inputs.ts';
import { sortedRows } from '../internal/sort-order.ts';

/** ROC AUC with its interval. */
export interface RocAucInterval {
  /** NaN unless both classes occur. */
  readonly rocAuc: number;
  /** NaN unless each class has two rows. */
  readonly standardError: number;
  /** Bounds, held inside [0, 1]; NaN unless each class has two rows. */
  readonly low: number;
  readonly high: number;
}

/** Two models' ROC AUC on the same rows. */
export interface RocAucComparison {
  readonly rocAuc: number;
  readonly baseline: number;
  /** rocAuc − baseline. */
  readonly difference: number;
  readonly standardError: number;
  /** Bounds of the difference; NaN unless each class has two rows. */
  readonly low: number;
  readonly high: number;
  /** Two-sided; 1 when the models rank alike. */
  readonly pValue: number;
}

interface Components {
  readonly rocAuc: number;
  /** Per row: the share of the other class that it is ordered rightly against. */
  readonly placement: Float64Array;
}

/** Placements of all rows by midranks, after Sun and Xu (2014). */
function placements(yTrue: Uint8Array, yScore: Float64Array, nPositive: number): Components {
  const n = yTrue.length;
  const nNegative = n - nPositive;
  const rows = sortedRows(yScore);
  const placement = new Float64Array(n);
  let positivesBelow = 0;
  let negativesBelow = 0;
  let sum = 0;
  for (let i = 0; i < n;) {
    const value = yScore[rows[i]!]!;
    let end = i;
    let positivesHere = 0;
    while (end < n && yScore[rows[end]!] === value) positivesHere += yTrue[rows[end++]!]!;
    const negativesHere = end - i - positivesHere;
    const ofPositive = (negativesBelow + negativesHere / 2) / nNegative;
    const ofNegative = 1 - (positivesBelow + positivesHere / 2) / nPositive;
    for (; i < end; i++) placement[rows[i]!] = yTrue[rows[i]!] === 1 ? ofPositive : ofNegative;
    sum += positivesHere * ofPositive;
    positivesBelow += positivesHere;
    negativesBelow += negativesHere;
  }
  return { rocAuc: sum / nPositive, placement };
}

/** Variance of a mean of placements: the sum over classes of sample variance ÷ size. */
function varianceOf(yTrue: Uint8Array, placement: (row: number) => number, nPositive: number): number {
  const size = [yTrue.length - nPositive, nPositive];
  const mean = [0, 0];
  for (let i = 0; i < yTrue.length; i++) mean[yTrue[i]!]! += placement(i) / size[yTrue[i]!]!;
  const squares = [0, 0];
  for (let i = 0; i < yTrue.length; i++) squares[yTrue[i]!]! += (placement(i) - mean[yTrue[i]!]!) ** 2;
  return squares[0]! / (size[0]! - 1) / size[0]! + squares[1]! / (size[1]! - 1) / size[1]!;
}

function count(yTrue: Uint8Array): number {
  let sum = 0;
  for (const label of yTrue) sum += label;
  return sum;
}

/**
 * ROC AUC with DeLong's interval: no resampling, exact in large samples.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yScore - Scores, length n, finite; any monotone scale.
 * @param options - `level`: confidence in (0, 1), default 0.95.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A bad label, score or level.
 * @remarks O(n log n) time.
 * @see DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44(3); Sun and Xu (2014), IEEE Signal Processing Letters 21(11).
 */
export function rocAucInterval(
  yTrue: Uint8Array,
  yScore: Float64Array,
  options: { readonly level?: number } = {},
): RocAucInterval {
  const level = options.level ?? 0.95;
  checkLabels('rocAucInterval', 'yTrue', yTrue);
  checkScores('rocAucInterval', yScore, yTrue.length);
  checkLevel('rocAucInterval', level);
  const nPositive = count(yTrue);
  const { rocAuc, placement } = placements(yTrue, yScore, nPositive);
  const standardError = Math.sqrt(varianceOf(yTrue, (i) => placement[i]!, nPositive));
  const reach = normalQuantile(0.5 + level / 2) * standardError;
  return { rocAuc, standardError, low: Math.max(0, rocAuc - reach), high: Math.min(1, rocAuc + reach) };
}

/**
 * Difference in ROC AUC of two models on the same rows, with DeLong's paired interval and test.
 *
 * @param yTrue - Labels, length n >= 1, each 0 or 1.
 * @param yScore - Scores of the model, length n, finite.
 * @param yScoreBaseline - Scores of the baseline for the same rows, length n, finite.
 * @param options - `level`: confidence in (0, 1), default 0.95.
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A bad label, score or level.
 * @see DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44(3).
 */
export function compareRocAuc(
  yTrue: Uint8Array,
  yScore: Float64Array,
  yScoreBaseline: Float64Array,
  options: { readonly level?: number } = {},
): RocAucComparison {
  const level = options.level ?? 0.95;
  checkLabels('compareRocAuc', 'yTrue', yTrue);
  checkScores('compareRocAuc', yScore, yTrue.length);
  checkScores('compareRocAuc', yScoreBaseline, yTrue.length, 'any', 'yScoreBaseline');
  checkLevel('compareRocAuc', level);
  const nPositive = count(yTrue);
  const a = placements(yTrue, yScore, nPositive);
  const b = placements(yTrue, yScoreBaseline, nPositive);
  const difference = a.rocAuc - b.rocAuc;
  const standardError = Math.sqrt(varianceOf(yTrue, (i) => a.placement[i]! - b.placement[i]!, nPositive));
  const reach = normalQuantile(0.5 + level / 2) * standardError;
  const pValue =
    standardError === 0 ? (difference === 0 ? 1 : 0) : 2 * normalCdf(-Math.abs(difference) / standardError);
  return {
    rocAuc: a.rocAuc,
    baseline: b.rocAuc,
    difference,
    standardError,
    low: difference - reach,
    high: difference + reach,
    pValue,
  };
}
