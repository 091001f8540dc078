import { InterruptedError, InvalidArgumentError, metricText, OutsideError } from '@fraudx/core';
import type { Objective, StudyStore, TrialRecord } from '@fraudx/tuning';
import { bestTrial, isFeasible, paretoFront, runStudy, Terminator, valuesOf, violationOf } from '@fraudx/tuning';
import type { Dataset } from '../dataset/load-dataset.ts';
import type { Outside } from '../pipeline-deps.ts';
import type { ExperimentSettings } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { endedTrials } from './ended-trials.ts';
import { Leaders } from './leaders.ts';
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

/** The best trial of a study, and all trials. */
export interface Winner {
  readonly best: TrialRecord;
  readonly trials: readonly TrialRecord[];
}

/** Runs all trials that are still to do and gives the best one. */
export async function searchTrials(
  { studyId, settings, plan, workspace }: StartedStudy,
  objective: Objective,
  { progress, onNotes }: Pick<Outside, 'progress' | 'onNotes'>,
  signal: AbortSignal,
): Promise<Winner> {
  // Of a study that goes on.
  const before = await workspace.studies.listTrials(studyId);
  let done = endedTrials(before).ended;
  const leaders = new Leaders(plan, before);
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
      table: leaders.table(),
    });
  };
  show();
  const { lag, patience, targetValue, terminator, timeout, retries } = settings.config.tuning ?? {};
  const noiseOf = (trial: TrialRecord): number | undefined => standardErrorOf(trial, plan.metric);
  const result = await runStudy({
    space: plan.space,
    sampler: plan.sampler,
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
    direction: plan.objectives.map(({ direction }) => direction),
    constraints: plan.constraints.map(({ name }) => name),
    ...(plan.pruner === undefined ? {} : { pruner: plan.pruner }),
    seed: settings.seed,
    signal,
    storage: { store: workspace.studies, studyId },
    objective,
    onTrial: (trial) => {
      if (trial.state !== 'interrupted') done += 1;
      leaders.add(trial);
      const value = isFeasible(trial) ? valuesOf(trial)?.[0] : undefined;
      if (value !== undefined && (best === undefined || isBetter(value, best, plan.direction))) best = value;
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
  const isAlone = patience === undefined && targetValue === undefined && timeout === undefined;
  if (terminator === true && isAlone && result.trials.length < plan.planned) {
    const { spec } = await workspace.studies.getStudy(studyId);
    const settled = new Terminator(spec, noiseOf).settled(result.trials);
    if (settled !== undefined) {
      onNotes([
        `the search ended after ${result.trials.length} of ${plan.planned} trials: other settings are expected to be better by at most ${metricText(settled.regret)}, less than the standard error of the best value, ${metricText(settled.noise)}`,
      ]);
    }
  }
  const why = endedEarly(result.trials, settings, plan);
  if (why !== undefined) onNotes([`the search ended after ${result.trials.length} of ${plan.planned} trials: ${why}`]);
  return winnerOf(result.trials, plan);
}

/** By which rule a search ended before its last trial; undefined where it did not, or where the terminator may have ended it. */
function endedEarly(
  trials: readonly TrialRecord[],
  { config: { tuning = {} } }: ExperimentSettings,
  { planned, direction, metric }: StudyPlan,
): string | undefined {
  if (trials.length >= planned) return undefined;
  const { targetValue, patience, timeout, terminator } = tuning;
  const sign = direction === 'maximize' ? 1 : -1;
  const reached = trials.find(
    (trial) =>
      targetValue !== undefined &&
      isFeasible(trial) &&
      trial.value !== undefined &&
      sign * trial.value >= sign * targetValue,
  );
  if (reached !== undefined)
    return `trial ${reached.trial} has ${metric} ${metricText(reached.value)}, as good as the target value`;
  const rules = [
    ...(patience === undefined ? [] : [`${patience} trials had ended since the best one`]),
    ...(timeout === undefined ? [] : [`its time was over (${timeout} s)`]),
  ];
  return rules.length === 0 || terminator === true ? undefined : rules.join(', or ');
}

/** Why no trial can be chosen, although some are complete: all violate a constraint. */
function noneFeasible(trials: readonly TrialRecord[], { constraints }: Pick<StudyPlan, 'constraints'>): never {
  const complete = trials.filter(({ state }) => state === 'complete');
  const nearest = complete.toSorted((a, b) => violationOf(a) - violationOf(b) || a.trial - b.trial)[0]!;
  const metrics = [...new Set(constraints.map(({ metric }) => metric))];
  const reached = metrics.map((metric) => `${metric} ${metricText(nearest.metrics?.[metric] ?? Number.NaN)}`);
  throw new InvalidArgumentError(
    `tune: a trial must meet ${constraints.map(({ name }) => name).join(' and ')}, got none among ${complete.length} complete ones`,
    {
      code: 'NO_FEASIBLE_TRIAL',
      details: { settings: ['tuning.constraints'], complete: complete.length, nearest: nearest.trial },
      hint: `The nearest, trial ${nearest.trial}, has ${reached.join(', ')}. All trials are kept: go on with more, or begin a study with other constraints.`,
    },
  );
}

/**
 * The best trial of a study: of several metrics, among the trials that no other one beats the one with the best value of the first metric.
 *
 * @throws {InvalidArgumentError} `ALL_TRIALS_FAILED`; `NO_FEASIBLE_TRIAL`: all that are complete violate a constraint.
 */
export function winnerOf(
  trials: readonly TrialRecord[],
  { objectives, constraints }: Pick<StudyPlan, 'objectives' | 'constraints'>,
): Winner {
  const directions = objectives.map(({ direction }) => direction);
  const front = directions.length === 1 ? trials : paretoFront(trials, directions);
  const first = front.map((trial): TrialRecord => {
    const value = valuesOf(trial)?.[0];
    return value === undefined ? trial : { ...trial, value };
  });
  const chosen = bestTrial(first, directions[0]!)?.trial;
  const best = trials.find(({ trial }) => trial === chosen);
  if (best === undefined) {
    if (trials.some(({ state }) => state === 'complete')) noneFeasible(trials, { constraints });
    const reason = trials.find((trial) => trial.error !== undefined)?.error ?? 'no trial finished';
    throw new InvalidArgumentError(`tune: all ${trials.length} trials failed: ${reason}`, {
      code: 'ALL_TRIALS_FAILED',
    });
  }
  return { best, trials };
}
