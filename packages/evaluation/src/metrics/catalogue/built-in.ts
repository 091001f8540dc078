import type { MetricFamily } from '../metric-definition.ts';
import { classShares } from './class-shares.ts';
import { cardPrecisionAt, precisionAtPerDay } from './day-families.ts';
import { dayMetrics } from './day-metrics.ts';
import { moneyMetrics } from './money-metrics.ts';
import { precisionAtK, recallAtFpr } from './ranking-families.ts';
import { rankingMetrics } from './ranking-metrics.ts';
import { scoreMetrics } from './score-metrics.ts';
import { thresholdMetrics } from './threshold-metrics.ts';

/** The metrics that are there from the start, by name, in the order in which they are listed. */
export const builtInMetrics = {
  ...thresholdMetrics,
  ...rankingMetrics,
  ...scoreMetrics,
  ...classShares,
  ...moneyMetrics,
  ...dayMetrics,
};

/** The metrics with a number in their name. */
export const metricFamilies: readonly MetricFamily[] = [recallAtFpr, precisionAtK, precisionAtPerDay, cardPrecisionAt];

/** The name of a metric that is there from the start. */
export type MetricName =
  | keyof typeof builtInMetrics
  | `recall_at_fpr_${number}`
  | `precision_at_${number}`
  | `precision_at_${number}_per_day`
  | `card_precision_at_${number}`;
