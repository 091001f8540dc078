import { resolve } from 'node:path';
import type { Evaluation, PairedComparison } from '@fraudx/evaluation';
import { writeEvaluationPlots } from '@fraudx/evaluation';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { checkOverlap, overlapNotes } from '../../experiment/check-overlap.ts';
import { describeSplit } from '../../experiment/split.ts';
import { evaluationRecord, measureOnTest, recordMeasured } from '../../experiment/evaluate-model.ts';
import { compareWithRun } from '../../experiment/gate-evidence.ts';
import { keepPictures } from '../../experiment/keep-pictures.ts';
import { findRun } from '../../experiment/find-run.ts';
import { loadModelOf, reopenDataset } from '../../experiment/reopen.ts';
import { refuseOtherDataset } from './refuse-other-dataset.ts';
import { writeReport } from '../../experiment/write-report.ts';
import { openWorkspace } from '../../experiment/workspace.ts';
import { EXIT } from '../../exit-codes.ts';
import type { DatasetOptions } from '../../options/dataset-options.ts';
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
  readonly features?: string;
}

/** Measures a saved model on its own test rows and decides the gates. Exit code 1 when refused. */
export async function runEvaluate(
  [named]: readonly [string | undefined],
  options: EvaluateOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const given = await loadSettings(options, io);
  const gates = [...(given.config.evaluation?.gates ?? []), ...(options.gate ?? [])];
  const settings = { ...given, config: { ...given.config, evaluation: { ...given.config.evaluation, gates } } };
  const workspace = await openWorkspace(settings);
  const record = await findRun(workspace, named, settings.experiment);
  refuseOtherDataset(options, record);
  const saved = await loadModelOf(workspace, record, settings);
  const bar = await createProgressBar(io, options);
  const dataset = await reopenDataset(record, settings, { progress: bar.progress, signal: io.signal });
  bar.stop();
  const overlap = checkOverlap('evaluate', dataset, options.allowOverlap ?? false);
  const input = { runId: record.runId, workspace, dataset, settings, ...saved, notes: overlapNotes(overlap) };
  const measured = await measureOnTest(input);
  await recordMeasured(input, measured);
  const { yTrue, yScore, context } = measured;
  const scored = { yTrue, yScore, threshold: measured.evaluation.metrics.threshold, ...context };
  const rows = { ...scored, signal: io.signal };
  const paired = options.compare === undefined ? null : await compareWithRun(options.compare, scored, input);
  const comparison = paired === null ? undefined : { name: options.compare!, paired };
  const evaluation = withNote(measured.evaluation, options.compare, paired);
  const reportPath =
    options.report === undefined
      ? undefined
      : await writeReport(
          {
            ...input,
            measured: { ...measured, evaluation },
            signal: io.signal,
            ...(comparison === undefined ? {} : { comparison }),
          },
          options.report === true ? undefined : resolve(io.cwd, options.report),
        );
  const plots = await drawn(options, rows, () => keepPictures(workspace, record.runId, rows), io.cwd);
  const report = {
    run_id: record.runId,
    experiment: record.experiment,
    model: saved.folder,
    ...evaluationRecord(evaluation),
    split: { ...describeSplit(dataset), evaluated_on: 'test' },
    plots,
    overlap: { shared: overlap.shared, share: overlap.share, natural: overlap.natural },
    ...(reportPath === undefined ? {} : { report: reportPath }),
    ...(measured.evidence.intervals === undefined ? {} : { intervals: measured.evidence.intervals }),
    ...(comparison === undefined ? {} : { comparison: { with: comparison.name, ...comparison.paired } }),
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
      },
      io.columns,
    ),
    exitCode: evaluation.decision === 'accepted' ? EXIT.done : EXIT.negative,
  };
}

/** Says when there was nothing to compare with. */
function withNote(evaluation: Evaluation, name: string | undefined, paired: PairedComparison | null): Evaluation {
  if (name === undefined || paired !== null) return evaluation;
  const note = `--compare ${name}: there is no other ${name} to compare with`;
  return { ...evaluation, warnings: [...evaluation.warnings, note] };
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
