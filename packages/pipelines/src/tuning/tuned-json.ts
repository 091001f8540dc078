import { foldsJson, jsonMetrics } from '@fraudx/core';
import { describeSplit } from '@fraudx/data';
import type { TrialRecord } from '@fraudx/tuning';
import { feasibilityForTools, intermediateForTools, valuesOf } from '@fraudx/tuning';
import { countFrauds } from '../dataset/dataset-rows.ts';
import { keptIntervals } from '../evaluation/validation-gap.ts';
import { measuredDirection } from './measured-metrics.ts';
import { namedEncodings } from './searched-encodings.ts';
import { selectionJson } from './selection.ts';
import type { StudyPlan } from './study-plan.ts';
import type { TuningResult } from './tuning-pipeline.ts';

/** The values of a trial by the names of the metrics; null where it has none. */
function namedValues({ objectives }: StudyPlan, trial: TrialRecord): Readonly<Record<string, number | null>> {
  const values = valuesOf(trial);
  return Object.fromEntries(objectives.map(({ metric }, i) => [metric, values?.[i] ?? null]));
}

/** The interval of the first metric of a trial over folds; nothing where there is one fold. */
function intervalOf({ metrics }: TrialRecord, metric: string): { interval?: [number, number] } {
  const [low, high] = [metrics?.[`${metric}_low`], metrics?.[`${metric}_high`]];
  return low === undefined || high === undefined ? {} : { interval: [low, high] };
}

/** A trial of a study that is tuned, for tools. */
function trialJson(plan: StudyPlan, trial: TrialRecord) {
  return {
    trial: trial.trial,
    state: trial.state,
    value: trial.value ?? null,
    ...(plan.objectives.length === 1 ? {} : { values: namedValues(plan, trial) }),
    ...feasibilityForTools(trial),
    ...intervalOf(trial, plan.metric),
    intermediate: intermediateForTools(trial),
    params: trial.params,
    run_id: trial.runId ?? null,
    error: trial.error ?? null,
    duration_ms: Math.round(trial.durationMs),
  };
}

/** With several metrics: what they are, the trials that no other one beats, and which of them became the model. */
function severalJson({ plan, best, summary }: TuningResult) {
  if (plan.objectives.length === 1) return {};
  return {
    objectives: plan.objectives,
    chosen: { trial: best.trial, by: plan.metric },
    pareto: summary.front.map((trial) => ({
      trial: trial.trial,
      params: trial.params,
      values: namedValues(plan, trial),
      run_id: trial.runId ?? null,
    })),
  };
}

/** What was measured of a trial and does not follow from its scores. */
function measuredOf({ metrics = {} }: TrialRecord): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).filter(([name]) => measuredDirection(name) !== undefined));
}

/** A finished study as JSON, in snake case: numbers that JSON does not know are null. */
export function tunedJson(tuned: TuningResult) {
  const { plan, dataset, candidate, best, summary } = tuned;
  const metrics = jsonMetrics({ ...candidate.validation.values, ...measuredOf(best) });
  const { sampler, pruner } = summary.study.spec;
  return {
    study_id: tuned.studyId,
    study: tuned.name,
    run_id: tuned.runId,
    experiment: tuned.settings.experiment,
    algorithm: plan.algorithm,
    strategy: tuned.settings.config.tuning?.strategy ?? plan.strategy,
    sampler,
    pruner: pruner ?? null,
    metric: plan.metric,
    direction: plan.direction,
    ...severalJson(tuned),
    ...(plan.constraints.length === 0
      ? {}
      : { constraints: plan.constraints.map(({ name }) => name), infeasible: summary.infeasible }),
    model: tuned.folder,
    ...(dataset.weightColumn === undefined ? {} : { sample_weight: dataset.weightColumn }),
    metrics,
    ...(candidate.folds === undefined ? {} : { validation_folds: foldsJson(candidate.folds) }),
    best: {
      trial: best.trial,
      params: { ...tuned.params, ...namedEncodings(tuned.encodings) },
      metrics,
      intervals: keptIntervals(candidate),
      run_id: tuned.runId,
      value: valuesOf(best)?.[0] ?? null,
      ...(plan.objectives.length === 1 ? {} : { values: namedValues(plan, best) }),
    },
    selection: selectionJson(tuned.selection),
    importances: summary.importances ?? null,
    trials: tuned.trials.map((trial) => trialJson(plan, trial)),
    costs_given: dataset.costs !== undefined,
    frauds: countFrauds(dataset),
    split: { ...describeSplit(dataset), evaluated_on: 'validation' },
    ...(tuned.report === undefined ? {} : { report: tuned.report }),
  };
}
