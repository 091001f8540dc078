import { resolve } from 'node:path';
import { InvalidArgumentError } from '@fraudx/core';
import type { Evaluation, NoComparison } from '@fraudx/evaluation';
import { isNoComparison, parseGate, sliceComparison, sliceMetrics, writeEvaluationPlots } from '@fraudx/evaluation';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import {
  champion,
  championJson,
  checkOverlap,
  choiceJson,
  choiceNotes,
  chooseRun,
  compareWithRun,
  countFrauds,
  dayZoneOf,
  describeSplit,
  evaluationRecord,
  findChampion,
  keepArtifacts,
  loadModelOf,
  measureOnTest,
  overlapJson,
  overlapNotes,
  recordMeasured,
  reopenDataset,
  sliceColumns,
  testReadsJson,
  withOtherThreshold,
  writeReport,
} from '@fraudx/pipelines';
import type { ComparedRun } from '@fraudx/pipelines';
import { refuseOtherDataset } from '../../options/refuse-other-dataset.ts';
import { openWorkspace } from '../../open-workspace.ts';
import { EXIT } from '../../exit-codes.ts';
import type { DatasetOptions } from '../../options/dataset-options.ts';
import { checkFolderOf } from '../../output/new-file.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { loadSettings } from '../../settings/settings.ts';
import { renderEvaluate } from './render.ts';

/** Options of `fraudx evaluate`. */
export interface EvaluateOptions extends DatasetOptions {
  readonly gate?: string[];
  readonly output?: string;
  readonly plots: boolean;
  readonly report?: string | true;
  readonly compare?: string;
  readonly allowOverlap?: boolean;
  readonly allowRough?: boolean;
  readonly features?: string;
  readonly threshold?: string;
}

