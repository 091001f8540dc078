import { InterruptedError, OutsideError } from '@fraudx/core';
import type { CategoryEncoding } from '@fraudx/features';
import type { ExperimentTracker, RunLineage } from '@fraudx/tracking';
import type { Objective, Params, TrialContext, TrialOutcome } from '@fraudx/tuning';
import { TrialPruned } from '@fraudx/tuning';
import type { FraudxConfig } from '../config/config-fields.ts';
import type { Candidate, FitSettings } from '../training/fit.ts';
import type { Prepared } from '../training/prepare.ts';
import { asReason } from '../runs/as-reason.ts';
import { fitFolds } from '../training/fit.ts';
import { validationMetrics } from '../training/save-model.ts';
import { measureCandidate, measuredDirection } from './measured-metrics.ts';
import { violation } from './metric-constraints.ts';
import { blockMetrics } from './selection.ts';
import { BEST_ROUNDS } from './best-rounds.ts';
import type { BestCandidate } from './best-candidate.ts';
import { followTrial } from './follow-trial.ts';
import type { StudyPlan } from './study-plan.ts';

/** What trials share. */
export interface TrialDeps {
  readonly plan: StudyPlan;
  /** The folds with these encodings of categories, beside those of the config; the latest validation fold first; all but prequential splits have one. */
  readonly foldsOf: (encodings: Readonly<Record<string, CategoryEncoding>>) => readonly Prepared[];
  readonly tracker: ExperimentTracker;
  readonly studyId: string;
  readonly lineage: RunLineage;
  readonly seed: number;
  /** Receives the candidate of each trial that was measured. */
  readonly best: BestCandidate;
  /** Stops the study: the disk or the store fails, and every further trial would. */
  readonly stop: (reason: OutsideError) => void;
}

/** What the fits of trials share. */
export type TrialFits = Pick<TrialDeps, 'plan' | 'foldsOf' | 'seed' | 'best'>;

/** Whether a metric is calculated of scores, and not measured. */
function isCatalogued(metric: string): boolean {
  return measuredDirection(metric) === undefined;
}

/**
 * One candidate: fitted on training rows, measured on validation rows, by the mean over folds where there are several. The seed is the study's, so that trials differ in their
 * hyperparameters alone and the winner can be fitted again.
 */
export function fitTrial(
  { plan, foldsOf, seed }: TrialFits,
  suggested: object,
  options: Pick<FitSettings, 'nThreads' | 'signal' | 'watch' | 'onFold'>,
): Promise<Candidate> {
  return fitFolds(foldsOf(plan.encodingsOf(suggested)), {
    algorithm: plan.algorithm,
    params: plan.paramsOf(suggested),
    seed,
    also: [...plan.objectives, ...plan.constraints].map(({ metric }) => metric).filter(isCatalogued),
    ...options,
    ...(plan.earlyStoppingRounds === undefined ? {} : { earlyStoppingRounds: plan.earlyStoppingRounds }),
  });
}

/** The lineage with the encodings of a trial in its config, as if the config had named them. */
function withEncodings(lineage: RunLineage, encodings: Readonly<Record<string, CategoryEncoding>>): RunLineage {
  if (Object.keys(encodings).length === 0) return lineage;
  const config = lineage.config as FraudxConfig;
  const categoryEncoding = { ...config.categoryEncoding, ...encodings };
  return { ...lineage, config: { ...config, categoryEncoding } as typeof lineage.config };
}

/** What a trial is compared by, from its metrics. */
function outcomeOf({ objectives, constraints }: StudyPlan, reached: Readonly<Record<string, number>>): TrialOutcome {
  const values = objectives.map(({ metric }) => reached[metric] ?? Number.NaN);
  const missed = constraints.map((one) => [one.name, violation(one, reached[one.metric] ?? Number.NaN)] as const);
  return {
    ...(values.length === 1 ? { value: values[0]! } : { values }),
    ...(missed.length === 0 ? {} : { constraints: Object.fromEntries(missed) }),
  };
}

/** A trial that was fitted and measured. */
interface MeasuredTrial {
  readonly candidate: Candidate;
  readonly outcome: TrialOutcome;
  /** Of validation rows, with intervals where there are several folds. */
  readonly metrics: Readonly<Record<string, number>>;
  /** See {@link blockMetrics}, and {@link bestRoundsOf}. */
  readonly more: Pick<TrialOutcome, 'foldValues' | 'attributes'>;
}

