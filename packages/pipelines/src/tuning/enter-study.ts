import { setTimeout as sleep } from 'node:timers/promises';
import {
  ConflictError,
  createId,
  FraudxError,
  InterruptedError,
  InvalidArgumentError,
  NotFoundError,
  systemClock,
  throwIfAborted,
} from '@fraudx/core';
import { embeddedEngine } from '@fraudx/models';
import type { RunRecord } from '@fraudx/tracking';
import { ExperimentTracker } from '@fraudx/tracking';
import { checkStudyName, findStudy } from '@fraudx/tuning';
import { featureNotes } from '../dataset/feature-notes.ts';
import { loadDataset } from '../dataset/load-dataset.ts';
import { reopenDataset } from '../dataset/reopen.ts';
import { collectLineage } from '../lineage/collect-lineage.ts';
import type { Outside } from '../pipeline-deps.ts';
import type { ExperimentSettings } from '../settings.ts';
import type { Workspace } from '../workspace.ts';
import { checkMetric } from './check-metric.ts';
import { endedTrials } from './ended-trials.ts';
import { firstPoints } from './first-points.ts';
import { outerFoldsOf } from './outer/outer-folds-of.ts';
import { withPoints } from './more-points.ts';
import type { StartedStudy, TuningWorkspace } from './search-trials.ts';
import { metricsText } from './study-objectives.ts';
import { changedSettings, joinedSettings, refuseChanged, resumedSettings } from './settings-of-study.ts';
import { planStudy, specOfPlan } from './study-plan.ts';

/** How a study is entered. */
export interface EntryOptions {
  readonly earlyStoppingRounds?: number | undefined;
  /** Id of a study that was stopped. */
  readonly resume?: string | undefined;
  /** Name of a study, which begins where there is none. */
  readonly study?: string | undefined;
  /** Looks at the study that is gone on with before its data are read; throws to refuse it. */
  readonly checkStudy?: (study: RunRecord) => void;
}

interface EntryDeps {
  readonly openWorkspace: () => Promise<TuningWorkspace>;
}

/** The tracker of the runs of these settings. */
export function trackerOf(workspace: Workspace, settings: ExperimentSettings): ExperimentTracker {
  return new ExperimentTracker({
    store: workspace.runs,
    artifacts: workspace.artifacts,
    experiment: settings.experiment,
  });
}

/**
 * Refuses a study that came from a file, which has settings of no run. Those that are begun here have the id of their run.
 *
 * @throws {ConflictError} `STUDY_IMPORTED`.
 */
function checkNotImported(studyId: string, name: string): void {
  if (studyId.startsWith('run-')) return;
  throw new ConflictError(
    'STUDY_IMPORTED',
    `study "${name}" must be one that was begun here, got one that was imported, without data and settings to continue with`,
    {
      subject: 'tune',
      details: { studyId },
      hint: 'Begin a study of another name with its best points: name it as tuning.from.',
    },
  );
}

/**
 * Begins a study, goes on with one that was stopped, or joins the one of a name, which other processes may be working on.
 *
 * @throws {ConflictError} `STUDY_CHANGED`: the study of that name has other settings.
 */
export async function enterStudy(
  settings: ExperimentSettings,
  options: EntryOptions,
  deps: EntryDeps,
  outside: Outside,
): Promise<StartedStudy> {
  if (options.resume !== undefined) return await resume(options.resume, settings, options, deps, outside);
  const { study: name } = options;
  if (name === undefined) return await begin(settings, options, deps, outside);
  checkStudyName(name);
  const workspace = await deps.openWorkspace();
  const studyId = await named(workspace, name);
  if (studyId !== undefined) return await join(studyId, name, settings, options, workspace, outside);
  try {
    return await begin(settings, options, { openWorkspace: () => Promise.resolve(workspace) }, outside);
  } catch (error) {
    // Another process began it meanwhile.
    if (!(error instanceof ConflictError) || error.code !== 'STUDY_EXISTS') throw error;
    const { studyId: other } = error.details;
    if (typeof other !== 'string') throw error;
    return await join(other, name, settings, options, workspace, outside);
  }
}

async function named({ studies }: TuningWorkspace, name: string): Promise<string | undefined> {
  return (await studies.listStudies()).find((study) => study.name === name)?.studyId;
}

async function begin(
  settings: ExperimentSettings,
  { earlyStoppingRounds, study }: EntryOptions,
  deps: EntryDeps,
  { facts, signal, progress, onNotes }: Outside,
): Promise<StartedStudy> {
  const plan = planStudy(settings, earlyStoppingRounds);
  const dataset = await loadDataset(settings, { progress, signal });
  checkMetric(plan, dataset);
  outerFoldsOf({ dataset, settings });
  onNotes([...dataset.warnings, ...featureNotes(dataset), ...plan.notes]);
  const workspace = await deps.openWorkspace();
  const first = await firstPoints(plan, settings, workspace);
  onNotes(first.notes);
  const studyId = createId('run');
  const name = study ?? `${plan.algorithm}-${plan.strategy}-${studyId.slice(studyId.lastIndexOf('-') + 1)}`;
  const lineage = await collectLineage(settings, facts, dataset, embeddedEngine);
  await workspace.studies.createStudy(
    { studyId, name, spec: specOfPlan(plan, settings), createdAt: systemClock.now() },
    [],
    first.points,
  );
  await trackerOf(workspace, settings).startExperiment({
    runId: studyId,
    kind: 'study',
    lineage,
    name: `tune ${plan.algorithm} ${plan.strategy}`,
    params: {
      algorithm: plan.algorithm,
      strategy: plan.strategy,
      metric: metricsText(plan.objectives),
      ...(plan.constraints.length === 0 ? {} : { constraints: plan.constraints.map(({ name }) => name).join('; ') }),
      trials: plan.planned,
      ...(plan.earlyStoppingRounds === undefined ? {} : { early_stopping_rounds: plan.earlyStoppingRounds }),
    },
    tags: { study: name },
  });
  return { studyId, name, settings, dataset, plan, workspace };
}

