import { countText, InvalidArgumentError } from '@fraudx/core';
import { checkMetricNeeds } from '@fraudx/evaluation';
import type { Dataset } from '../dataset/load-dataset.ts';
import { contextOf } from '../evaluation/row-context.ts';
import type { StudyPlan } from './study-plan.ts';

/**
 * Refuses to tune by a metric, or under a constraint on one, that the data cannot have. Costs that reports assume are no basis to choose a model by.
 *
 * @throws {InvalidArgumentError} `METRIC_NEEDS_COLUMN`; `METRIC_NEEDS_ROWS`: one among the k highest scores of fewer rows than k.
 */
export function checkMetric(
  { objectives, constraints }: Pick<StudyPlan, 'objectives' | 'constraints'>,
  dataset: Dataset,
): void {
  const { costs: _assumed, ...context } = contextOf(dataset, dataset.rows.validation);
  const known = { ...context, ...(dataset.costs === undefined ? {} : { costs: dataset.costs }) };
  for (const { metric } of [...objectives, ...constraints]) {
    checkMetricNeeds('tune', metric, known);
    const k = Number(/^precision_at_(\d+)$/.exec(metric)?.[1] ?? 0);
    const rows = dataset.rows.validation.length;
    if (k <= rows) continue;
    throw new InvalidArgumentError(
      `tune: ${metric} needs at least ${countText(k)} validation rows, got ${countText(rows)}`,
      {
        code: 'METRIC_NEEDS_ROWS',
        details: { metric, rows },
        hint: 'Choose a smaller number, or more validation rows.',
      },
    );
  }
}
