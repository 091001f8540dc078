import { resolve } from 'node:path';
import { describeSplit } from '@fraudx/data';
import { isNoComparison } from '@fraudx/evaluation';
import { dayZoneOf, evaluateRun, evaluationJson } from '@fraudx/pipelines';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import type { Io } from '../../io.ts';
import { checkSameDataset } from '../../options/check-same-dataset.ts';
import { htmlFile } from '../../options/html-file.ts';
import { operand } from '../../output/operand.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { loadSettings } from '../../settings/settings.ts';
import { renderEvaluate } from './render.ts';
import type { DatasetOptions } from '../../options/setting-flags.ts';

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
  const report = reportPath(options.report, io.cwd);
  const settings = await loadSettings(options, io);
  const bar = await createProgressBar(io, options);
  const { allowOverlap = false, allowRough = false } = options;
  const evaluated = await evaluateRun(
    settings,
    {
      run: named,
      isOtherCopy: options.data !== undefined,
      gates: options.gate ?? [],
      compareWith: options.compare,
      allowOverlap,
      allowRough,
      threshold: options.threshold,
      report,
      plots: options.plots ? (options.output === undefined ? true : resolve(io.cwd, options.output)) : undefined,
      checkRun: (record) => checkSameDataset('evaluate', options, record),
    },
    {
      openWorkspace: () => io.container.openWorkspace(settings, { create: false }),
      signal: io.signal,
      progress: bar.progress,
      onNotes: (notes) => noteWarnings(io, options, notes),
    },
  ).finally(() => bar.stop());
  const { chosen, dataset, evaluation, measured, compared, overlap, reads, plots } = evaluated;
  const comparison =
    compared === null || isNoComparison(compared) ? undefined : { name: options.compare!, paired: compared.paired };
  return {
    json: withoutCells(evaluationJson(evaluated, { allowOverlap, compareWith: options.compare }), io),
    text: renderEvaluate(
      chosen.record.runId,
      evaluation,
      describeSplit(dataset),
      {
        plots,
        overlap,
        report: evaluated.report,
        comparison,
        reads,
        allowRough,
        asked: options.threshold,
        thresholdStrategy: measured.thresholdStrategy,
        quality: {
          test: evaluation.intervals.intervals,
          validation: measured.gap.promised,
          differences: measured.gap.differences,
          asked: evaluation.gates.map(({ metric }) => metric),
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

/** Slices without the cells that they stand for, where cells are not shown. */
function withoutCells(json: ReturnType<typeof evaluationJson>, { values }: Io): object {
  const slices = json.slices.slices.map((slice) => ({ ...slice, value: values.inside(slice.value) }));
  return { ...json, slices: { ...json.slices, slices } };
}

/** `--report RUN` would take the run for a file name, and evaluate another run. */
function reportPath(report: EvaluateOptions['report'], cwd: string): string | true | undefined {
  if (typeof report !== 'string') return report;
  const hint = `A run goes before the option: fraudx evaluate ${operand(report)} --report`;
  return htmlFile({ command: 'evaluate', flag: '--report', hint }, report, cwd);
}
