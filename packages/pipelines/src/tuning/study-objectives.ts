import { InvalidArgumentError, nearest } from '@fraudx/core';
import { findMetric, metricCatalogue } from '@fraudx/evaluation';
import type { Direction } from '@fraudx/tuning';
import { measuredDirection, measuredMetricNames } from './measured-metrics.ts';

/** A metric that trials are compared by, and whether more of it is better. */
export interface StudyObjective {
  readonly metric: string;
  readonly direction: Direction;
}

/** An error of a metric name, with the nearest known one. */
export function unknownMetric(key: string, metric: string, known: readonly string[], message: string): never {
  const near = nearest(metric, known);
  throw new InvalidArgumentError(message, {
    code: 'UNKNOWN_METRIC',
    details: { settings: [key] },
    ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
  });
}

/** Whether more of a metric is better. @throws {InvalidArgumentError} `UNKNOWN_METRIC`. */
export function directionOf(metric: string): Direction {
  const measured = measuredDirection(metric);
  if (measured !== undefined) return measured;
  const direction = findMetric(metric)?.direction;
  if (direction === 'higher') return 'maximize';
  if (direction === 'lower') return 'minimize';
  const catalogued = metricCatalogue().filter((one) => one.direction !== 'neither');
  const known = [...catalogued.map(({ name }) => name), ...measuredMetricNames()];
  return unknownMetric(
    'tuning.metric',
    metric,
    known,
    direction === 'neither'
      ? `tuning.metric must be one with a direction, got "${metric}", which has none`
      : `tuning.metric must be one of ${known.join(', ')}, got "${metric}"`,
  );
}

/**
 * The metrics that trials are compared by, in the order in which they are named. Default: average precision alone.
 *
 * @throws {InvalidArgumentError} `UNKNOWN_METRIC`; `METRIC_TWICE`.
 */
export function objectivesOf(given: string | readonly string[] = 'average_precision'): readonly StudyObjective[] {
  const metrics = typeof given === 'string' ? [given] : given;
  const twice = metrics.find((metric, i) => metrics.indexOf(metric) !== i);
  if (twice !== undefined) {
    throw new InvalidArgumentError(`tuning.metric must name each metric once, got "${twice}" twice`, {
      code: 'METRIC_TWICE',
      details: { settings: ['tuning.metric'] },
    });
  }
  return metrics.map((metric) => ({ metric, direction: directionOf(metric) }));
}

/**
 * The one metric of what compares trials by one number.
 *
 * @param what - What needs it, such as `a pruner`.
 * @param setting - The key that asks for it.
 * @throws {InvalidArgumentError} `SEVERAL_METRICS`.
 */
export function oneMetric(objectives: readonly StudyObjective[], what: string, setting: string): StudyObjective {
  const [first] = objectives;
  if (objectives.length === 1 && first !== undefined) return first;
  throw new InvalidArgumentError(
    `tune: ${what} needs one metric, got ${objectives.map(({ metric }) => metric).join(', ')}`,
    {
      code: 'SEVERAL_METRICS',
      details: { settings: [...new Set([setting, 'tuning.metric'])] },
      hint: 'Leave it out, or search by one metric and state the others as constraints.',
    },
  );
}

const separator = ', ';

/** Names of metrics as the run of a study keeps them. */
export function metricsText(objectives: readonly StudyObjective[]): string {
  return objectives.map(({ metric }) => metric).join(separator);
}

/** The names that {@link metricsText} wrote. */
export function metricsOfText(text: string): readonly string[] {
  return text.split(separator);
}
