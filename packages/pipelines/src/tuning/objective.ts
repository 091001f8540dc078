import { InterruptedError, OutsideError } from '@fraudx/core';
import type { CategoryEncoding } from '@fraudx/features';
import type { ExperimentTracker, RunLineage } from '@fraudx/tracking';
import type { Objective } from '@fraudx/tuning';
import { TrialPruned } from '@fraudx/tuning';
import type { FraudxConfig } from '../config/config-fields.ts';
import type { Candidate, FitSettings } from '../training/fit.ts';
import type { Prepared } from '../training/prepare.ts';
import { asReason } from '../runs/as-reason.ts';
import { fitFolds } from '../training/fit.ts';
import { validationMetrics } from '../training/save-model.ts';
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
    also: [plan.metric],
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
      const over = folds?.[plan.metric];
      const interval =
        over === undefined ? {} : { [`${plan.metric}_low`]: over.low, [`${plan.metric}_high`]: over.high };
      const metrics = { ...validation.values, ...interval };
      await run.logMetrics(validationMetrics(metrics));
      const value = validation.values[plan.metric] ?? Number.NaN;
      await run.endRun(Number.isFinite(value) ? 'finished' : 'failed');
      const blocks = blockMetrics(candidate, deps.foldsOf(encodings)[0]!, plan.metric);
      deps.best.offer(trial, value, candidate);
      return { value, metrics: { ...metrics, ...blocks }, runId: run.id };
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
