import { setTimeout as sleep } from 'node:timers/promises';
import {
  ConflictError,
  createId,
  FraudxError,
  InterruptedError,
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
import { firstPoints, morePoints } from './first-points.ts';
import { notResumed } from './not-resumed.ts';
import { outerFoldsOf } from './outer/outer-folds-of.ts';
import type { StartedStudy, TuningWorkspace } from './search-trials.ts';
import { metricsText } from './study-objectives.ts';
import { joinedSettings, planStudy, resumedSettings, specOfPlan } from './study-plan.ts';

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
  { checkStudy }: EntryOptions,
  deps: EntryDeps,
  outside: Outside,
): Promise<StartedStudy> {
  const workspace = await deps.openWorkspace();
  const study = await workspace.runs.getRun(await idOf(workspace, id));
  const settings = resumedSettings(study, now);
  checkStudy?.(study);
  const unused = notResumed(study, now.config);
  if (unused.length > 0) {
    outside.onNotes([
      `${study.runId} continues with its original settings; these have changed since and are not used: ${unused.join(', ')}`,
    ]);
  }
  const started = await goOn(study, study.tags['study'] ?? study.runId, settings, workspace, outside);
  await workspace.runs.updateRun(study.runId, { status: 'running' });
  return started;
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

/** Keys that each process decides for itself, and that a study can be gone on with. */
const own = [
  'trials',
  'timeout',
  'patience',
  'targetValue',
  'terminator',
  'retries',
  'enqueue',
  'from',
  'portfolio',
  'outerFolds',
];

/**
 * Refuses settings that differ from those of a study in what its trials depend on.
 *
 * @throws {ConflictError} `STUDY_CHANGED`.
 */
export function refuseChanged(
  study: RunRecord,
  name: string,
  now: ExperimentSettings,
  earlyStoppingRounds?: number,
): void {
  const { early_stopping_rounds: rounds } = study.params;
  const changed = [
    ...notResumed(study, now.config).filter((path) => !own.some((key) => path === `tuning.${key}`)),
    ...(earlyStoppingRounds === undefined || earlyStoppingRounds === rounds ? [] : ['earlyStoppingRounds']),
  ];
  if (changed.length === 0) return;
  throw new ConflictError(
    'STUDY_CHANGED',
    `tune: study "${name}" must be joined with its own settings, got others for ${changed.join(', ')}`,
    {
      details: { studyId: study.runId, changed, settings: changed },
      hint: 'Leave them out, as all comes from the study, or choose another name.',
    },
  );
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
  refuseChanged(study, name, now, earlyStoppingRounds);
  const started = await goOn(study, name, joinedSettings(study, now, own), workspace, outside);
  const { plan } = started;
  const more = morePoints(plan, now);
  if (more.length > 0) await workspace.studies.enqueue(studyId, more, { onlyNew: true });
  const count = (await workspace.studies.listTrials(studyId)).length;
  outside.onNotes([`joined study "${name}" (${studyId}), which has ${count} of ${plan.planned} trials`]);
  await takeOver(workspace, study);
  return started;
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
