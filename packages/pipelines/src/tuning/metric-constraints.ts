import { InvalidArgumentError, shownValue } from '@fraudx/core';
import { findMetric, metricCatalogue } from '@fraudx/evaluation';
import { measuredDirection, measuredMetricNames } from './measured-metrics.ts';
import { unknownMetric } from './study-objectives.ts';

/** What every trial must meet: a metric on validation rows, at most or at least a number. */
export interface MetricConstraint {
  /** As it is kept: `predict_ms <= 1`. */
  readonly name: string;
  readonly metric: string;
  readonly operator: '<=' | '>=';
  readonly bound: number;
}

function refuse(text: string, wanted: string): InvalidArgumentError {
  return new InvalidArgumentError(`tuning.constraints must be ${wanted}, got ${shownValue(text)}`, {
    code: 'BAD_CONSTRAINT',
    details: { settings: ['tuning.constraints'] },
  });
}

/**
 * Reads a constraint such as `predict_ms <= 1` or `alerts_per_day <= 100`: a metric of the catalogue or a measured one, `<=` or `>=`, and a number. Whitespace
 * is free.
 *
 * @throws {InvalidArgumentError} `BAD_CONSTRAINT`; `UNKNOWN_METRIC`, with the nearest one.
 */
export function parseConstraint(text: string): MetricConstraint {
  const match = /^\s*(?<metric>[^\s<>=]+)\s*(?<operator>[<>]=)\s*(?<bound>\S+)\s*$/.exec(text);
  if (match === null) throw refuse(text, 'a metric, <= or >= and a number, such as "predict_ms <= 1"');
  const { metric, operator, bound: number } = match.groups as { metric: string; operator: '<=' | '>='; bound: string };
  const bound = Number(number) + 0;
  if (!Number.isFinite(bound)) throw refuse(text, `a metric, ${operator} and a finite number`);
  if (findMetric(metric) === undefined && measuredDirection(metric) === undefined) {
    const known = [...metricCatalogue().map(({ name }) => name), ...measuredMetricNames()];
    const message = `tuning.constraints must name a metric, one of ${known.join(', ')}, got "${metric}"`;
    unknownMetric('tuning.constraints', metric, known, message);
  }
  return { name: `${metric} ${operator} ${bound}`, metric, operator, bound };
}

/**
 * The constraints of a study, in the order in which they are named.
 *
 * @throws {InvalidArgumentError} `BAD_CONSTRAINT`: one is none, is there twice, or no value can meet two of them; `UNKNOWN_METRIC`.
 */
export function parseConstraints(texts: readonly string[] = []): readonly MetricConstraint[] {
  const constraints = texts.map(parseConstraint);
  for (const [i, one] of constraints.entries()) {
    for (const other of constraints.slice(0, i).filter(({ metric }) => metric === one.metric)) {
      if (other.operator === one.operator) throw refuse(one.name, `one bound of each kind for ${one.metric}`);
      const [low, high] = one.operator === '>=' ? [one.bound, other.bound] : [other.bound, one.bound];
      if (low > high)
        throw refuse(`${other.name}, ${one.name}`, `such that a value of ${one.metric} can meet them all`);
    }
  }
  return constraints;
}

/**
 * By how much a value violates a constraint, as a share of its bound, so that those of several metrics add up; of a bound of 0 in units of the metric. At most
 * 0 where it is met.
 */
export function violation({ operator, bound }: MetricConstraint, value: number): number {
  const beyond = operator === '<=' ? value - bound : bound - value;
  // 0 and not −0, which JSON does not keep
  return (bound === 0 ? beyond : beyond / Math.abs(bound)) + 0;
}
