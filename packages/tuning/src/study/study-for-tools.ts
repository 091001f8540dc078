import type { StudySummary } from './summarise-study.ts';
import type { TrialHistory } from './trial.ts';
import { isFeasible } from './trial.ts';

/** What a trial has reported, for tools: pairs of step and value, values that JSON does not know as texts. */
export function intermediateForTools({ reports = [] }: TrialHistory): (readonly [number, number | string])[] {
  return reports.map(([step, value]) => [step, Number.isFinite(value) ? value : String(value)]);
}

/** Of a trial with constraints: whether it meets them all, and by how much it violates each (at most 0 where met); nothing for others. */
export function feasibilityForTools(trial: TrialHistory): {
  readonly feasible?: boolean;
  readonly constraints?: Readonly<Record<string, number>>;
} {
  if (trial.state === 'running' || trial.constraints === undefined) return {};
  return { feasible: isFeasible(trial), constraints: trial.constraints };
}

/** A trial for tools: snake case, and numbers that JSON does not know as texts. */
export function trialForTools(trial: TrialHistory): object {
  const ended = trial.state === 'running' ? undefined : trial;
  const { value, values: several } = ended ?? {};
  const values = several ?? (value === undefined ? undefined : [value]);
  return {
    number: trial.trial,
    state: trial.state,
    params: trial.params,
    value: values?.length === 1 ? values[0] : null,
    ...(values !== undefined && values.length > 1 ? { values } : {}),
    ...feasibilityForTools(trial),
    metrics: ended?.metrics ?? {},
    ...(ended?.foldValues === undefined ? {} : { fold_values: ended.foldValues }),
    ...(ended?.attributes === undefined ? {} : { attributes: ended.attributes }),
    intermediate: intermediateForTools(trial),
    run_id: ended?.runId ?? null,
    error: ended?.error ?? null,
    duration_ms: ended?.durationMs ?? null,
  };
}

/** What a study has found, for tools. */
export function summaryForTools({ study, counts, infeasible, best, front, importances }: StudySummary): object {
  const { sampler, pruner, directions, constraints, seed, space, lag } = study.spec;
  return {
    study_id: study.studyId,
    study: study.name ?? null,
    created_at: new Date(study.createdAt).toISOString(),
    sampler,
    pruner: pruner ?? null,
    directions,
    ...(constraints === undefined ? {} : { constraints, infeasible }),
    seed,
    lag: lag ?? null,
    space,
    trials: counts,
    best: best === undefined ? null : trialForTools(best),
    ...(directions.length > 1 ? { pareto: front.map(trialForTools) } : {}),
    importances: importances ?? null,
  };
}
