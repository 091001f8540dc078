import {
  foldsJson,
  InterruptedError,
  InvalidArgumentError,
  jsonMetrics,
  metricText,
  OutsideError,
  systemClock,
} from '@fraudx/core';
import { embeddedEngine, openTrainingPool } from '@fraudx/models';
import { ExperimentTracker } from '@fraudx/tracking';
import type { TrialRecord } from '@fraudx/tuning';
import { runStudy } from '@fraudx/tuning';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { announceMemory } from '../../output/announce-memory.ts';
import type { Dataset } from '@fraudx/pipelines';
import {
  asReason,
  collectLineage,
  countFrauds,
  describeSplit,
  featureNotes,
  keptIntervals,
  loadDataset,
  planMemory,
  recordMetrics,
  refitFinal,
  reopenDataset,
  saveModel,
  selectionNotes,
  validationMetrics,
} from '@fraudx/pipelines';
import { refuseOtherDataset } from '../../options/refuse-other-dataset.ts';
import { openWorkspace } from '../../open-workspace.ts';
import type { AlgorithmOptions, DatasetOptions } from '../../options/dataset-options.ts';
import type { ProgressBar } from '../../output/progress-bar.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { onExit } from '../../resources.ts';
import type { Settings } from '../../settings/settings.ts';
import { loadSettings } from '../../settings/settings.ts';
import type { TrialDeps } from './objective.ts';
import { notResumed } from './not-resumed.ts';
import { checkMetric } from './check-metric.ts';
import { createObjective, fitTrial } from './objective.ts';
import { renderTune } from './render.ts';
import { selectionJson, selectionOf } from './selection.ts';
import type { StudyPlan } from './study-plan.ts';
import { foldsByEncodings, largestEncodings, namedEncodings, withEncodings } from './searched-encodings.ts';
import { planStudy, resumedSettings } from './study-plan.ts';
import { processFacts } from '../../process-facts.ts';

/** Options of `fraudx tune`. */
export interface TuneOptions extends DatasetOptions, AlgorithmOptions {
  readonly strategy?: 'grid' | 'random';
  readonly trials?: number;
  readonly metric?: string;
  readonly earlyStopping?: number;
  readonly resume?: string;
}

type Workspace = Awaited<ReturnType<typeof openWorkspace>>;

/** A study that has begun: its run, its data, its plan. */
interface Begun {
  readonly studyId: string;
  readonly settings: Settings;
  readonly dataset: Dataset;
  readonly plan: StudyPlan;
  readonly workspace: Workspace;
}

function tuningFlags({ strategy, trials, metric }: TuneOptions): { readonly tuning: Record<string, unknown> } {
  return { tuning: { strategy, trials, metric } };
}

async function begin(options: TuneOptions & CommonOptions, context: CommandContext, bar: ProgressBar): Promise<Begun> {
  const { io } = context;
  const reading = { progress: bar.progress, signal: io.signal };
  if (options.resume !== undefined) {
    const now = await loadSettings(options, io, tuningFlags(options));
    const workspace = await openWorkspace(now);
    const study = await workspace.runs.getRun(options.resume);
    const settings = resumedSettings(study, now);
    refuseOtherDataset('tune --resume', options, study);
    const unused = notResumed(study, now.config);
    if (unused.length > 0) {
      noteWarnings(io, options, [
        `${study.runId} goes on as it began; fraudx.yaml or flags say something else now, which is not used: ${unused.join(', ')}`,
      ]);
    }
    const rounds = study.params['early_stopping_rounds'];
    const plan = planStudy(settings, typeof rounds === 'number' ? rounds : undefined);
    const dataset = await reopenDataset(study, settings, reading);
    checkMetric(plan, dataset);
    await workspace.runs.updateRun(study.runId, { status: 'running' });
    return { studyId: study.runId, settings, dataset, plan, workspace };
  }
  const settings = await loadSettings(options, io, tuningFlags(options));
  const plan = planStudy(settings, options.earlyStopping);
  const dataset = await loadDataset(settings, reading);
  checkMetric(plan, dataset);
  noteWarnings(io, options, [...dataset.warnings, ...featureNotes(dataset), ...plan.notes]);
  const workspace = await openWorkspace(settings);
  const study = await trackerOf(workspace, settings).startExperiment({
    kind: 'study',
    lineage: await collectLineage(settings, processFacts(io), dataset, embeddedEngine),
    name: `tune ${plan.algorithm} ${plan.strategy}`,
    params: {
      algorithm: plan.algorithm,
      strategy: plan.strategy,
      metric: plan.metric,
      trials: plan.planned,
      ...(plan.earlyStoppingRounds === undefined ? {} : { early_stopping_rounds: plan.earlyStoppingRounds }),
    },
  });
  return { studyId: study.id, settings, dataset, plan, workspace };
}

