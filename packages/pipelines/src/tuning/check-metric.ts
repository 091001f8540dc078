import { checkMetricNeeds } from '@fraudx/evaluation';
import type { Dataset } from '../dataset/load-dataset.ts';
import { contextOf } from '../evaluation/row-context.ts';
import type { StudyPlan } from './study-plan.ts';

/**
 * Refuses to tune by a metric, or under a constraint on one, that the data cannot have. Costs that reports assume are no basis to choose a model by.
 *
 * @throws {InvalidArgumentError} `METRIC_NEEDS_COLUMN`.
 */
export function checkMetric(
  { objectives, constraints }: Pick<StudyPlan, 'objectives' | 'constraints'>,
  dataset: Dataset,
): void {
  const { costs: _assumed, ...context } = contextOf(dataset, dataset.rows.validation);
  const known = { ...context, ...(dataset.costs === undefined ? {} : { costs: dataset.costs }) };
  for (const { metric } of [...objectives, ...constraints]) checkMetricNeeds('tune', metric, known);
}
