import { countText, metricText } from '@fraudx/core';
import type { StudySummary, TrialHistory } from '@fraudx/tuning';
import { valuesOf } from '@fraudx/tuning';

/** `12 complete, 3 pruned`; states without trials are left out. */
export function countsText(counts: StudySummary['counts']): string {
  const said = Object.entries(counts).filter(([, count]) => count > 0);
  return said.length === 0 ? 'no trials' : said.map(([state, count]) => `${countText(count)} ${state}`).join(', ');
}

/** The values of a trial; `–` where it has none. */
export function valueText(trial: TrialHistory | undefined): string {
  const values = trial === undefined ? undefined : valuesOf(trial);
  return values === undefined ? '–' : values.map((value) => metricText(value)).join(', ');
}

/** A trial for tools. */
export function trialJson(trial: TrialHistory): object {
  const ended = trial.state === 'running' ? undefined : trial;
  const values = valuesOf(trial);
  return {
    number: trial.trial,
    state: trial.state,
    params: trial.params,
    value: values?.length === 1 ? values[0] : null,
    ...(values !== undefined && values.length > 1 ? { values } : {}),
    metrics: ended?.metrics ?? {},
    intermediate: (trial.reports ?? []).map(([step, value]) => [step, Number.isFinite(value) ? value : String(value)]),
    run_id: ended?.runId ?? null,
    error: ended?.error ?? null,
    duration_ms: ended?.durationMs ?? null,
  };
}

/** What a study has found, for tools. */
export function summaryJson({ study, counts, best, front, importances }: StudySummary): object {
  const { sampler, pruner, directions, seed, space, lag } = study.spec;
  return {
    study_id: study.studyId,
    created_at: new Date(study.createdAt).toISOString(),
    sampler,
    pruner: pruner ?? null,
    directions,
    seed,
    lag: lag ?? null,
    space,
    trials: counts,
    best: best === undefined ? null : trialJson(best),
    ...(directions.length > 1 ? { pareto: front.map(trialJson) } : {}),
    importances: importances ?? null,
  };
}
