import { InterruptedError, OutsideError } from '@fraudx/core';
import type { CategoryEncoding } from '@fraudx/features';
import type { ExperimentTracker, RunLineage } from '@fraudx/tracking';
import type { Objective, TrialOutcome } from '@fraudx/tuning';
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

/** Whether a metric is calculated of scores, and not measured. */
function isCatalogued(metric: string): boolean {
  return measuredDirection(metric) === undefined;
}

/**
 * One candidate: fitted on training rows, measured on validation rows, by the mean over folds where there are several. The seed is the study's, so that trials differ in their
 * hyperparameters alone and the winner can be fitted again.
 */
export function fitTrial(
  { plan, foldsOf, seed }: TrialDeps,
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

/** The objective of the study: each trial is a run with its hyperparameters, validation metrics and lineage. */
export function createObjective(deps: TrialDeps): Objective {
  const { plan, tracker, studyId, lineage } = deps;
  return async (suggested, context) => {
    const { trial, signal } = context;
    const encodings = plan.encodingsOf(suggested);
    const run = await tracker.startExperiment({
      kind: 'trial',
      parentRunId: studyId,
      lineage: withEncodings(lineage, encodings),
      name: `trial ${trial}`,
    });
    try {
      await run.logParameters({ algorithm: plan.algorithm, ...plan.paramsOf(suggested) });
      const options = { nThreads: 1, signal };
      const candidate = await followTrial(plan, plan.paramsOf(suggested), context, (more) =>
        fitTrial(deps, suggested, { ...options, ...more }),
      );
      const { validation, folds } = candidate;
      const latest = deps.foldsOf(encodings)[0]!;
      const named = [...plan.objectives, ...plan.constraints].map(({ metric }) => metric);
      const reached = { ...validation.values, ...measureCandidate(named, candidate, latest) };
      const intervals = plan.objectives.flatMap(({ metric }) => {
        const over = folds?.[metric];
        return over === undefined ? [] : [[`${metric}_low`, over.low] as const, [`${metric}_high`, over.high] as const];
      });
      const metrics = { ...reached, ...Object.fromEntries(intervals) };
      await run.logMetrics(validationMetrics(metrics));
      const outcome = outcomeOf(plan, reached);
      const values = outcome.values ?? [outcome.value ?? Number.NaN];
      const missed = Object.values(outcome.constraints ?? {});
      await run.endRun([...values, ...missed].every(Number.isFinite) ? 'finished' : 'failed');
      const blocks = isCatalogued(plan.metric) ? blockMetrics(candidate, latest, plan.metric) : {};
      if (missed.every((by) => by <= 0)) deps.best.offer(trial, values[0]!, candidate);
      return { ...outcome, metrics: { ...metrics, ...blocks }, runId: run.id };
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
