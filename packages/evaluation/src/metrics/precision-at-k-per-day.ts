import { ShapeError } from '@fraudx/core';
import { checkLabels, checkScores } from '../internal/check-inputs.ts';
import { groupByDay } from '../internal/group-by-day.ts';
import { precisionAtKOf } from '../internal/rank-metrics.ts';
import { rank } from '../internal/ranking.ts';
import { cardPrecisionOf } from './card-precision-at-k.ts';
import type { CardPrecision, CardRows } from './card-precision-at-k.ts';
import { checkK } from './precision-at-k.ts';

/**
 * Precision@k per day over transactions: each day the k highest scores are looked at; how many are fraud.
 *
 * Divides by k even where a day has fewer rows. Rows tied at the cut count by their mix.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A bad label or score, or k < 1.
 * @see Le Borgne, Siblini, Lebichot and Bontempi (2022), "Reproducible machine learning for credit card fraud detection",
 * chapter 4.4.
 */
export function precisionAtKPerDay(rows: Omit<CardRows, 'card' | 'removeDetected'>): CardPrecision {
  const { yTrue, yScore, day, k } = rows;
  checkLabels('precisionAtKPerDay', 'yTrue', yTrue);
  checkScores('precisionAtKPerDay', yScore, yTrue.length);
  if (day.length !== yTrue.length) {
    throw new ShapeError(`day must have ${yTrue.length} values, got ${day.length}`, { subject: 'precisionAtKPerDay' });
  }
  checkK('precisionAtKPerDay', k);
  const days = groupByDay(day).map((group) => {
    const y = Uint8Array.from(group.rows, (row) => yTrue[row]!);
    const ranking = rank(
      y,
      Float64Array.from(group.rows, (row) => yScore[row]!),
    );
    const precision = y.length < k ? ranking.positives / k : precisionAtKOf(ranking, k);
    const ceiling = Math.min(ranking.positives, k) / k;
    return { day: group.day, precision, compromised: ranking.positives, ceiling };
  });
  return cardPrecisionOf(days);
}
