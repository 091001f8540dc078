import { InvalidArgumentError } from '@fraudx/core';
import { findMetric } from '@fraudx/evaluation';
import { measuredDirection } from '../measured-metrics.ts';
import type { StudyObjective } from '../study-objectives.ts';
import { oneMetric } from '../study-objectives.ts';

/**
 * Refuses to estimate a search by nested folds whose metric has no mean over folds that says anything: several metrics, a measured time, or one whose size depends on
 * the number of rows.
 *
 * @throws {InvalidArgumentError} `SEVERAL_METRICS`; `OUTER_FOLDS_METRIC`.
 */
export function checkOuterMetric(objectives: readonly StudyObjective[]): void {
  const { metric } = oneMetric(objectives, 'an estimate by outer folds', 'tuning.outerFolds');
  const isMeasured = measuredDirection(metric) !== undefined;
  if (!isMeasured && findMetric(metric)?.dependsOnSize !== true) return;
  throw new InvalidArgumentError(
    `tune: outer folds must have a metric that is comparable between folds, got ${metric}, ${isMeasured ? 'a measured time' : 'which grows with the number of rows'}`,
    {
      code: 'OUTER_FOLDS_METRIC',
      details: { settings: ['tuning.outerFolds', 'tuning.metric'] },
      hint: 'Search by a rate or a ranking metric, such as average_precision, or leave outer folds out.',
    },
  );
}
