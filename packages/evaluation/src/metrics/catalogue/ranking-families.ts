import { precisionAtKOf, recallAtRateOf } from '../../internal/rank-metrics.ts';
import { linearizePrecisionAtK, linearizeRecallAtFpr } from '../../uncertainty/linearize-rank-metrics.ts';
import type { IntervalMethod } from '../../uncertainty/interval-method.ts';
import type { CoverageFacts, MetricFamily } from '../metric-definition.ts';
import { higher, ONE_CLASS } from './metric-kinds.ts';

/**
 * Genuine rows above the threshold of a false-positive rate below which its recall is rough. Over days, which shift the threshold, 100. Of rows it is
 * the threshold's bias, of the order of 1 ÷ such rows, beside the error of the recall, of the order of 1 ÷ √frauds.
 */
function fewestAbove(method: IntervalMethod, frauds: number): number {
  return method === 'by-day' ? 100 : Math.max(5, Math.ceil(1.3 * Math.sqrt(frauds)));
}

function fewAbove(rate: number, { method, frauds, genuine }: CoverageFacts): string | undefined {
  if (rate * genuine >= fewestAbove(method, frauds)) return undefined;
  const above = Number((rate * genuine).toPrecision(2));
  return `only ${above} genuine rows lie above a threshold of that rate, fewer than ${fewestAbove(method, frauds)}`;
}

/** Genuine rows among the k highest below which the bounds of their precision are too far from 1, or too near. */
const FEWEST_MISSES = 10;

function fewMisses(k: number, { value }: CoverageFacts): string | undefined {
  if (value === undefined) return undefined;
  const misses = Math.round(k * (1 - value));
  if (misses >= FEWEST_MISSES) return undefined;
  return `only ${misses} of the ${k} highest are genuine, fewer than ${FEWEST_MISSES}`;
}

/** Recall at a false-positive rate. */
export const recallAtFpr: MetricFamily = {
  ...higher(),
  name: 'recall_at_fpr_<rate>',
  pattern: /^recall_at_fpr_(0(?:\.\d+)?|1(?:\.0+)?|\.\d+)$/,
  defaults: ['recall_at_fpr_0.001', 'recall_at_fpr_0.003', 'recall_at_fpr_0.01'],
  doc: 'highest recall of any threshold whose false-positive rate is at most that number',
  undefinedWhen: ONE_CLASS,
  of: (rate) => ({
    value: ({ ranking }) => recallAtRateOf(ranking, rate),
    resampled: ({ ranking }) => recallAtRateOf(ranking, rate),
    interval: { scale: 'share', linearize: (rows, ranked) => linearizeRecallAtFpr(rows, ranked, rate) },
    coverage: { roughWhen: (facts) => fewAbove(rate, facts) },
  }),
};

/** Precision among the highest scores of all rows. */
export const precisionAtK: MetricFamily = {
  ...higher(),
  name: 'precision_at_<k>',
  pattern: /^precision_at_([1-9]\d*)$/,
  dependsOnSize: true,
  defaults: ['precision_at_100'],
  doc: 'share of fraud among the k highest scores; rows tied at the cut count by their share of fraud',
  undefinedWhen: 'fewer rows',
  of: (k) => ({
    value: ({ ranking }) => {
      const value = precisionAtKOf(ranking, k);
      return Number.isNaN(value) ? { value } : { value, ceiling: Math.min(ranking.positives, k) / k };
    },
    resampled: ({ ranking }) => precisionAtKOf(ranking, k),
    interval: { scale: 'share', linearize: (rows, ranked) => linearizePrecisionAtK(rows, ranked, k) },
    coverage: { days: 30, roughWhen: (facts) => fewMisses(k, facts) },
  }),
};