function trackerOf(workspace: Workspace, settings: Settings): ExperimentTracker {
  return new ExperimentTracker({
    store: workspace.runs,
    artifacts: workspace.artifacts,
    experiment: settings.experiment,
  });
}

function trialsAtOnce(settings: Settings, plan: StudyPlan): number {
  return Math.min(settings.workers, plan.planned);
}

function isBetter(a: number | undefined, b: number, direction: 'maximize' | 'minimize'): boolean {
  return a !== undefined && (direction === 'maximize' ? a > b : a < b);
}

/** Searches on validation rows; test rows are not touched. A study that was stopped goes on with `--resume`. */
export async function runTune(
  _args: readonly [],
  options: TuneOptions & CommonOptions,
  context: CommandContext,
): Promise<CommandResult> {
  const { io } = context;
  const started = performance.now();
  const bar = await createProgressBar(io, options);
  const begun = await begin(options, context, bar);
  const { studyId, settings, dataset, plan, workspace } = begun;
  const end = (status: 'finished' | 'interrupted' | 'failed', reason?: Error | string): Promise<unknown> =>
    workspace.runs.updateRun(studyId, {
      status,
      endedAt: systemClock.now(),
      ...(reason === undefined ? {} : { error: reason instanceof Error ? reason.message : reason }),
    });
  const broken = new AbortController();
  const pool = openTrainingPool({ nWorkers: settings.workers });
  onExit(() => pool[Symbol.asyncDispose]());
  try {
    const foldsOf = foldsByEncodings(dataset);
    const folds = foldsOf(largestEncodings(plan));
    const deps: TrialDeps = {
      plan,
      foldsOf,
      tracker: trackerOf(workspace, settings),
      studyId,
      lineage: await collectLineage(settings, processFacts(io), dataset, embeddedEngine),
      seed: settings.seed,
      stop: (reason) => broken.abort(reason),
    };
    noteWarnings(io, options, selectionNotes(dataset, folds[0]!));
    announceMemory(
      io,
      options,
      planMemory({
        algorithm: plan.algorithm,
        params: plan.largest,
        folds,
        watches: plan.earlyStoppingRounds !== undefined,
        nThreads: settings.workers,
        trialsAtOnce: trialsAtOnce(settings, plan),
      }),
    );
    const winner = await search(begun, deps, bar, AbortSignal.any([io.signal, broken.signal]));
    const candidate = await fitTrial(deps, winner.params, { nThreads: settings.workers, signal: io.signal });
    const params = plan.paramsOf(winner.params);
    const encodings = plan.encodingsOf(winner.params);
    const chosen = withEncodings(dataset, encodings);
    const { model, features } = await refitFinal(chosen, candidate, {
      algorithm: plan.algorithm,
      params,
      seed: settings.seed,
      nThreads: settings.workers,
      signal: io.signal,
      progress: bar.progress,
      ...(plan.earlyStoppingRounds === undefined ? {} : { earlyStoppingRounds: plan.earlyStoppingRounds }),
    });
    if (options.quiet !== true) for (const { message } of model.warnings) io.err(`note: ${message}\n`);
    const folder = await saveModel(winner.runId, workspace, settings, chosen, { model, features, candidate });
    await recordMetrics(workspace.runs, studyId, validationMetrics(candidate.validation.values));
    await workspace.runs.setTags(studyId, { best_run: winner.runId });
    await end('finished');
    bar.stop();
    const metrics = jsonMetrics(candidate.validation.values);
    const intervals = keptIntervals(candidate);
    noteWarnings(io, options, candidate.choice.warnings);
    const report = {
      study_id: studyId,
      run_id: winner.runId,
      experiment: settings.experiment,
      algorithm: plan.algorithm,
      strategy: plan.strategy,
      metric: plan.metric,
      direction: plan.direction,
      model: folder,
      ...(dataset.weightColumn === undefined ? {} : { sample_weight: dataset.weightColumn }),
      metrics,
      ...(candidate.folds === undefined ? {} : { validation_folds: foldsJson(candidate.folds) }),
      best: {
        trial: winner.trial,
        params: { ...params, ...namedEncodings(encodings) },
        metrics,
        intervals,
        run_id: winner.runId,
        value: winner.value ?? null,
      },
      selection: selectionJson(selectionOf(winner.all, plan.metric, plan.direction)),
      trials: winner.all.map((trial) => ({
        trial: trial.trial,
        state: trial.state,
        value: trial.value ?? null,
        ...intervalOf(trial, plan.metric),
        params: trial.params,
        run_id: trial.runId ?? null,
        error: trial.error ?? null,
        duration_ms: Math.round(trial.durationMs),
      })),
      costs_given: dataset.costs !== undefined,
      frauds: countFrauds(dataset),
      split: { ...describeSplit(dataset), evaluated_on: 'validation' },
      duration_ms: Math.round(performance.now() - started),
      next: `fraudx evaluate ${winner.runId}`,
    };
    return { json: report, text: renderTune(report, plan.searched, io.columns) };
  } catch (error) {
    bar.stop();
    const isOutside = error instanceof OutsideError;
    try {
      await end(isOutside || error instanceof InterruptedError ? 'interrupted' : 'failed', asReason(error));
    } catch (ending) {
      if (!isOutside) throw ending;
    }
    if (isOutside) noteWarnings(io, options, [`finished trials are kept; to go on: fraudx tune --resume ${studyId}`]);
    throw error;
  }
}

