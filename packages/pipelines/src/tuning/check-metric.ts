import { checkMetricNeeds } from '@fraudx/evaluation';
import type { Dataset } from '../dataset/load-dataset.ts';
import { contextOf } from '../evaluation/row-context.ts';
import type { StudyPlan } from './study-plan.ts';

/**
 * Refuses to tune by a metric that the data cannot have. Costs that reports assume are no basis to choose a model by.
 *
 * @throws {InvalidArgumentError} `METRIC_NEEDS_COLUMN`.
 */
export function checkMetric({ metric }: Pick<StudyPlan, 'metric'>, dataset: Dataset): void {
  const { costs: _assumed, ...context } = contextOf(dataset, dataset.rows.validation);
  checkMetricNeeds('tune', metric, { ...context, ...(dataset.costs === undefined ? {} : { costs: dataset.costs }) });
}