/** Measures a saved model on its own test rows and decides the gates. Exit code 1 when refused. */
export async function runEvaluate(
  [named]: readonly [string | undefined],
  options: EvaluateOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  checkReportName(options.report, io.cwd);
  const given = await loadSettings(options, io);
  const gates = [...(given.config.evaluation?.gates ?? []), ...(options.gate ?? [])];
  const evaluationConfig = {
    ...given.config.evaluation,
    gates,
    ...(options.allowRough === true ? { allowRough: true } : {}),
  };
  const settings = { ...given, config: { ...given.config, evaluation: evaluationConfig } };
  const workspace = await openWorkspace(settings);
  const chosen = await chooseRun(workspace, named, settings, options.data !== undefined);
  const { record } = chosen;
  noteWarnings(io, options, choiceNotes(chosen));
  refuseOtherDataset('evaluate', options, record);
  const saved = await loadModelOf(workspace, record, settings);
  // A run that is not there is found out before the test rows are read.
  if (options.compare !== undefined && options.compare !== champion) await workspace.runs.getRun(options.compare);
  const bar = await createProgressBar(io, options);
  const dataset = await reopenDataset(record, settings, { progress: bar.progress, signal: io.signal }, saved);
  bar.stop();
  const overlap = checkOverlap('evaluate', dataset, options.allowOverlap ?? false);
  const { signal } = io;
  const other =
    options.threshold === undefined
      ? undefined
      : await withOtherThreshold(options.threshold, workspace, record, dataset, saved.manifest);
  const manifest = other?.manifest ?? saved.manifest;
  const notes = [...overlapNotes(overlap), ...(other?.notes ?? [])];
  const input = { runId: record.runId, workspace, dataset, settings, signal, ...saved, manifest, notes };
  const measured = await measureOnTest(input);
  const reads = await recordMeasured(input, measured);
  const { yTrue, yScore, context } = measured;
  const scored = { yTrue, yScore, threshold: measured.evaluation.metrics.threshold, ...context };
  const rows = { ...scored, signal };
  const compared = options.compare === undefined ? null : await compareWithRun(options.compare, scored, input);
  const comparison =
    compared === null || isNoComparison(compared) ? undefined : { name: options.compare!, paired: compared.paired };
  const evaluation = withNotes(measured.evaluation, options.compare, compared);
  const reportPath =
    options.report === undefined
      ? undefined
      : await writeReport(
          {
            ...input,
            measured: { ...measured, evaluation },
            ...(comparison === undefined ? {} : { comparison }),
          },
          options.report === true ? undefined : resolve(io.cwd, options.report),
        );
  const plots = await drawn(
    options,
    rows,
    () => keepArtifacts(workspace, record.runId, (folder) => writeEvaluationPlots(folder, rows)),
    io.cwd,
  );
  const report = {
    run_id: record.runId,
    experiment: record.experiment,
    chosen: choiceJson(chosen),
    model: saved.folder,
    ...evaluationRecord(evaluation),
    split: { ...describeSplit(dataset), evaluated_on: 'test' },
    time_zone: dayZoneOf(dataset),
    ...(dataset.currency === undefined ? {} : { currency: dataset.currency }),
    slices: { compared: sliceComparison, slices: sliceMetrics(scored, sliceColumns(dataset)) },
    plots,
    overlap: overlapJson(overlap, options.allowOverlap ?? false),
    ...(reportPath === undefined ? {} : { report: reportPath }),
    intervals: evaluation.intervals,
    validation_to_test: measured.gap.differences,
    threshold_strategy: measured.thresholdStrategy ?? null,
    test_reads: testReadsJson(reads),
    frauds: countFrauds(dataset),
    ...(comparison === undefined ? {} : { comparison: { with: comparison.name, ...comparison.paired } }),
    ...(asksForChampion(gates, options.compare)
      ? { champion: championJson(await findChampion(settings, record.runId)) }
      : {}),
  };
  return {
    json: report,
    text: renderEvaluate(
      record.runId,
      evaluation,
      describeSplit(dataset),
      {
        plots,
        overlap,
        report: reportPath,
        comparison,
        reads,
        allowRough: options.allowRough ?? false,
        asked: options.threshold,
        thresholdStrategy: measured.thresholdStrategy,
        quality: {
          test: evaluation.intervals.intervals,
          validation: measured.gap.promised,
          differences: measured.gap.differences,
          costsGiven: dataset.costs !== undefined,
          currency: dataset.currency,
          dayZone: dayZoneOf(dataset),
        },
      },
      io.columns,
    ),
    exitCode: evaluation.decision === 'accepted' ? EXIT.done : EXIT.negative,
  };
}

function asksForChampion(gates: readonly string[], compare: string | undefined): boolean {
  return compare === champion || gates.some((gate) => parseGate(gate).versus === champion);
}

/** `--report RUN` would take the run for a file name, and evaluate another run. */
function checkReportName(report: EvaluateOptions['report'], cwd: string): void {
  if (typeof report !== 'string') return;
  if (/\.html?$/i.test(report)) {
    checkFolderOf('evaluate --report', resolve(cwd, report));
    return;
  }
  throw new InvalidArgumentError(`--report must name a file that ends in .html, got ${JSON.stringify(report)}`, {
    hint: `A run goes before the option: fraudx evaluate ${report} --report`,
  });
}

/** Says when there was nothing to compare with, and what makes the comparison doubtful, unless a gate said so already. */
function withNotes(
  evaluation: Evaluation,
  name: string | undefined,
  compared: ComparedRun | NoComparison | null,
): Evaluation {
  if (compared === null) return evaluation;
  const notes = isNoComparison(compared) ? [`--compare ${name}: ${compared.reason}`] : compared.notes;
  return { ...evaluation, warnings: [...new Set([...evaluation.warnings, ...notes])] };
}

async function drawn(
  options: EvaluateOptions,
  rows: Parameters<typeof writeEvaluationPlots>[1],
  keep: () => Promise<string[]>,
  cwd: string,
): Promise<string[]> {
  if (!options.plots) return [];
  return options.output === undefined ? keep() : writeEvaluationPlots(resolve(cwd, options.output), rows);
}
