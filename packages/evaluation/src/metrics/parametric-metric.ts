import { InvalidArgumentError, nearest } from '@fraudx/core';
import { precisionAtKOf, recallAtRateOf } from '../internal/rank-metrics.ts';
import type { Ranking } from '../internal/ranking.ts';
import type { ScoredRows } from './calculate-metrics.ts';
import { cardPrecisionAtK } from './card-precision-at-k.ts';
import { precisionAtKPerDay } from './precision-at-k-per-day.ts';

/** A metric whose name holds its parameter. */
export type ParametricMetric =
  | { readonly kind: 'recall-at-fpr'; readonly rate: number }
  | { readonly kind: 'precision-at' | 'precision-at-per-day' | 'card-precision-at'; readonly k: number };

const patterns: readonly (readonly [RegExp, (text: string) => ParametricMetric])[] = [
  [/^recall_at_fpr_(0(?:\.\d+)?|1(?:\.0+)?|\.\d+)$/, (text) => ({ kind: 'recall-at-fpr', rate: Number(text) })],
  [/^precision_at_([1-9]\d*)$/, (text) => ({ kind: 'precision-at', k: Number(text) })],
  [/^precision_at_([1-9]\d*)_per_day$/, (text) => ({ kind: 'precision-at-per-day', k: Number(text) })],
  [/^card_precision_at_([1-9]\d*)$/, (text) => ({ kind: 'card-precision-at', k: Number(text) })],
];

/** Reads the name of a metric with a number in it, such as `recall_at_fpr_0.05`; undefined for any other name. */
export function readParametricMetric(name: string): ParametricMetric | undefined {
  for (const [pattern, read] of patterns) {
    const match = pattern.exec(name);
    if (match !== null) return read(match[1]!);
  }
  return undefined;
}

/** Whether a name is that of a metric with a number in it. */
export function isParametricMetric(name: string): boolean {
  return readParametricMetric(name) !== undefined;
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

/** A metric, with the highest value that a ranking of these rows could have where that can be below 1 (for cards: of those this model had not found before). */
export interface ParametricValue {
  readonly value: number;
  readonly ceiling?: number;
}

/** A metric whose name holds its parameter; checked inputs, `known` only for the suggestion in the error. */
export function parametricMetric(
  name: string,
  rows: ScoredRows,
  ranking: Ranking,
  known: readonly string[],
): ParametricValue {
  const metric = readParametricMetric(name);
  switch (metric?.kind) {
    case 'recall-at-fpr':
      return { value: recallAtRateOf(ranking, metric.rate) };
    case 'precision-at': {
      const value = precisionAtKOf(ranking, metric.k);
      return Number.isNaN(value) ? { value } : { value, ceiling: Math.min(ranking.positives, metric.k) / metric.k };
    }
    case 'precision-at-per-day': {
      if (rows.day === undefined) throw missing(name, 'the day');
      const { mean, ceiling } = precisionAtKPerDay({ ...rows, day: rows.day, k: metric.k });
      return { value: mean, ceiling };
    }
    case 'card-precision-at': {
      if (rows.day === undefined || rows.card === undefined) throw missing(name, 'the day and card');
      const { mean, ceiling } = cardPrecisionAtK({ ...rows, day: rows.day, card: rows.card, k: metric.k });
      return { value: mean, ceiling };
    }
    case undefined:
  }
  const near = nearest(name, known);
  throw new InvalidArgumentError(`calculateMetrics: metric must be known, got ${JSON.stringify(name)}`, {
    code: 'UNKNOWN_METRIC',
    hint: near === undefined ? `Metrics: ${known.join(', ')}` : `Did you mean "${near}"?`,
  });
}
