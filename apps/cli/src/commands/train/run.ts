import { foldsJson, jsonMetrics } from '@fraudx/core';
import { describeSplit } from '@fraudx/data';
import { parseThresholdStrategy } from '@fraudx/evaluation';
import { closeTrainingPool } from '@fraudx/models';
import type { RowContext } from '@fraudx/pipelines';
import {
  countFrauds,
  dayZoneOf,
  intervalPairs,
  isRefused,
  overlapJson,
  scaledText,
  testReadsJson,
  TrainingPipeline,
} from '@fraudx/pipelines';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { reportMemory } from '../../output/report-memory.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { processFacts } from '../../process-facts.ts';
import { loadSettings } from '../../settings/settings.ts';
import { renderTrain } from './render.ts';
import type { AlgorithmOptions, DatasetOptions } from '../../options/setting-flags.ts';

/** Options of `fraudx train`. */
export interface TrainOptions extends DatasetOptions, AlgorithmOptions {
  readonly earlyStopping?: number;
}

/** What a threshold by alerts per day was scaled from, where validation rows are a sample of their days. */
function thresholdScale(strategy: string, context: RowContext): { threshold_scale?: string } {
  const scaled = parseThresholdStrategy(strategy).kind === 'alerts-per-day' ? scaledText(context) : undefined;
  return scaled === undefined ? {} : { threshold_scale: scaled };
}

/** Reads, splits, fits, chooses the threshold, fits again on all development rows, measures on test rows, records. */
export async function runTrain(
  _args: readonly [],
  options: TrainOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadSettings(options, io);
  const bar = await createProgressBar(io, options);
  io.container.onExit(closeTrainingPool);
  const pipeline = new TrainingPipeline(
    settings,
    options.earlyStopping === undefined ? {} : { earlyStoppingRounds: options.earlyStopping },
  );
  const trained = await pipeline
    .execute({
      openWorkspace: () => io.container.openWorkspace(settings),
      facts: processFacts(io),
      signal: io.signal,
      progress: bar.progress,
      onNotes: (notes) => noteWarnings(io, options, notes),
      onMemory: (plan) => reportMemory(io, options, plan),
    })
    .finally(() => bar.stop());
  const { dataset, candidate, measured, model } = trained;
  const report = {
    run_id: trained.runId,
    experiment: settings.experiment,
    algorithm: trained.algorithm,
    engine: model.engine,
    model: trained.folder,
    params: trained.params,
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
    ...thresholdScale(dataset.thresholdStrategy, trained.validationContext),
    confusion: measured.evaluation.metrics.confusion,
    split: { ...describeSplit(dataset), evaluated_on: 'test' },
    time_zone: dayZoneOf(dataset),
    decision: measured.evaluation.decision,
    test_reads: testReadsJson(trained.reads),
    frauds: countFrauds(dataset),
    overlap: overlapJson(trained.overlap, false),
    notes: trained.notes,
    warnings: measured.evaluation.warnings,
    data: { path: dataset.path, fingerprint: dataset.fingerprint.sha256, rows: dataset.fingerprint.rows },
    features: trained.features.names,
    iterations: model.bestIteration === undefined ? null : model.bestIteration + 1,
    duration_ms: Math.round(trained.durationMs),
  };
  const quality = {
    test: measured.evaluation.intervals.intervals,
    validation: measured.gap.promised,
    differences: measured.gap.differences,
    asked: measured.evaluation.gates.map(({ metric }) => metric),
    costsGiven: dataset.costs !== undefined,
    currency: dataset.currency,
    dayZone: dayZoneOf(dataset),
  };
  return {
    json: report,
    text: renderTrain(report, quality, model.featureImportances?.() ?? [], isRefused(trained.overlap), io.columns),
  };
}
