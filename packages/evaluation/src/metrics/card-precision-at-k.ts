import { ShapeError } from '@fraudx/core';
import { checkLabels, checkScores } from '../internal/check-inputs.ts';
import { groupByDay } from '../internal/group-by-day.ts';
import { checkK } from './precision-at-k.ts';

/** Rows of several days, by card or customer. */
export interface CardRows {
  /** Labels, length n >= 1, each 0 or 1. */
  readonly yTrue: Uint8Array;
  /** Scores, length n, finite; any monotone scale. */
  readonly yScore: Float64Array;
  /** Day number of each row, length n; days without rows do not count. */
  readonly day: Int32Array;
  /** Card or customer of each row, length n, codes >= 0. */
  readonly card: Int32Array;
  /** Cards looked at per day, >= 1. */
  readonly k: number;
  /** Leave out a card from the day after it was found. Default true, as the investigators have blocked it. */
  readonly removeDetected?: boolean;
}

/** Precision of one day. */
export interface DayPrecision {
  readonly day: number;
  /** Found ÷ k, in [0, 1], even where the day has fewer than k. */
  readonly precision: number;
  /** Compromised cards, or frauds, that were there to be found. */
  readonly compromised: number;
  /** Highest precision that any ranking could have had on this day: min(compromised, k) ÷ k. */
  readonly ceiling: number;
}

/** Card precision over days. */
export interface CardPrecision {
  /** Mean over days, in [0, 1], higher is better. */
  readonly mean: number;
  /** Mean of the days' ceilings, in [0, 1]: with fewer than k to be found a day, no ranking reaches 1. */
  readonly ceiling: number;
  /** In order of day. */
  readonly days: readonly DayPrecision[];
}

/** Means over days. */
export function cardPrecisionOf(days: readonly DayPrecision[]): CardPrecision {
  const mean = (of: (day: DayPrecision) => number): number => days.reduce((sum, day) => sum + of(day), 0) / days.length;
  return { mean: mean((day) => day.precision), ceiling: mean((day) => day.ceiling), days };
}

/** Largest score per card of some rows, its fraud flag, cards in order of code. */
function byCard(
  rows: Uint32Array,
  of: CardRows,
  gone: ReadonlySet<number>,
): { card: number; score: number; y: number }[] {
  const cards = new Map<number, { card: number; score: number; y: number }>();
  for (const row of rows) {
    const card = of.card[row]!;
    if (gone.has(card)) continue;
    const score = of.yScore[row]!;
    const y = of.yTrue[row]!;
    const known = cards.get(card);
    if (known === undefined) cards.set(card, { card, score, y });
    else {
      if (score > known.score) known.score = score;
      if (y === 1) known.y = 1;
    }
  }
  return [...cards.values()];
}

/**
 * Card precision@k per day: each day the k cards with the highest score are looked at; how many are compromised.
 *
 * A card's score is its largest of the day, and it is compromised when any of its rows of the day is fraud. Ties go to the
 * smaller card code. The ceiling counts the cards of the day that were not yet found.
 *
 * @throws {ShapeError} Lengths differ or n = 0.
 * @throws {InvalidArgumentError} A bad label or score, or k < 1.
 * @remarks O(n log n) time.
 * @see Le Borgne, Siblini, Lebichot and Bontempi (2022), "Reproducible machine learning for credit card fraud detection",
 * chapter 4.4.
 */
export function cardPrecisionAtK(rows: CardRows): CardPrecision {
  const { yTrue, yScore, day, card, k } = rows;
  checkLabels('cardPrecisionAtK', 'yTrue', yTrue);
  checkScores('cardPrecisionAtK', yScore, yTrue.length);
  for (const [name, values] of [
    ['day', day],
    ['card', card],
  ] as const) {
    if (values.length !== yTrue.length) {
      throw new ShapeError(`${name} must have ${yTrue.length} values, got ${values.length}`, {
        subject: 'cardPrecisionAtK',
      });
    }
  }
  checkK('cardPrecisionAtK', k);
  const detected = new Set<number>();
  const days = groupByDay(day).map((group): DayPrecision => {
    const cards = byCard(group.rows, rows, detected);
    const top = cards.toSorted((a, b) => b.score - a.score || a.card - b.card).slice(0, k);
    const found = top.filter((entry) => entry.y === 1);
    if (rows.removeDetected ?? true) for (const entry of found) detected.add(entry.card);
    const compromised = cards.filter((entry) => entry.y === 1).length;
    return { day: group.day, precision: found.length / k, compromised, ceiling: Math.min(compromised, k) / k };
  });
  return cardPrecisionOf(days);
}
