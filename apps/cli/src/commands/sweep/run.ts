import { join } from 'node:path';
import { InvalidArgumentError, OutsideError, shellQuoted } from '@fraudx/core';
import { checkFolderOwner } from '@fraudx/core/files';
import type { SweepFigures, SweepOptions as LibraryOptions, SweepStageName } from '@fraudx/pipelines';
import { runSweep, summariseSweep, sweepJson } from '@fraudx/pipelines';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { EXIT } from '../../exit-codes.ts';
import { checkSameDataset } from '../../options/check-same-dataset.ts';
import type { AlgorithmOptions, DatasetOptions } from '../../options/setting-flags.ts';
import { operand } from '../../output/operand.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { reportMemory } from '../../output/report-memory.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { processFacts } from '../../process-facts.ts';
import { loadSettings } from '../../settings/settings.ts';
import { renderSweep } from './render.ts';

/** Options of `fraudx sweep`. */
export interface SweepCommandOptions extends DatasetOptions, AlgorithmOptions {
  readonly baselineThreshold?: number;
  readonly forceHyperparam?: boolean;
  readonly stage?: SweepStageName;
  readonly summary?: boolean;
  readonly metric?: string;
  readonly study?: string;
}

function checkCombination({ summary, stage, forceHyperparam }: SweepCommandOptions): void {
  if (summary !== true || (stage === undefined && forceHyperparam !== true)) return;
  throw new InvalidArgumentError(
    `either --summary or ${stage === undefined ? '--force-hyperparam' : '--stage'} must be given, got both`,
    { subject: 'sweep', hint: 'A summary runs nothing and shows all stages.' },
  );
}

/** What is worth doing next. Flags may have named data and algorithm, so that only the same command is sure to mean this sweep. */
function nextStep({ stages, outcome, model }: SweepFigures): string {
  const final = stages.at(-1)!;
  const runId = model?.run_id ?? (final.state === 'finished' ? final.best?.run_id : undefined);
  if (runId !== undefined && runId !== null) return `fraudx evaluate ${operand(runId)}`;
  if (outcome === 'not-worth-tuning') return 'better features, or the same command with --force-hyperparam';
  if (outcome === null) return 'the same command without --summary';
  const open = stages.find(({ state }) => state !== 'finished');
  return `the same command with --stage ${shellQuoted(open?.stage ?? 'final')}, or without it for all that are left`;
}

/** Runs the stages that are still to do, or shows where they stand; test rows are not touched. Exit code 1 where tuning is not worth it. */
export async function runSweepCommand(
  _args: readonly [],
  options: SweepCommandOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const started = performance.now();
  checkCombination(options);
  const settings = await loadSettings(options, io, { tuning: { metric: options.metric } });
  const given: LibraryOptions = {
    name: options.study,
    stage: options.stage,
    baselineThreshold: options.baselineThreshold,
    force: options.forceHyperparam,
    checkStudy: (study) => checkSameDataset('sweep', options, study),
    configFolder: settings.configPath === undefined ? join(io.cwd, 'configs') : undefined,
    beforeConfigs: (folder) => checkFolderOwner('configs', folder, io),
  };
  const finish = (figures: SweepFigures): CommandResult => {
    const report = {
      ...figures,
      duration_ms: options.summary === true ? null : Math.round(performance.now() - started),
      next: nextStep(figures),
    };
    return {
      json: report,
      text: renderSweep(report, io.columns),
      ...(figures.outcome === 'not-worth-tuning' ? { exitCode: EXIT.negative } : {}),
    };
  };
  if (options.summary === true) {
    const openWorkspace = () => io.container.openWorkspace(settings, { create: false });
    return finish(sweepJson(await summariseSweep(settings, given, { openWorkspace })));
  }
  const bar = await createProgressBar(io, options);
  try {
    const result = await runSweep(settings, given, {
      openWorkspace: () => io.container.openWorkspace(settings),
      facts: processFacts(io),
      signal: io.signal,
      progress: bar.progress,
      onNotes: (notes) => noteWarnings(io, options, notes),
      onMemory: (plan) => reportMemory(io, options, plan),
    });
    bar.stop();
    return finish(sweepJson(result));
  } catch (error) {
    bar.stop();
    if (error instanceof OutsideError)
      noteWarnings(io, options, ['finished trials are kept; to continue: the same command']);
    throw error;
  }
}
