import { InvalidArgumentError, nearest } from '@fraudx/core';
import { precisionAtKOf, recallAtRateOf } from '../internal/rank-metrics.ts';
import type { Ranking } from '../internal/ranking.ts';
import type { ScoredRows } from './calculate-metrics.ts';
import { cardPrecisionAtK } from './card-precision-at-k.ts';
import { precisionAtKPerDay } from './precision-at-k-per-day.ts';

const rate = /^recall_at_fpr_(0(?:\.\d+)?|1(?:\.0+)?|\.\d+)$/;
const top = /^precision_at_([1-9]\d*)$/;
const topPerDay = /^precision_at_([1-9]\d*)_per_day$/;
const topCards = /^card_precision_at_([1-9]\d*)$/;

/** Whether a name is that of a metric with a number in it. */
export function isParametricMetric(name: string): boolean {
  return [rate, top, topPerDay, topCards].some((pattern) => pattern.test(name));
}

/** The metrics with a number in their name that are always calculated for such rows. */
export function defaultParametricMetrics({ day, card }: ScoredRows): string[] {
  return [
    'recall_at_fpr_0.001',
    'recall_at_fpr_0.003',
    'recall_at_fpr_0.01',
    'precision_at_100',
    ...(day === undefined ? [] : ['precision_at_100_per_day']),
    ...(day === undefined || card === undefined ? [] : ['card_precision_at_100']),
  ];
}

function missing(name: string, what: string): InvalidArgumentError {
  return new InvalidArgumentError(`calculateMetrics: ${name} must have ${what} of every row, got none`, {
    code: 'METRIC_NEEDS_COLUMN',
    hint: `Name the ${what === 'the day' ? 'time' : 'time and entity'} column`,
  });
}

/** A metric, with the highest value that any ranking of these rows could have where that can be below 1. */
export interface ParametricMetric {
  readonly value: number;
  readonly ceiling?: number;
}

/** A metric whose name holds its parameter; checked inputs, `known` only for the suggestion in the error. */
export function parametricMetric(
  name: string,
  rows: ScoredRows,
  ranking: Ranking,
  known: readonly string[],
): ParametricMetric {
  const atRate = rate.exec(name);
  if (atRate !== null) return { value: recallAtRateOf(ranking, Number(atRate[1])) };
  const atK = top.exec(name);
  if (atK !== null) {
    const k = Number(atK[1]);
    const value = precisionAtKOf(ranking, k);
    return Number.isNaN(value) ? { value } : { value, ceiling: Math.min(ranking.positives, k) / k };
  }
  const perDay = topPerDay.exec(name);
  if (perDay !== null) {
    if (rows.day === undefined) throw missing(name, 'the day');
    const { mean, ceiling } = precisionAtKPerDay({ ...rows, day: rows.day, k: Number(perDay[1]) });
    return { value: mean, ceiling };
  }
  const cards = topCards.exec(name);
  if (cards !== null) {
    if (rows.day === undefined || rows.card === undefined) throw missing(name, 'the day and card');
    const of = { ...rows, day: rows.day, card: rows.card, k: Number(cards[1]) };
    const { mean, ceiling } = cardPrecisionAtK(of);
    return { value: mean, ceiling };
  }
  const near = nearest(name, known);
  throw new InvalidArgumentError(`calculateMetrics: metric must be known, got ${JSON.stringify(name)}`, {
    code: 'UNKNOWN_METRIC',
    hint: near === undefined ? `Metrics: ${known.join(', ')}` : `Did you mean "${near}"?`,
  });
}
