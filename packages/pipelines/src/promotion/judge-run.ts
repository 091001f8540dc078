import type { Evaluation } from '@fraudx/evaluation';
import { checkDeps, checkJudgeOptions, checkSettings } from '../check-calls.ts';
import type { ModelReader } from '@fraudx/models';
import { modelDigest } from '@fraudx/models';
import type { PromotionRequest } from '@fraudx/promotion';
import type { SavedModel } from '../dataset/reopen.ts';
import { doubts } from '../dataset/feature-notes.ts';
import { loadModelOf, reopenDataset } from '../dataset/reopen.ts';
import { checkOverlap, overlapNotes } from '../evaluation/check-overlap.ts';
import { measureOnTest, recordMeasured, rememberedGates } from '../evaluation/evaluate-model.ts';
import { withOtherThreshold } from '../evaluation/other-threshold.ts';
import { testReadNotes } from '../evaluation/test-reads.ts';
import { evaluationOf } from '../evaluation/evaluation-of.ts';
import type { RunRecord } from '@fraudx/tracking';
import type { PipelineDeps } from '../pipeline-deps.ts';
import { outsideOf } from '../pipeline-deps.ts';
import type { ChosenRun } from '../runs/choose-run.ts';
import { choiceNotes, chooseRun } from '../runs/choose-run.ts';
import type { ExperimentSettings } from '../settings.ts';
import type { AgainstChampion } from './against-champion.ts';
import { againstChampion } from './against-champion.ts';
import { parameterRules } from './parameter-rules.ts';

/** How a run is judged for promotion beside its settings. */
export interface JudgeOptions {
  /** Id of a run or a unique beginning of one. Default: the best run of this config, by validation rows. */
  readonly run?: string | undefined;
  /** Measure although test rows occur in training. Default false. */
  readonly allowOverlap?: boolean;
  /** Let gates pass on intervals that are only rough. Default: as the config says. */
  readonly allowRough?: boolean;
  /** Another threshold than the one of training: a number, or a strategy. */
  readonly threshold?: string | undefined;
  /** Keep nothing of the measurement. Default false. */
  readonly dryRun?: boolean;
}

/** A run measured under the gates of the present config, and against the model in production. */
export interface JudgedRun {
  readonly chosen: ChosenRun;
  readonly saved: SavedModel;
  readonly evaluation: Evaluation;
  readonly against: AgainstChampion;
  /** Of the model, with another threshold where one was asked for. */
  readonly manifest: SavedModel['manifest'];
}

/** The settings with the gates that the latest evaluation asked besides: what it refused must not pass here. */
async function withRememberedGates(
  settings: ExperimentSettings,
  record: RunRecord,
  files: ModelReader,
  allowRough: boolean,
): Promise<ExperimentSettings> {
  const remembered = await rememberedGates(files);
  const own = evaluationOf(settings, record);
  const gates = [...new Set([...(own?.gates ?? []), ...remembered])];
  const evaluation = { ...own, gates, ...(allowRough ? { allowRough } : {}) };
  return { ...settings, config: { ...settings.config, evaluation } };
}

/**
 * Measures a run on its test rows for a promotion: under the gates of the config and those of its latest evaluation, and against the model in
 * production.
 *
 * @throws {FraudxError} As `evaluateRun`.
 */
export async function judgeRun(
  settings: ExperimentSettings,
  options: JudgeOptions,
  deps: PipelineDeps,
): Promise<JudgedRun> {
  checkSettings('promote', settings);
  checkJudgeOptions(options);
  checkDeps('promote', deps);
  const { signal, progress, onNotes } = outsideOf(deps);
  const workspace = await deps.openWorkspace();
  const chosen = await chooseRun(workspace, options.run, settings);
  const { record } = chosen;
  onNotes(choiceNotes(chosen));
  const saved = await loadModelOf(workspace, record, settings);
  const { sampleWeight } = saved.manifest;
  if (sampleWeight !== undefined) {
    onNotes([
      `training rows of ${record.runId} are weighted by column "${sampleWeight}"; no hyperparameter says so: the pipeline must weight them too`,
    ]);
  }
  const gated = await withRememberedGates(settings, record, saved.files, options.allowRough ?? false);
  const dataset = await reopenDataset(record, gated, { progress, signal }, saved);
  const other =
    options.threshold === undefined
      ? undefined
      : await withOtherThreshold(options.threshold, workspace, record, dataset, saved.manifest);
  const manifest = other?.manifest ?? saved.manifest;
  const overlap = overlapNotes(checkOverlap('promote', dataset, options.allowOverlap ?? false));
  const doubtful = doubts(dataset);
  const notes = [...doubtful, ...overlap, ...(other?.notes ?? [])];
  const input = { runId: record.runId, workspace, dataset, settings: gated, signal, ...saved, manifest, notes };
  const measured = await measureOnTest(input);
  const against = await againstChampion(measured, input);
  const reads = options.dryRun === true ? [] : testReadNotes(await recordMeasured(input, measured));
  const said = [...doubtful, ...measured.weightNotes, ...against.notes, ...(other?.notes ?? []), ...reads];
  onNotes(said);
  return { chosen, saved, evaluation: measured.evaluation, against: { ...against, notes: said }, manifest };
}

/** What a promotion is asked beside the run. */
export interface RequestOptions {
  /** Who approves it. */
  readonly approvedBy: string;
  /** Whether the pipeline is started. Default false. */
  readonly trigger?: boolean;
  /** Whether parameters of earlier promotions that this one does not have are removed. Default: as the integrator does. */
  readonly prune?: boolean | undefined;
  readonly registryVersion?: string | undefined;
  /** Day of the test, e.g. `2026-01-31`. Default: today in UTC. */
  readonly testedDate?: string;
}

/**
 * The request that promotes a judged run.
 */
export async function createPromotionRequest(
  { chosen: { record }, saved, evaluation, manifest }: JudgedRun,
  options: RequestOptions,
): Promise<PromotionRequest> {
  const { threshold, thresholdStrategy } = manifest;
  return {
    runId: record.runId,
    experiment: record.experiment,
    algorithm: saved.manifest.algorithm,
    hyperparameters: saved.manifest.params,
    metrics: evaluation.metrics.values,
    evaluation,
    approvedBy: options.approvedBy,
    trigger: options.trigger ?? false,
    prune: options.prune,
    registryVersion: options.registryVersion,
    testedDate: options.testedDate ?? new Date().toISOString().slice(0, 10),
    model: { folder: saved.folder, sha256: await modelDigest(saved.files) },
    decision: { threshold, ...(thresholdStrategy === undefined ? {} : { strategy: thresholdStrategy }) },
    ...parameterRules(saved.manifest.algorithm),
  };
}
