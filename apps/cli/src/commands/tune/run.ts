import { foldsJson, jsonMetrics, OutsideError, shellQuoted } from '@fraudx/core';
import { describeSplit } from '@fraudx/data';
import {
  confirmationJson,
  countFrauds,
  keptIntervals,
  namedEncodings,
  selectionJson,
  TuningPipeline,
} from '@fraudx/pipelines';
import type { TrialRecord } from '@fraudx/tuning';
import { intermediateForTools } from '@fraudx/tuning';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { checkSameDataset } from '../../options/check-same-dataset.ts';
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
  readonly trials?: number;
  readonly pruner?: string;
  readonly metric?: string;
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
  /** A page to write at the end. */
  readonly report?: string;
  /** False with `--no-portfolio`. */
  readonly portfolio?: boolean;
}

/** Options that set the key of their name below `tuning`. */
const tuningKeys = [
  'strategy',
  'pruner',
  'trials',
  'metric',
  'patience',
  'targetValue',
  'terminator',
  'timeout',
  'enqueue',
  'from',
  'confirm',
] as const;

function tuningFlags(options: TuneOptions): { readonly tuning: Record<string, unknown> } {
  const named = Object.fromEntries(tuningKeys.map((key) => [key, options[key]]));
  // without the flag, what the config says
  const left = options.portfolio === false ? { portfolio: false } : {};
  return { tuning: { ...named, retries: options.retry, ...left } };
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
    checkStudy: (study) =>
      checkSameDataset(options.study === undefined ? 'tune --resume' : 'tune --study', options, study),
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
  const { plan, dataset, candidate, best, summary } = tuned;
  const metrics = jsonMetrics(candidate.validation.values);
  const { sampler, pruner } = summary.study.spec;
  const report = {
    study_id: tuned.studyId,
    study: tuned.name,
    run_id: tuned.runId,
    experiment: tuned.settings.experiment,
    algorithm: plan.algorithm,
    strategy: tuned.settings.config.tuning?.strategy ?? plan.strategy,
    sampler,
    pruner: pruner ?? null,
    metric: plan.metric,
    direction: plan.direction,
    model: tuned.folder,
    ...(dataset.weightColumn === undefined ? {} : { sample_weight: dataset.weightColumn }),
    metrics,
    ...(candidate.folds === undefined ? {} : { validation_folds: foldsJson(candidate.folds) }),
    best: {
      trial: best.trial,
      params: { ...tuned.params, ...namedEncodings(tuned.encodings) },
      metrics,
      intervals: keptIntervals(candidate),
      run_id: tuned.runId,
      value: best.value ?? null,
    },
    selection: selectionJson(tuned.selection),
    confirmation: confirmationJson(tuned.confirmation),
    importances: summary.importances ?? null,
    trials: tuned.trials.map((trial) => ({
      trial: trial.trial,
      state: trial.state,
      value: trial.value ?? null,
      ...intervalOf(trial, plan.metric),
      intermediate: intermediateForTools(trial),
      params: trial.params,
      run_id: trial.runId ?? null,
      error: trial.error ?? null,
      duration_ms: Math.round(trial.durationMs),
    })),
    costs_given: dataset.costs !== undefined,
    frauds: countFrauds(dataset),
    split: { ...describeSplit(dataset), evaluated_on: 'validation' },
    ...(tuned.report === undefined ? {} : { report: tuned.report }),
    duration_ms: Math.round(performance.now() - started),
    next: `fraudx evaluate ${operand(tuned.runId)}`,
  };
  return { json: report, text: renderTune(report, plan.searched, io.columns) };
}

/** The interval of a trial's value over folds; nothing where there is one fold. */
function intervalOf({ metrics }: TrialRecord, metric: string): { interval?: [number, number] } {
  const [low, high] = [metrics?.[`${metric}_low`], metrics?.[`${metric}_high`]];
  return low === undefined || high === undefined ? {} : { interval: [low, high] };
}
