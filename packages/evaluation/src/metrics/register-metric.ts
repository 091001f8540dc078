import { InvalidArgumentError } from '@fraudx/core';
import { checkObject } from '../internal/check-inputs.ts';
import type { IntervalScale } from '../uncertainty/linearized.ts';
import { addMetric, findMetric } from './metric-catalogue.ts';
import type { MetricDefinition, MetricLinearization, MetricNeed } from './metric-definition.ts';

const needs: readonly MetricNeed[] = ['amounts', 'costs', 'days', 'cards'];
const directions = ['higher', 'lower', 'neither'] as const;

/** The ranges that the bounds of a scale can have; any where it is not named. */
const scaleRanges: Partial<Record<IntervalScale, string>> = {
  share: 'finite',
  'amount-share': '0 to 1',
  logit: '0 to 1',
  'roc-auc': '0 to 1',
  positive: '0 or above',
};

/** Beginnings of the names under which runs and gates have other numbers of the same metrics. */
const taken = /^(delta_|validation_)|_(low|high|block_\d+)$|^threshold$/;

function refuse(what: string, wanted: string, got: unknown): never {
  const text = typeof got === 'string' ? JSON.stringify(got) : String(got);
  throw new InvalidArgumentError(`${what} must be ${wanted}, got ${text}`, { subject: 'registerMetric' });
}

function checkName(name: unknown): void {
  if (typeof name !== 'string' || !/^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name)) {
    refuse('name', 'snake_case: lower-case letters, digits and _', name);
  }
  if (findMetric(name) !== undefined) refuse('name', 'new', name);
  if (taken.test(name))
    refuse('name', 'other than those of gates and runs (delta_…, validation_…, …_low, …_high)', name);
}

function checkInterval({ scale, linearize }: MetricLinearization, [least, most]: readonly [number, number]): void {
  if (typeof linearize !== 'function') refuse('interval.linearize', 'a function', typeof linearize);
  const scales = ['share', 'amount-share', 'logit', 'roc-auc', 'positive', 'sum', 'count', 'savings'];
  if (!scales.includes(scale)) refuse('interval.scale', `one of ${scales.join(', ')}`, scale);
  const wanted = scaleRanges[scale];
  const fits = {
    finite: Number.isFinite(most - least),
    '0 to 1': least === 0 && most === 1,
    '0 or above': least >= 0,
  }[wanted ?? ''];
  if (fits === false) refuse(`range of a metric on the scale ${scale}`, wanted!, `${least} to ${most}`);
}

function checkFunctions(metric: MetricDefinition): void {
  const given = ['ofConfusion', 'ofRanking', 'value'].filter((key) => key in metric);
  if (given.length !== 1) {
    refuse(
      'metric',
      'given by one of ofConfusion, ofRanking and value',
      given.length === 0 ? 'none' : given.join(', '),
    );
  }
  for (const key of [...given, 'resampled'] as const) {
    const of: unknown = (metric as unknown as Record<string, unknown>)[key];
    if (of !== undefined && typeof of !== 'function') refuse(key, 'a function', typeof of);
  }
  if (metric.interval !== undefined) {
    checkObject('registerMetric', 'interval', metric.interval);
    checkInterval(metric.interval, metric.range);
  }
}

/** The function with its numbers checked, so that a mistake in it is an error with its name and not an undefined metric. */
function checked<A>(name: string, what: string, of: (argument: A) => number): (argument: A) => number {
  return (argument) => {
    const value: unknown = of(argument);
    if (typeof value === 'number') return value;
    throw new InvalidArgumentError(
      `${name}: ${what} must give a number, NaN where it is undefined, got ${typeof value}`,
      {
        code: 'METRIC_NOT_A_NUMBER',
        details: { metric: name },
      },
    );
  };
}

function withChecks(metric: MetricDefinition): MetricDefinition {
  const { name } = metric;
  if ('ofRanking' in metric) return { ...metric, ofRanking: checked(name, 'ofRanking', metric.ofRanking) };
  const resampled = metric.resampled === undefined ? {} : { resampled: checked(name, 'resampled', metric.resampled) };
  if ('ofConfusion' in metric) {
    return { ...metric, ofConfusion: checked(name, 'ofConfusion', metric.ofConfusion), ...resampled };
  }
  const { value } = metric;
  const ofRows: typeof value = (of) => {
    const answer: unknown = value(of);
    const isValue = typeof answer === 'object' && answer !== null;
    checked(name, 'value', () => (isValue ? (answer as { value: number }).value : (answer as number)))(undefined);
    return answer as number;
  };
  return { ...metric, value: ofRows, ...resampled };
}

/**
 * Adds a metric. From then on `calculateMetrics` gives it wherever rows have what it needs, and with it reports, runs and their JSON; gates and
 * `tuning.metric` can name it; `metricIntervals` and `compareModels` give its interval and the verdict by its direction.
 *
 * One function is enough: `ofConfusion` for a metric of the confusion matrix, whose interval and resamples follow from it; `ofRanking` for one of
 * the order of the scores, whose resamples follow; `value` for any other. The last two have intervals where `interval` linearises them, such as
 * by `linearizeRatio`. `ofConfusion` must be smooth in its cells, which are weights and need not be whole.
 *
 * The metric is known to this thread of this process only. `bootstrapMetrics` calculates it there and leaves the built-in ones to its threads, so
 * that each registered metric makes it slower; without `resampled`, a metric by `value` is left out. Families of names with a number
 * in them, such as `recall_at_fpr_<rate>`, cannot be registered.
 *
 * @throws {InvalidArgumentError} The name is taken or not in snake_case; a direction, need, range, scale or function that is none.
 * @example
 * registerMetric({
 *   name: 'balanced_accuracy',
 *   direction: 'higher',
 *   range: [0, 1],
 *   needs: [],
 *   doc: 'mean of recall and specificity',
 *   ofConfusion: ({ tp, tn, positives, negatives }) => (tp / positives + tn / negatives) / 2,
 * });
 */
export function registerMetric(metric: MetricDefinition): void {
  checkObject('registerMetric', 'metric', metric);
  checkName(metric.name);
  if (!directions.includes(metric.direction)) refuse('direction', `one of ${directions.join(', ')}`, metric.direction);
  const range: unknown = metric.range;
  const isRange =
    Array.isArray(range) &&
    range.length === 2 &&
    range.every((end) => typeof end === 'number') &&
    range[0]! < range[1]!;
  if (!isRange) refuse('range', 'two numbers, the least first', range);
  if (!Array.isArray(metric.needs) || metric.needs.some((need) => !needs.includes(need))) {
    refuse('needs', `a list of ${needs.join(', ')}`, metric.needs);
  }
  if (typeof metric.doc !== 'string') refuse('doc', 'a text', typeof metric.doc);
  checkFunctions(metric);
  addMetric(withChecks(metric));
}
