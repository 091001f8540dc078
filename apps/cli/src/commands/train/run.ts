import { foldsJson, InterruptedError, jsonMetrics } from '@fraudx/core';
import { parseThresholdStrategy } from '@fraudx/evaluation';
import type { Overlap } from '@fraudx/evaluation';
import { closeTrainingPool, embeddedEngine } from '@fraudx/models';
import { ExperimentTracker } from '@fraudx/tracking';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { announceMemory } from '../../output/announce-memory.ts';
import {
  checkedParams,
  collectLineage,
  countFrauds,
  dayZoneOf,
  describeSplit,
  featureNotes,
  fitFolds,
  intervalPairs,
  isRefused,
  loadDataset,
  measureOnTest,
  overlapJson,
  overlapNotes,
  overlapOf,
  precisionNotes,
  prepareFolds,
  recordMeasured,
  refitFinal,
  saveModel,
  scaledText,
  selectionNotes,
  testReadsJson,
  validationMetrics,
} from '@fraudx/pipelines';
import type { Measured, RowContext } from '@fraudx/pipelines';
import { asReason } from '../../reason.ts';
import { openWorkspace } from '../../open-workspace.ts';
import type { AlgorithmOptions, DatasetOptions } from '../../options/dataset-options.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { onExit } from '../../resources.ts';
import { loadSettings } from '../../settings/settings.ts';
import { renderTrain } from './render.ts';
import { processFacts } from '../../process-facts.ts';

/** Options of `fraudx train`. */
export interface TrainOptions extends DatasetOptions, AlgorithmOptions {
  readonly earlyStopping?: number;
}

/** What a threshold by alerts per day was scaled from, where validation rows are a sample of their days. */
function thresholdScale(strategy: string, context: RowContext): { threshold_scale?: string } {
  const scaled = parseThresholdStrategy(strategy).kind === 'alerts-per-day' ? scaledText(context) : undefined;
  return scaled === undefined ? {} : { threshold_scale: scaled };
}

/** Test rows that evaluate and promote will refuse decide nothing: the run is refused, whatever its gates say. */
function refusedWhereRepeated(measured: Measured, overlap: Overlap): Measured {
  if (!isRefused(overlap)) return measured;
  return { ...measured, evaluation: { ...measured.evaluation, decision: 'refused' } };
}

/** Reads, splits, fits, chooses the threshold, fits again on all development rows, measures on test rows, records. */
export async function runTrain(
  _args: readonly [],
  options: TrainOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadSettings(options, io);
  const algorithm = settings.config.algorithm ?? 'xgboost';
  const params = checkedParams(settings, algorithm);
  const bar = await createProgressBar(io, options);
  const dataset = await loadDataset(settings, { progress: bar.progress, signal: io.signal });
  const ofData = [...dataset.warnings, ...featureNotes(dataset)];
  noteWarnings(io, options, ofData);
  const workspace = await openWorkspace(settings);
  onExit(closeTrainingPool);
  const tracker = new ExperimentTracker({
    store: workspace.runs,
    artifacts: workspace.artifacts,
    experiment: settings.experiment,
  });
  const run = await tracker.startExperiment({
    kind: 'train',
    lineage: await collectLineage(settings, processFacts(io), dataset, embeddedEngine),
  });
  const started = performance.now();
  try {
    await run.logParameters({ algorithm, ...params });
    const fitSettings = {
      algorithm,
      params,
      seed: settings.seed,
      nThreads: settings.workers,
      signal: io.signal,
      progress: bar.progress,
      ...(options.earlyStopping === undefined ? {} : { earlyStoppingRounds: options.earlyStopping }),
    };
    const folds = prepareFolds(dataset);
    noteWarnings(io, options, selectionNotes(dataset, folds[0]!));
    announceMemory(io, options, {
      algorithm,
      params,
      folds,
      watches: options.earlyStopping !== undefined,
      nThreads: settings.workers,
    });
    const candidate = await fitFolds(folds, fitSettings);
    const { model, features } = await refitFinal(dataset, candidate, fitSettings);
    await run.logMetrics(validationMetrics(candidate.validation.values));
    const folder = await saveModel(run.id, workspace, settings, dataset, { model, features, candidate });
    const overlap = overlapOf(dataset);
    const notes = [
      ...candidate.choice.warnings,
      ...precisionNotes(dataset, features),
      ...overlapNotes(overlap),
      ...model.warnings.map(({ message }) => message),
    ];
    const input = { runId: run.id, workspace, folder, dataset, settings, signal: io.signal, model, features, notes };
    const measured = refusedWhereRepeated(await measureOnTest(input), overlap);
    const reads = await recordMeasured(input, measured);
    bar.stop();
    await run.endRun('finished');
    const report = {
      run_id: run.id,
      experiment: settings.experiment,
      algorithm,
      engine: model.engine,
      model: folder,
      params,
      ...(dataset.weightColumn === undefined ? {} : { sample_weight: dataset.weightColumn }),
      metrics: jsonMetrics(measured.evaluation.metrics.values),
      validation_metrics: jsonMetrics(candidate.validation.values),
      ...(candidate.folds === undefined ? {} : { validation_folds: foldsJson(candidate.folds) }),
      intervals: measured.evaluation.intervals,
      validation_intervals: intervalPairs(measured.gap.promised),
      validation_to_test: measured.gap.differences,
      threshold: candidate.threshold,
      threshold_strategy: dataset.thresholdStrategy,
      ...(candidate.choice.confidence === null ? {} : { threshold_confidence: candidate.choice.confidence }),
      ...thresholdScale(dataset.thresholdStrategy, folds[0]!.validation.context),
      confusion: measured.evaluation.metrics.confusion,
      split: { ...describeSplit(dataset), evaluated_on: 'test' },
      time_zone: dayZoneOf(dataset),
      decision: measured.evaluation.decision,
      test_reads: testReadsJson(reads),
      frauds: countFrauds(dataset),
      overlap: overlapJson(overlap, false),
      notes: ofData,
      warnings: measured.evaluation.warnings,
      data: { path: dataset.path, fingerprint: dataset.fingerprint.sha256, rows: dataset.fingerprint.rows },
      features: features.names,
      iterations: model.bestIteration === undefined ? null : model.bestIteration + 1,
      duration_ms: Math.round(performance.now() - started),
    };
    const quality = {
      test: measured.evaluation.intervals.intervals,
      validation: measured.gap.promised,
      differences: measured.gap.differences,
      costsGiven: dataset.costs !== undefined,
      currency: dataset.currency,
      dayZone: dayZoneOf(dataset),
    };
    return {
      json: report,
      text: renderTrain(report, quality, model.featureImportances?.() ?? [], isRefused(overlap), io.columns),
    };
  } catch (error) {
    bar.stop();
    const interrupted = error instanceof InterruptedError;
    await run.endRun(interrupted ? 'interrupted' : 'failed', asReason(error));
    throw error;
  }
}