/** How many rounds early stopping kept, of the latest fold; nothing without it. */
function bestRoundsOf(
  { earlyStoppingRounds }: StudyPlan,
  { model: { bestIteration } }: Candidate,
): Pick<TrialOutcome, 'attributes'> {
  if (earlyStoppingRounds === undefined || bestIteration === undefined) return {};
  return { attributes: { [BEST_ROUNDS]: bestIteration + 1 } };
}

async function measureTrial(deps: TrialFits, suggested: Params, context: TrialContext): Promise<MeasuredTrial> {
  const { plan } = deps;
  const options = { nThreads: 1, signal: context.signal };
  const candidate = await followTrial(plan, plan.paramsOf(suggested), context, (more) =>
    fitTrial(deps, suggested, { ...options, ...more }),
  );
  const { validation, folds } = candidate;
  const latest = deps.foldsOf(plan.encodingsOf(suggested))[0]!;
  const named = [...plan.objectives, ...plan.constraints].map(({ metric }) => metric);
  const reached = { ...validation.values, ...measureCandidate(named, candidate, latest) };
  const intervals = plan.objectives.flatMap(({ metric }) => {
    const over = folds?.[metric];
    return over === undefined ? [] : [[`${metric}_low`, over.low] as const, [`${metric}_high`, over.high] as const];
  });
  return {
    candidate,
    outcome: outcomeOf(plan, reached),
    metrics: { ...reached, ...Object.fromEntries(intervals) },
    more: {
      ...(isCatalogued(plan.metric) ? { foldValues: blockMetrics(candidate, latest, plan.metric) } : {}),
      ...bestRoundsOf(plan, candidate),
    },
  };
}

/** Offers the candidate of a trial that violates nothing to be kept until the end of the search. */
function offer({ best }: TrialFits, trial: number, { outcome, candidate }: MeasuredTrial): void {
  const isFeasible = Object.values(outcome.constraints ?? {}).every((by) => by <= 0);
  const value = outcome.values?.[0] ?? outcome.value ?? Number.NaN;
  if (isFeasible) best.offer(trial, value, candidate);
}

/** The objective of a search whose trials are no runs, as those of nested folds. */
export function createPlainObjective(deps: TrialFits): Objective {
  return async (suggested, context) => {
    const trial = await measureTrial(deps, suggested, context);
    offer(deps, context.trial, trial);
    return { ...trial.outcome, metrics: trial.metrics, ...trial.more };
  };
}

/** The objective of the study: each trial is a run with its hyperparameters, validation metrics and lineage. */
export function createObjective(deps: TrialDeps): Objective {
  const { plan, tracker, studyId, lineage } = deps;
  return async (suggested, context) => {
    const { trial, signal } = context;
    const run = await tracker.startExperiment({
      kind: 'trial',
      parentRunId: studyId,
      lineage: withEncodings(lineage, plan.encodingsOf(suggested)),
      name: `trial ${trial}`,
    });
    try {
      await run.logParameters({ algorithm: plan.algorithm, ...plan.paramsOf(suggested) });
      const measured = await measureTrial(deps, suggested, context);
      const { outcome, metrics, more } = measured;
      await run.logMetrics(validationMetrics(metrics));
      const values = outcome.values ?? [outcome.value ?? Number.NaN];
      const missed = Object.values(outcome.constraints ?? {});
      await run.endRun([...values, ...missed].every(Number.isFinite) ? 'finished' : 'failed');
      offer(deps, trial, measured);
      return { ...outcome, metrics, ...more, runId: run.id };
    } catch (error) {
      if (error instanceof TrialPruned) {
        await run.setTags({ pruned: 'true' });
        await run.endRun('finished');
        throw error;
      }
      const isOutside = error instanceof OutsideError;
      if (isOutside) deps.stop(error);
      const status = isOutside || error instanceof InterruptedError || signal.aborted ? 'interrupted' : 'failed';
      try {
        await run.endRun(status, asReason(error));
      } catch (ending) {
        // The store has no room for the end either: the run is shown as stale, and the study goes on when there is room.
        if (ending instanceof OutsideError) deps.stop(ending);
        else throw ending;
      }
      throw error;
    }
  };
}
