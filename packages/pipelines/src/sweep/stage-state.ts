import { NotFoundError } from '@fraudx/core';
import type { RunRecord } from '@fraudx/tracking';
import type { TrialRecord } from '@fraudx/tuning';
import { bestTrial } from '@fraudx/tuning';
import type { TuningWorkspace } from '../tuning/search-trials.ts';
import { studyName } from './stage-settings.ts';
import type { SweepPlan, SweepStudyName } from './sweep-plan.ts';
import { sweepStages } from './sweep-plan.ts';
import type { SweepStrategy } from './sweep-strategies.ts';

/** A study of a sweep, as the store knows it now. */
export interface StudyState {
  readonly stage: SweepStudyName;
  readonly name: string;
  /** Of the feature stage: the strategy that the study measures. */
  readonly strategy?: SweepStrategy;
  /** `open`: not begun; `finished`: its last trial has ended, and of the final stage the model of the sweep is kept. */
  readonly state: 'open' | 'begun' | 'finished';
  /** The run of the study; absent before it has begun. */
  readonly run?: RunRecord;
  /** Trials that have ended. */
  readonly trials: readonly TrialRecord[];
  /** The best trial so far; absent where none was measured. */
  readonly best?: TrialRecord;
}

async function runOf({ runs }: TuningWorkspace, studyId: string): Promise<RunRecord | undefined> {
  try {
    return await runs.getRun(studyId);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** Where a sweep stands: each study of each stage, in the order of stages and strategies. */
export async function readStudies(plan: SweepPlan, workspace: TuningWorkspace): Promise<readonly StudyState[]> {
  const known = new Map((await workspace.studies.listStudies()).map(({ name, studyId }) => [name, studyId]));
  const wanted = [...sweepStages, 'defaults' as const].flatMap(
    (stage): readonly Pick<StudyState, 'stage' | 'strategy'>[] =>
      stage === 'features' ? plan.strategies.map((strategy) => ({ stage, strategy })) : [{ stage }],
  );
  const states: StudyState[] = [];
  for (const { stage, strategy } of wanted) {
    const name = studyName(plan, stage, strategy);
    const entry = { stage, name, ...(strategy === undefined ? {} : { strategy }) };
    const studyId = known.get(name);
    const run = studyId === undefined ? undefined : await runOf(workspace, studyId);
    if (studyId === undefined || run === undefined) {
      states.push({ ...entry, state: 'open', trials: [] });
      continue;
    }
    const trials = await workspace.studies.listTrials(studyId);
    const best = bestTrial(trials, plan.direction);
    states.push({
      ...entry,
      state: run.status === 'finished' ? 'finished' : 'begun',
      run,
      trials,
      ...(best === undefined ? {} : { best }),
    });
  }
  // the model may be that of an earlier stage
  const hasModel = states.some(({ run }) => run?.tags['best_run'] !== undefined);
  return states.map((one) =>
    one.stage === 'final' && one.state === 'finished' && !hasModel ? { ...one, state: 'begun' } : one,
  );
}

/** The best trials, the best first; of equal values the lowest number. */
export function bestTrials(
  { trials }: Pick<StudyState, 'trials'>,
  { direction }: SweepPlan,
  count: number,
): readonly TrialRecord[] {
  const sign = direction === 'maximize' ? -1 : 1;
  return trials
    .filter(({ state, value }) => state === 'complete' && value !== undefined)
    .toSorted((a, b) => sign * (a.value! - b.value!) || a.trial - b.trial)
    .slice(0, count);
}

/** The study of the best strategy that has finished; of equal values the first. Undefined: none has. */
export function bestStrategy(studies: readonly StudyState[], { direction }: SweepPlan): StudyState | undefined {
  const sign = direction === 'maximize' ? -1 : 1;
  return studies
    .filter(({ stage, state, best }) => stage === 'features' && state === 'finished' && best?.value !== undefined)
    .toSorted((a, b) => sign * (a.best!.value! - b.best!.value!))[0];
}

/** The one study of a stage behind the features, or of the defaults. */
export function studyOf(studies: readonly StudyState[], stage: Exclude<SweepStudyName, 'features'>): StudyState {
  return studies.find((study) => study.stage === stage)!;
}

/** Whether the strategies are compared: each was measured, or refused, before hyperparameters were tried. */
export function featuresDone(
  studies: readonly StudyState[],
  isPossible: (strategy: SweepStrategy) => boolean,
): boolean {
  if (studyOf(studies, 'broad').state !== 'open') return true;
  return studies.every(
    ({ stage, state, strategy }) => stage !== 'features' || state === 'finished' || !isPossible(strategy!),
  );
}
