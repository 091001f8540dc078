import { checkArgument, InterruptedError } from '@fraudx/core';
import type { Overlap } from '@fraudx/evaluation';
import type { AlgorithmName, FittedModel, ParamValues } from '@fraudx/models';
import { embeddedEngine } from '@fraudx/models';
import { ExperimentTracker } from '@fraudx/tracking';
import { checkDeps, checkSettings } from '../check-calls.ts';
import { featureNotes } from '../dataset/feature-notes.ts';
import type { Dataset } from '../dataset/load-dataset.ts';
import { loadDataset } from '../dataset/load-dataset.ts';
import { isRefused, overlapNotes, overlapOf } from '../evaluation/check-overlap.ts';
import type { Measured } from '../evaluation/measured.ts';
import { measureOnTest, recordMeasured } from '../evaluation/evaluate-model.ts';
import type { TestReads } from '../evaluation/test-reads.ts';
import { collectLineage } from '../lineage/collect-lineage.ts';
import type { PipelineDeps } from '../pipeline-deps.ts';
import { outsideOf } from '../pipeline-deps.ts';
import { asReason } from '../runs/as-reason.ts';
import type { ExperimentSettings } from '../settings.ts';
import { checkedParams } from './checked-params.ts';
import type { Candidate } from './fit.ts';
import { fitFolds, refitFinal } from './fit.ts';
import type { MemoryPlan } from './plan-memory.ts';
import { planMemory } from './plan-memory.ts';
import type { Prepared } from './prepare.ts';
import { checkRounds } from './check-rounds.ts';
import { precisionNotes, prepareFolds, selectionNotes } from './prepare.ts';
import { saveModel, validationMetrics } from './save-model.ts';

/** How {@link TrainingPipeline} trains beside its settings. */
export interface TrainingOptions {
  /** Rounds without a better loss on validation rows after which boosting stops, at least 1. Default: all rounds. */
  readonly earlyStoppingRounds?: number;
}

/** What {@link TrainingPipeline.execute} needs. */
export interface TrainingDeps extends PipelineDeps {
  /** Receives how much memory the fits will take, before they begin. Default: none. */
  readonly onMemory?: (plan: MemoryPlan) => void;
}

/** A trained, measured and kept model. */
export interface TrainingResult {
  readonly runId: string;
  readonly algorithm: AlgorithmName;
  /** Hyperparameters with their defaults. */
  readonly params: ParamValues;
  /** Where the model is kept: a folder, or an address. */
  readonly folder: string;
  readonly dataset: Dataset;
  /** The model that is kept, fitted on training and validation rows. */
  readonly model: FittedModel;
  readonly features: Prepared['features'];
  /** The model fitted on training rows, with the threshold and its metrics on validation rows. */
  readonly candidate: Candidate;
  /** Amounts, days and costs of the validation rows. */
  readonly validationContext: Prepared['validation']['context'];
  /** The kept model on test rows; refused where test rows occur in training. */
  readonly measured: Measured;
  readonly overlap: Overlap;
  readonly reads: TestReads;
  /** What was noticed in the data and features. */
  readonly notes: readonly string[];
  readonly durationMs: number;
}

/** Test rows that an evaluation will refuse decide nothing: the run is refused, whatever its gates say. */
function refusedWhereRepeated(measured: Measured, overlap: Overlap): Measured {
  if (!isRefused(overlap)) return measured;
  return { ...measured, evaluation: { ...measured.evaluation, decision: 'refused' } };
}

/**
 * Reads, splits, fits, chooses the threshold, fits again on all development rows, measures on test rows, records.
 *
 * The features and the candidate learn from training rows only, the threshold from validation rows; test rows are read once, at the end.
 */
export class TrainingPipeline {
  readonly #settings: ExperimentSettings;
  readonly #options: TrainingOptions;

  constructor(settings: ExperimentSettings, options: TrainingOptions = {}) {
    checkSettings('TrainingPipeline', settings);
    checkArgument('TrainingPipeline', 'options', options, 'object');
    this.#settings = settings;
    this.#options = options;
    checkRounds('TrainingPipeline', options.earlyStoppingRounds);
  }

  /**
   * Trains. Fits share a pool of threads that stays open for the next ones; `closeTrainingPool` of `@fraudx/models` ends it.
   *
   * @throws {InvalidArgumentError} `MISSING_OPTION`, `INVALID_PARAMS`, `SPLIT_ONE_CLASS` and others: before anything is recorded.
   * @throws {InterruptedError} The signal was aborted; the run says so.
   */
  async execute(deps: TrainingDeps): Promise<TrainingResult> {
    checkDeps('TrainingPipeline', deps);
    const settings = this.#settings;
    const { earlyStoppingRounds } = this.#options;
    const { facts, signal, progress, onNotes } = outsideOf(deps);
    const algorithm = settings.config.algorithm ?? 'xgboost';
    const params = checkedParams(settings, algorithm);
    const dataset = await loadDataset(settings, { progress, signal });
    const ofData = [...dataset.warnings, ...featureNotes(dataset)];
    onNotes(ofData);
    const workspace = await deps.openWorkspace();
    const tracker = new ExperimentTracker({
      store: workspace.runs,
      artifacts: workspace.artifacts,
      experiment: settings.experiment,
    });
    const run = await tracker.startExperiment({
      kind: 'train',
      lineage: await collectLineage(settings, facts, dataset, embeddedEngine),
    });
    const started = performance.now();
    try {
      await run.logParameters({ algorithm, ...params });
      const fitSettings = {
        algorithm,
        params,
        seed: settings.seed,
        nThreads: settings.workers,
        signal,
        progress,
        ...(earlyStoppingRounds === undefined ? {} : { earlyStoppingRounds }),
      };
      const folds = prepareFolds(dataset);
      onNotes(selectionNotes(dataset, folds[0]!));
      const fits = { algorithm, params, folds, watches: earlyStoppingRounds !== undefined, nThreads: settings.workers };
      // refuses what cannot fit, whoever listens
      const memory = planMemory(fits);
      deps.onMemory?.(memory);
      const candidate = await fitFolds(folds, fitSettings);
      const { model, features } = await refitFinal(dataset, candidate, fitSettings);
      await run.logMetrics(validationMetrics(candidate.validation.values));
      const { folder, manifest } = await saveModel(run.id, workspace, settings, dataset, {
        model,
        features,
        candidate,
      });
      const overlap = overlapOf(dataset);
      const notes = [
        ...candidate.choice.warnings,
        ...precisionNotes(dataset, features),
        ...overlapNotes(overlap),
        ...model.warnings.map(({ message }) => message),
      ];
      const input = { runId: run.id, workspace, dataset, settings, signal, model, features, manifest, notes };
      const measured = refusedWhereRepeated(await measureOnTest(input), overlap);
      const reads = await recordMeasured(input, measured);
      await run.endRun('finished');
      return {
        runId: run.id,
        algorithm,
        params,
        folder,
        dataset,
        model,
        features,
        candidate,
        validationContext: folds[0]!.validation.context,
        measured,
        overlap,
        reads,
        notes: ofData,
        durationMs: performance.now() - started,
      };
    } catch (error) {
      await run.endRun(error instanceof InterruptedError ? 'interrupted' : 'failed', asReason(error));
      throw error;
    }
  }
}
