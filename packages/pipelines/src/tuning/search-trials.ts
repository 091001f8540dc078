import { InterruptedError, InvalidArgumentError, metricText, OutsideError } from '@fraudx/core';
import type { Direction, StudyStore, TrialRecord } from '@fraudx/tuning';
import { bestTrial, runStudy, Terminator } from '@fraudx/tuning';
import type { Dataset } from '../dataset/load-dataset.ts';
import type { Outside } from '../pipeline-deps.ts';
import type { ExperimentSettings } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import type { TrialDeps } from './objective.ts';
import { endedTrials } from './ended-trials.ts';
import { createObjective } from './objective.ts';
import { standardErrorOf } from './selection.ts';
import type { StudyPlan } from './study-plan.ts';

/** Where studies are kept, too. */
export interface TuningWorkspace extends Workspace {
  readonly studies: StudyStore;
}

/** A study with its run, data and plan. */
export interface StartedStudy {
  readonly studyId: string;
  /** What people call it. */
  readonly name: string;
  readonly settings: ExperimentSettings;
  readonly dataset: Dataset;
  readonly plan: StudyPlan;
  readonly workspace: TuningWorkspace;
}

/** Trials that run at the same time. */
export function trialsAtOnce(settings: ExperimentSettings, plan: StudyPlan): number {
  return Math.min(settings.workers, plan.planned);
}

function isBetter(a: number | undefined, b: number, direction: 'maximize' | 'minimize'): boolean {
  return a !== undefined && (direction === 'maximize' ? a > b : a < b);
}

/** The best trial of a study, its run, and all trials. */
export interface Winner {
  readonly best: TrialRecord;
  readonly runId: string;
  readonly trials: readonly TrialRecord[];
}

/** Runs all trials that are still to do and gives the best one. */
export async function searchTrials(
  { studyId, settings, plan, workspace }: StartedStudy,
  deps: TrialDeps,
  { progress, onNotes }: Pick<Outside, 'progress' | 'onNotes'>,
  signal: AbortSignal,
): Promise<Winner> {
  // Of a study that goes on.
  let done = (await workspace.studies.listTrials(studyId)).length;
  let best: number | undefined;
  const course: number[] = [];
  const show = (): void => {
    if (best !== undefined) course.push(best);
    progress({
      task: 'tune',
      done,
      total: plan.planned,
      note: best === undefined ? '' : `best ${plan.metric} ${metricText(best)}`,
      course,
    });
  };
  show();
  const { lag, patience, targetValue, terminator, timeout, retries } = settings.config.tuning ?? {};
  const noiseOf = (trial: TrialRecord): number | undefined => standardErrorOf(trial, plan.metric);
  const result = await runStudy({
    space: plan.space,
    sampler: plan.strategy,
    ...(lag === undefined ? {} : { lag }),
    ...(patience === undefined ? {} : { patience }),
    ...(targetValue === undefined ? {} : { targetValue }),
    ...(terminator === true ? { noiseOf } : {}),
    ...(timeout === undefined ? {} : { timeoutMs: 1000 * timeout }),
    ...(retries === undefined ? {} : { retries }),
    // A fit follows from data, point and seed.
    reuseRepeated: true,
    ...(plan.nTrials === undefined ? {} : { nTrials: plan.nTrials }),
    concurrency: trialsAtOnce(settings, plan),
    direction: plan.direction,
    ...(plan.pruner === undefined ? {} : { pruner: plan.pruner }),
    seed: settings.seed,
    signal,
    storage: { store: workspace.studies, studyId },
    objective: createObjective(deps),
    onTrial: (trial) => {
      done += 1;
      if (trial.value !== undefined && (best === undefined || isBetter(trial.value, best, plan.direction)))
        best = trial.value;
      show();
    },
  });
  if (signal.reason instanceof OutsideError) throw signal.reason;
  if (result.interrupted) {
    const { ended, text, counts } = endedTrials(result.trials);
    throw new InterruptedError(`tune: interrupted after ${ended} of ${plan.planned} trials${text}`, {
      details: { study_id: studyId, finished: ended, planned: plan.planned, ...counts },
      hint: 'Finished trials are kept.',
    });
  }
  if (terminator === true && result.trials.length < plan.planned) {
    const { spec } = await workspace.studies.getStudy(studyId);
    const settled = new Terminator(spec, noiseOf).settled(result.trials);
    if (settled !== undefined) {
      onNotes([
        `the search ended after ${result.trials.length} of ${plan.planned} trials: other settings are expected to be better by at most ${metricText(settled.regret)}, less than the standard error of the best value, ${metricText(settled.noise)}`,
      ]);
    }
  }
  return winnerOf(result.trials, plan.direction);
}

/**
 * The best trial of a study, with its run.
 *
 * @throws {InvalidArgumentError} `ALL_TRIALS_FAILED`.
 */
export function winnerOf(trials: readonly TrialRecord[], direction: Direction): Winner {
  const best = bestTrial(trials, direction);
  if (best?.runId === undefined) {
    const reason = trials.find((trial) => trial.error !== undefined)?.error ?? 'no trial finished';
    throw new InvalidArgumentError(`tune: all ${trials.length} trials failed: ${reason}`, {
      code: 'ALL_TRIALS_FAILED',
    });
  }
  return { best, runId: best.runId, trials };
}
