import type { JsonValue } from '@fraudx/core';
import { InvalidArgumentError, shownValue } from '@fraudx/core';
import type { Params, SearchSpace } from '../space/search-space.ts';
import type { StudyRecord } from '../storage/study-store.ts';
import type { TrialHistory, TrialRecord } from '../study/trial.ts';
import { distributionOf, internalOf } from './distributions.ts';
import type { OptunaAttributes, OptunaParam, OptunaState, OptunaStudy, OptunaTrial } from './optuna-study.ts';

/** The attribute of a study in which its specification is kept, so that it comes back as it was. */
export const specAttribute = 'fraudx:study';

/** The attribute of a study that names the numbers among the attributes of its trials which are no metrics. */
export const noMetricsAttribute = 'fraudx:attributes';

/** The attribute of a trial with what folds contributed to its metrics. */
export const foldValuesAttribute = 'fraudx:fold_values';

/** What {@link toOptuna} needs beside the study. */
export interface ToOptunaOptions {
  /** The study's name there. Default: the one it has, else its id. */
  readonly name?: string;
  /** Names of its values, one for each direction, which Optuna shows. */
  readonly metricNames?: readonly string[];
  /** When a trial began, in milliseconds since 1970-01-01 UTC. Default: as if one trial had followed the other from the start of the study. */
  readonly startOf?: (trial: TrialHistory) => number | undefined;
}

const states: Readonly<Record<TrialHistory['state'], OptunaState>> = {
  complete: 'COMPLETE',
  pruned: 'PRUNED',
  failed: 'FAIL',
  // it is run again with the same hyperparameters
  interrupted: 'WAITING',
  running: 'RUNNING',
};

function paramsOf(space: SearchSpace, params: Params, trial: number): Record<string, OptunaParam> {
  const entries = Object.entries(params).map(([name, value]) => {
    const dimension = Object.hasOwn(space, name) ? space[name] : undefined;
    const distribution = dimension === undefined ? undefined : distributionOf(dimension);
    const internal = distribution === undefined ? undefined : internalOf(distribution, value);
    if (distribution === undefined || internal === undefined) {
      throw new InvalidArgumentError(`${name} of trial ${trial} must lie in the space, got ${shownValue(value)}`, {
        subject: 'toOptuna',
      });
    }
    return [name, { internal, distribution }] as const;
  });
  return Object.fromEntries(entries);
}

/** Whether an attribute is a number, also one that JSON does not know. */
export function isMeasured(value: JsonValue): boolean {
  return typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity';
}

function jsonNumber(value: number): JsonValue {
  return Number.isFinite(value) ? value : String(value);
}

/** The beginning of the attributes of a trial that hold its constraints, each by its name. */
export const constraintPrefix = 'constraints:';

function constraintAttributes(trial: TrialHistory): OptunaAttributes {
  const constraints = trial.state === 'running' ? {} : trial.constraints;
  return Object.fromEntries(
    Object.entries(constraints ?? {}).map(([name, value]) => [`${constraintPrefix}${name}`, value]),
  );
}

/** Attributes and metrics by their names, and what else is known of a trial. */
function attributesOf({
  metrics = {},
  foldValues,
  attributes,
  runId,
  error,
  durationMs,
}: TrialRecord): OptunaAttributes {
  const folds = Object.entries(foldValues ?? {}).map(([name, values]) => [name, values.map(jsonNumber)] as const);
  return {
    ...attributes,
    ...(foldValues === undefined ? {} : { [foldValuesAttribute]: Object.fromEntries(folds) }),
    ...Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, jsonNumber(value)])),
    ...(runId === undefined ? {} : { run_id: runId }),
    ...(error === undefined ? {} : { error }),
    duration_ms: durationMs,
  };
}

/**
 * A study as Optuna has it: states, hyperparameters with their distributions, values, constraints and reports, the same to the last bit; attributes, metrics, run
 * and error as user attributes of its trials.
 *
 * Interrupted trials wait there with the same hyperparameters. A hyperparameter with one fixed value is a choice of one.
 *
 * @param history - Its trials by number, also those that run.
 * @throws {InvalidArgumentError} A trial is missing in between, or has hyperparameters that the space does not have.
 */
export function toOptuna(
  { studyId, name: ownName = studyId, spec, createdAt }: StudyRecord,
  history: readonly TrialHistory[],
  { name = ownName, metricNames, startOf }: ToOptunaOptions = {},
): OptunaStudy {
  let next = createdAt;
  const trials = history.map((trial, number): OptunaTrial => {
    if (trial.trial !== number) {
      throw new InvalidArgumentError(`trials must be numbered 0, 1, 2, …, got ${trial.trial} after ${number - 1}`, {
        subject: 'toOptuna',
      });
    }
    const start = startOf?.(trial) ?? next;
    const isEnded = trial.state !== 'running';
    const complete = isEnded ? start + trial.durationMs : undefined;
    next = Math.max(next, complete ?? start);
    const values = isEnded ? (trial.values ?? (trial.value === undefined ? undefined : [trial.value])) : undefined;
    const isWaiting = trial.state === 'interrupted';
    return {
      state: states[trial.state],
      ...(values === undefined ? {} : { values }),
      params: isWaiting ? {} : paramsOf(spec.space, trial.params, number),
      intermediate: isWaiting ? [] : (trial.reports ?? []),
      userAttributes: isEnded ? attributesOf(trial) : {},
      systemAttributes: isWaiting ? { fixed_params: { ...trial.params } } : constraintAttributes(trial),
      ...(isWaiting ? {} : { start }),
      ...(isWaiting || complete === undefined ? {} : { complete }),
    };
  });
  const noMetrics = history.flatMap((trial) =>
    Object.entries((trial.state === 'running' ? undefined : trial.attributes) ?? {}).flatMap(([attribute, value]) =>
      isMeasured(value) ? [attribute] : [],
    ),
  );
  return {
    name,
    directions: spec.directions,
    userAttributes: {
      [specAttribute]: JSON.parse(JSON.stringify(spec)) as JsonValue,
      ...(noMetrics.length === 0 ? {} : { [noMetricsAttribute]: [...new Set(noMetrics)] }),
    },
    systemAttributes: metricNames === undefined ? {} : { 'study:metric_names': [...metricNames] },
    trials,
  };
}