/** The interval of a trial's value over folds; nothing where there is one fold. */
function intervalOf({ metrics }: TrialRecord, metric: string): { interval?: [number, number] } {
  const [low, high] = [metrics?.[`${metric}_low`], metrics?.[`${metric}_high`]];
  return low === undefined || high === undefined ? {} : { interval: [low, high] };
}

/** Runs all trials that are still to do and gives the best one. */
async function search(
  { studyId, settings, plan, workspace }: Begun,
  deps: TrialDeps,
  bar: ProgressBar,
  signal: AbortSignal,
): Promise<TrialRecord & { readonly runId: string; readonly all: readonly TrialRecord[] }> {
  let done = 0;
  let best: number | undefined;
  const show = (): void => {
    bar.progress({
      task: 'tune',
      done,
      total: plan.planned,
      note: best === undefined ? '' : `best ${plan.metric} ${metricText(best)}`,
    });
  };
  show();
  const result = await runStudy({
    space: plan.space,
    strategy: plan.strategy,
    ...(plan.nTrials === undefined ? {} : { nTrials: plan.nTrials }),
    concurrency: trialsAtOnce(settings, plan),
    direction: plan.direction,
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
    const finished = result.trials.filter((trial) => trial.state === 'complete').length;
    throw new InterruptedError(`tune: interrupted after ${finished} of ${plan.planned} trials`, {
      details: { study_id: studyId, finished, planned: plan.planned },
      hint: `Finished trials are kept. To go on: fraudx tune --resume ${studyId}`,
    });
  }
  const { best: winner, trials } = result;
  if (winner?.runId === undefined) {
    const reason = trials.find((trial) => trial.error !== undefined)?.error ?? 'no trial finished';
    throw new InvalidArgumentError(`tune: all ${trials.length} trials failed: ${reason}`, {
      code: 'ALL_TRIALS_FAILED',
    });
  }
  return { ...winner, runId: winner.runId, all: trials };
}
