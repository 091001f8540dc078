import { foldsJson, jsonMetrics } from '@fraudx/core';
import { describeSplit } from '@fraudx/data';
import type { Direction, Params, PrunerSpec, SamplerSpec, TrialRecord } from '@fraudx/tuning';
import { feasibilityForTools, intermediateForTools, valuesOf } from '@fraudx/tuning';
import { countFrauds } from '../dataset/dataset-rows.ts';
import { keptIntervals } from '../evaluation/validation-gap.ts';
import { bestRounds } from './best-rounds.ts';
import type { ConfirmationFigures } from './confirm/confirmation-json.ts';
import { confirmationJson } from './confirm/confirmation-json.ts';
import { measuredDirection } from './measured-metrics.ts';
import type { OuterFigures } from './outer/outer-json.ts';
import { outerJson } from './outer/outer-json.ts';
import { namedEncodings } from './searched-encodings.ts';
import type { SelectionFigures } from './selection.ts';
import { selectionJson } from './selection.ts';
import type { StudyObjective } from './study-objectives.ts';
import type { StudyPlan } from './study-plan.ts';
import type { TuningResult } from './tuning-pipeline.ts';

/** Values by the names of the metrics; null where there is none. */
type NamedValues = Readonly<Record<string, number | null>>;

/** A trial of a study that was tuned. */
interface TunedTrialJson {
  readonly trial: number;
  readonly state: string;
  /** Null with several metrics. */
  readonly value: number | null;
  /** With several metrics. */
  readonly values?: NamedValues;
  /** With constraints: whether it meets them all, and by how much it violates each as a share of its bound, at most 0 where met. */
  readonly feasible?: boolean;
  readonly constraints?: Readonly<Record<string, number>>;
  /** That of the first metric, where there are several folds. */
  readonly interval?: readonly [number, number];
  readonly intermediate: ReturnType<typeof intermediateForTools>;
  readonly params: Params;
  readonly run_id: string | null;
  /** With early stopping: how many rounds it kept. */
  readonly best_rounds?: number;
  /** Why it failed. */
  readonly error: string | null;
  readonly duration_ms: number;
}

/** What several metrics add. */
interface SeveralJson {
  readonly objectives: readonly StudyObjective[];
  /** The trial that became the model, and the metric that chose it among those that no other one beats. */
  readonly chosen: { readonly trial: number; readonly by: string };
  /** The trials that no other one beats, by number. */
  readonly pareto: readonly {
    readonly trial: number;
    readonly params: Params;
    readonly values: NamedValues;
    readonly run_id: string | null;
  }[];
}

/** A finished study as JSON; see {@link tunedJson}. */
export interface TunedJson extends Partial<SeveralJson> {
  readonly study_id: string;
  readonly study: string;
  readonly run_id: string;
  readonly experiment: string;
  readonly algorithm: string;
  /** As it was asked for, such as `bayesian`; `sampler` is the one that was used. */
  readonly strategy: string;
  readonly sampler: SamplerSpec;
  readonly pruner: PrunerSpec | null;
  /** With several metrics the first one, as `direction` is. */
  readonly metric: string;
  readonly direction: Direction;
  /** What the best trial had to meet, and how many complete trials do not; absent without constraints. */
  readonly constraints?: readonly string[];
  readonly infeasible?: number;
  /** Path of the model folder. */
  readonly model: string;
  /** Column with the weights of the training rows. */
  readonly sample_weight?: string;
  /** Of the best trial, on validation rows. */
  readonly metrics: NamedValues;
  readonly validation_folds?: ReturnType<typeof foldsJson>;
  readonly best: {
    readonly trial: number;
    readonly params: Readonly<Record<string, string | number | boolean>>;
    readonly metrics: NamedValues;
    readonly intervals: ReturnType<typeof keptIntervals>;
    readonly run_id: string;
    /** With early stopping: how many rounds it kept, with which the model was fitted. */
    readonly best_rounds?: number;
    /** Of the first metric. */
    readonly value: number | null;
    readonly values?: NamedValues;
  };
  readonly selection: SelectionFigures;
  /** How the best trials compare with the defaults on rows of their own; null where they were not compared. */
  readonly confirmation: ConfirmationFigures;
  /** What the search reaches on rows that none of its trials has seen, by nested folds; null where there is no such estimate. */
  readonly outer: OuterFigures;
  /** Shares by hyperparameter, of the first metric. */
  readonly importances: Readonly<Record<string, number>> | null;
  readonly trials: readonly TunedTrialJson[];
  /** Whether costs were configured, and not assumed. */
  readonly costs_given: boolean;
  readonly frauds: ReturnType<typeof countFrauds>;
  readonly split: ReturnType<typeof describeSplit>;
  /** Path of the page that was written. */
  readonly report?: string;
}

function namedValues({ objectives }: StudyPlan, trial: TrialRecord): NamedValues {
  const values = valuesOf(trial);
  return Object.fromEntries(objectives.map(({ metric }, i) => [metric, values?.[i] ?? null]));
}

/** The interval of the first metric of a trial over folds; nothing where there is one fold. */
function intervalOf({ metrics }: TrialRecord, metric: string): { interval?: [number, number] } {
  const [low, high] = [metrics?.[`${metric}_low`], metrics?.[`${metric}_high`]];
  return low === undefined || high === undefined ? {} : { interval: [low, high] };
}

function roundsJson(trial: TrialRecord): { best_rounds?: number } {
  const rounds = bestRounds(trial);
  return rounds === undefined ? {} : { best_rounds: rounds };
}

function trialJson(plan: StudyPlan, trial: TrialRecord): TunedTrialJson {
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
    ...roundsJson(trial),
    error: trial.error ?? null,
    duration_ms: Math.round(trial.durationMs),
  };
}

/** With several metrics: what they are, the trials that no other one beats, and which of them became the model. */
function severalJson({ plan, best, summary }: TuningResult): Partial<SeveralJson> {
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
export function tunedJson(tuned: TuningResult): TunedJson {
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
      ...roundsJson(best),
      value: valuesOf(best)?.[0] ?? null,
      ...(plan.objectives.length === 1 ? {} : { values: namedValues(plan, best) }),
    },
    selection: selectionJson(tuned.selection),
    confirmation: confirmationJson(tuned.confirmation),
    outer: outerJson(tuned.outer),
    importances: summary.importances ?? null,
    trials: tuned.trials.map((trial) => trialJson(plan, trial)),
    costs_given: dataset.costs !== undefined,
    frauds: countFrauds(dataset),
    split: { ...describeSplit(dataset), evaluated_on: 'validation' },
    ...(tuned.report === undefined ? {} : { report: tuned.report }),
  };
}