/** A study cannot be continued with other data or another module than those it has trials of: a conflict with what is kept. */
const otherData: ReadonlySet<string> = new Set(['DATA_CHANGED', 'STRATEGY_CHANGED']);

function asConflict({ code, message, details, hint }: InvalidArgumentError): ConflictError {
  return new ConflictError(code, message, { details, ...(hint === undefined ? {} : { hint }) });
}

async function goOn(
  study: RunRecord,
  name: string,
  settings: ExperimentSettings,
  workspace: TuningWorkspace,
  { signal, progress }: Outside,
): Promise<StartedStudy> {
  const rounds = study.params['early_stopping_rounds'];
  const { strategy } = study.params;
  const plan = planStudy(
    settings,
    typeof rounds === 'number' ? rounds : undefined,
    typeof strategy === 'string' ? strategy : undefined,
  );
  const dataset = await reopenDataset(study, settings, { progress, signal }).catch((error: unknown) => {
    if (error instanceof InvalidArgumentError && otherData.has(error.code)) throw asConflict(error);
    if (!(error instanceof InterruptedError)) throw error;
    throw new InterruptedError('tune: interrupted while the data were read', {
      details: { study_id: study.runId },
      hint: 'Finished trials are kept.',
      cause: error,
    });
  });
  checkMetric(plan, dataset);
  outerFoldsOf({ dataset, settings });
  return { studyId: study.runId, name, settings, dataset, plan, workspace };
}

async function resume(
  id: string,
  now: ExperimentSettings,
  { checkStudy, earlyStoppingRounds }: EntryOptions,
  deps: EntryDeps,
  outside: Outside,
): Promise<StartedStudy> {
  const workspace = await deps.openWorkspace();
  const study = await workspace.runs.getRun(await idOf(workspace, id));
  const nTrials = study.kind === 'study' ? await countOf(workspace, study.runId) : 0;
  const settings = resumedSettings(study, now, nTrials);
  checkStudy?.(study);
  const name = study.tags['study'] ?? study.runId;
  const changed = changedSettings(study, now.config, earlyStoppingRounds);
  const isOfSearch = (path: string): boolean => path.startsWith('tuning.') || path === 'earlyStoppingRounds';
  refuseChanged(study, name, changed.filter(isOfSearch));
  const unused = changed.filter((path) => !isOfSearch(path));
  if (unused.length > 0) {
    outside.onNotes([
      `${study.runId} continues with its original settings; these have changed since and are not used: ${unused.join(', ')}`,
    ]);
  }
  const started = await goOn(study, name, settings, workspace, outside);
  const whole = await withPoints(started, now, outside);
  // One that has finished stays so, while it has more trials.
  if (study.status !== 'finished') await workspace.runs.updateRun(study.runId, { status: 'running' });
  return whole;
}

/** How many trials a study has that have ended; 0 where it has no study of its own any more. */
async function countOf({ studies }: TuningWorkspace, studyId: string): Promise<number> {
  return await studies.listTrials(studyId).then(
    (trials) => endedTrials(trials).ended,
    (error: unknown) => {
      if (error instanceof NotFoundError) return 0;
      throw error;
    },
  );
}

/** A study by its name, or a run by its id or the beginning of it. */
async function idOf(workspace: TuningWorkspace, named: string): Promise<string> {
  const studyId = await findStudy(workspace.studies, named).catch((error: unknown) => {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  });
  if (studyId !== undefined) checkNotImported(studyId, named);
  return studyId ?? named;
}

/** The run of a study that another process has just begun. */
async function runOf({ runs }: TuningWorkspace, studyId: string, signal: AbortSignal): Promise<RunRecord> {
  for (let tried = 0; ; tried++) {
    try {
      return await runs.getRun(studyId);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      if (tried < 50) {
        await sleep(100, undefined, { signal }).catch(() => {});
        throwIfAborted(signal, 'tune');
        continue;
      }
      throw new NotFoundError('STUDY_WITHOUT_RUN', `tune: study ${studyId} must have a run, got none`, {
        hint: 'Whoever began it was stopped before its first trial: delete the study, and begin it again.',
        cause: error,
      });
    }
  }
}

async function join(
  studyId: string,
  name: string,
  now: ExperimentSettings,
  { checkStudy, earlyStoppingRounds }: EntryOptions,
  workspace: TuningWorkspace,
  outside: Outside,
): Promise<StartedStudy> {
  checkNotImported(studyId, name);
  const study = await runOf(workspace, studyId, outside.signal);
  checkStudy?.(study);
  refuseChanged(study, name, changedSettings(study, now.config, earlyStoppingRounds));
  const started = await goOn(study, name, joinedSettings(study, now), workspace, outside);
  const count = await countOf(workspace, studyId);
  outside.onNotes([`joined study "${name}" (${studyId}), which has ${count} of ${started.plan.planned} trials`]);
  const whole = await withPoints(started, now, outside);
  await takeOver(workspace, study);
  return whole;
}

/** Makes this process the writer of the run of a study that nobody works on; another process that does keeps it. */
async function takeOver({ runs }: TuningWorkspace, { runId, status }: RunRecord): Promise<void> {
  if (status !== 'interrupted' && status !== 'stale' && status !== 'failed') return;
  try {
    await runs.updateRun(runId, { status: 'running' });
  } catch (error) {
    const isOthers = error instanceof FraudxError && (error.code === 'RUN_RUNNING' || error.code === 'RUN_ENDED');
    if (!isOthers) throw error;
  }
}
