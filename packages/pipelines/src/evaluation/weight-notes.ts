import { metricText } from '@fraudx/core';
import type { ScoredRows } from '@fraudx/evaluation';
import { calculateMetrics } from '@fraudx/evaluation';
import type { Dataset } from '../dataset/load-dataset.ts';
import { weightsOf } from '../dataset/dataset-rows.ts';

const told = ['base_rate', 'precision', 'alerts_per_day', 'cost_per_day'] as const;

/**
 * Metrics count each row once, also where fits weight them. What they would be by the weights, for data in which a row stands for several, such as a sample of the
 * genuine rows; nothing where all test rows weigh the same.
 */
export function weightNotes(dataset: Dataset, scored: ScoredRows): string[] {
  const { sampleWeight } = weightsOf(dataset, dataset.rows.test);
  if (sampleWeight === undefined || sampleWeight.every((weight) => weight === sampleWeight[0])) return [];
  if (!scored.yTrue.some((_, i) => sampleWeight[i]! > 0)) return [];
  const once = calculateMetrics(scored).values;
  const weighted = calculateMetrics({ ...scored, sampleWeight }).values;
  const figures = told.flatMap((name) => {
    const [one, other] = [once[name], weighted[name]];
    if (one === undefined || other === undefined || !Number.isFinite(one) || !Number.isFinite(other)) return [];
    return [`${name} ${metricText(other)} (not ${metricText(one)})`];
  });
  return [
    `metrics, costs and gates count each test row once; "${dataset.weightColumn!}" weights fits only. If a weight is the number of rows that a row represents, as in a sample of the genuine rows, they are those of the sample; weighted: ${figures.join(', ')}`,
  ];
}
