import { OutsideError, shellQuoted } from '@fraudx/core';
import { tunedJson, TuningPipeline } from '@fraudx/pipelines';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { checkSameData, checkSameDataset } from '../../options/check-same-dataset.ts';
import { htmlFile } from '../../options/html-file.ts';
import { operand } from '../../output/operand.ts';
import { reportMemory } from '../../output/report-memory.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { noteWarnings } from '../../output/warnings.ts';
import { processFacts } from '../../process-facts.ts';
import { loadSettings } from '../../settings/settings.ts';
import { renderTune } from './render.ts';
import type { AlgorithmOptions, DatasetOptions } from '../../options/setting-flags.ts';

/** Options of `fraudx tune`. */
export interface TuneOptions extends DatasetOptions, AlgorithmOptions {
  readonly strategy?: string;
  /** Objects of options, which add up. */
  readonly samplerOptions?: readonly Readonly<Record<string, unknown>>[];
  readonly lag?: number;
  readonly trials?: number;
  readonly pruner?: string;
  /** Several search for all of them at once. */
  readonly metric?: readonly string[];
  readonly constraint?: readonly string[];
  readonly earlyStopping?: number;
  readonly resume?: string;
  readonly study?: string;
  readonly patience?: number;
  readonly targetValue?: number;
  readonly terminator?: boolean;
  readonly timeout?: number;
  readonly retry?: number;
  readonly enqueue?: Readonly<Record<string, unknown>>[];
  readonly from?: string;
  /** How many of the best trials are compared with the defaults once more. */
  readonly confirm?: number;
  /** Outer folds of a nested cross-validation of the search. */
  readonly outerFolds?: number;
  /** A page to write at the end. */
  readonly report?: string;
  /** False with `--no-portfolio`. */
  readonly portfolio?: boolean;
}

/** Options that set the key of their name below `tuning`. */
const tuningKeys = [
  'strategy',
  'lag',
  'pruner',
  'trials',
  'patience',
  'targetValue',
  'terminator',
  'timeout',
  'enqueue',
  'from',
  'confirm',
  'outerFolds',
] as const;

function tuningFlags(options: TuneOptions): { readonly tuning: Record<string, unknown> } {
  const named = Object.fromEntries(tuningKeys.map((key) => [key, options[key]]));
  const { metric, constraint: constraints, retry: retries } = options;
  const samplerOptions =
    options.samplerOptions === undefined ? undefined : Object.assign({}, ...options.samplerOptions);
  // without the flag, what the config says
  const left = options.portfolio === false ? { portfolio: false } : {};
  return {
    tuning: {
      ...named,
      metric: metric?.length === 1 ? metric[0] : metric,
      constraints,
      retries,
      samplerOptions,
      ...left,
    },
  };
}

const reportFlag = { command: 'tune', flag: '--report', hint: 'For example: --report study.html' };

/** Searches on validation rows; test rows are not touched. A study that was stopped goes on with `--study` or `--resume`. */
export async function runTune(
  _args: readonly [],
  options: TuneOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const started = performance.now();
  const page = options.report === undefined ? undefined : htmlFile(reportFlag, options.report, io.cwd);
  const settings = await loadSettings(options, io, tuningFlags(options));
  const bar = await createProgressBar(io, options);
  let begun: string | undefined;
  const tuned = await new TuningPipeline(settings, {
    earlyStoppingRounds: options.earlyStopping,
    resume: options.resume,
    study: options.study,
    report: page,
    checkStudy: (study) => {
      const command = options.study === undefined ? 'tune --resume' : 'tune --study';
      checkSameDataset(command, options, study);
      checkSameData(command, options.data === undefined ? undefined : settings.data, study);
    },
  })
    .execute({
      openWorkspace: () => io.container.openWorkspace(settings),
      facts: processFacts(io),
      signal: io.signal,
      progress: bar.progress,
      onNotes: (notes) => noteWarnings(io, options, notes),
      onMemory: (plan) => reportMemory(io, options, plan),
      onStudy: (studyId) => {
        begun = studyId;
      },
    })
    .catch((error: unknown) => {
      bar.stop();
      if (error instanceof OutsideError && begun !== undefined)
        noteWarnings(io, options, [
          `finished trials are kept; to continue: fraudx tune --resume=${shellQuoted(begun)}`,
        ]);
      throw error;
    });
  bar.stop();
  const report = {
    ...tunedJson(tuned),
    duration_ms: Math.round(performance.now() - started),
    next: `fraudx evaluate ${operand(tuned.runId)}`,
  };
  return { json: report, text: renderTune(report, tuned.plan.searched, io.columns) };
}
