import { InterruptedError, InvalidArgumentError, nearest } from '@fraudx/core';
import { closeTrainingPool, defaultSearchSpace, embeddedEngine, parseParams } from '@fraudx/models';
import type { Run } from '@fraudx/tracking';
import { ExperimentTracker } from '@fraudx/tracking';
import type { TrialRecord } from '@fraudx/tuning';
import { gridSize, parseSearchSpace, runStudy } from '@fraudx/tuning';
import type { CommandContext, CommandResult, CommonOptions } from '../../command.ts';
import { describeSplit, loadDataset } from '../../experiment/dataset.ts';
import type { Candidate } from '../../experiment/fit.ts';
import { fitCandidate, refitFinal } from '../../experiment/fit.ts';
import { collectLineage } from '../../experiment/lineage.ts';
import { prepare } from '../../experiment/prepare.ts';
import { saveModel, validationMetrics } from '../../experiment/save-model.ts';
import { asReason } from '../../experiment/reason.ts';
import { openWorkspace } from '../../experiment/workspace.ts';
import type { AlgorithmOptions, DatasetOptions } from '../../options/dataset-options.ts';
import { jsonMetrics, metricText } from '../../output/numbers.ts';
import { createProgressBar } from '../../output/progress-bar.ts';
import { onExit } from '../../resources.ts';
import { loadSettings } from '../../settings/settings.ts';
import { renderTune } from './render.ts';

/** Options of `fraudx tune`. */
export interface TuneOptions extends DatasetOptions, AlgorithmOptions {
  readonly strategy?: 'grid' | 'random';
  readonly trials?: number;
  readonly metric?: string;
  readonly earlyStopping?: number;
}

const directions: Readonly<Record<string, 'maximize' | 'minimize'>> = {
  average_precision: 'maximize',
  roc_auc: 'maximize',
  f1: 'maximize',
  precision: 'maximize',
  recall: 'maximize',
  accuracy: 'maximize',
  log_loss: 'minimize',
  brier_score: 'minimize',
};

function directionOf(metric: string): 'maximize' | 'minimize' {
  const direction = directions[metric];
  if (direction !== undefined) return direction;
  const near = nearest(metric, Object.keys(directions));
  throw new InvalidArgumentError(
    `--metric must be one of ${Object.keys(directions).join(', ')}, got "${metric}"`,
    near === undefined ? {} : { hint: `Did you mean "${near}"?` },
  );
}

/** Searches on validation rows; test rows are not touched. */
export async function runTune(
  _args: readonly [],
  options: TuneOptions & CommonOptions,
  { io }: CommandContext,
): Promise<CommandResult> {
  const settings = await loadSettings(options, io, {
    tuning: { strategy: options.strategy, trials: options.trials, metric: options.metric },
  });
  const tuning = settings.config.tuning ?? {};
  const algorithm = settings.config.algorithm ?? 'xgboost';
  const fixed = settings.config.params ?? {};
  parseParams(algorithm, fixed);
  const metric = tuning.metric ?? 'average_precision';
  const direction = directionOf(metric);
  const strategy = tuning.strategy ?? 'random';
  const free = Object.entries(tuning.space ?? defaultSearchSpace(algorithm)).filter(([name]) => !(name in fixed));
  const space = parseSearchSpace(Object.fromEntries(free));
  const nTrials = strategy === 'grid' ? gridSize(space) : (tuning.trials ?? 20);

  const bar = await createProgressBar(io, options);
  const dataset = await loadDataset(settings, { progress: bar.progress, signal: io.signal });
  const workspace = await openWorkspace(settings);
  onExit(closeTrainingPool);
  const prepared = prepare(dataset);
  const tracker = new ExperimentTracker({
    store: workspace.runs,
    artifacts: workspace.artifacts,
    experiment: settings.experiment,
  });
  const lineage = await collectLineage(settings, io, dataset, embeddedEngine);
  const study = await tracker.startExperiment({ kind: 'study', lineage, name: `tune ${algorithm} ${strategy}` });
  const started = performance.now();
  const candidates = new Map<number, { run: Run; candidate: Candidate }>();
  const paramsOf = (suggested: object): ReturnType<typeof parseParams> =>
    parseParams(algorithm, { ...fixed, ...suggested });
  let best: TrialRecord | undefined;
  try {
    await study.logParameters({ algorithm, strategy, metric, trials: nTrials });
    let done = 0;
    bar.progress({ task: 'tune', done, total: nTrials, note: '' });
    const result = await runStudy({
      space,
      strategy,
      ...(strategy === 'grid' ? {} : { nTrials }),
      concurrency: Math.min(settings.workers, nTrials),
      direction,
      seed: settings.seed,
      signal: io.signal,
      objective: async (suggested, { trial, signal }) => {
        const run = await tracker.startExperiment({
          kind: 'trial',
          parentRunId: study.id,
          lineage,
          name: `trial ${trial}`,
        });
        try {
          const params = paramsOf(suggested);
          await run.logParameters({ algorithm, ...params });
          const candidate = await fitCandidate(prepared, {
            algorithm,
            params,
            seed: settings.seed,
            nThreads: 1,
            signal,
            ...(options.earlyStopping === undefined ? {} : { earlyStoppingRounds: options.earlyStopping }),
          });
          const { values } = candidate.validation;
          await run.logMetrics(validationMetrics(values));
          const value = values[metric] ?? Number.NaN;
          await run.endRun(Number.isFinite(value) ? 'finished' : 'failed');
          keepBest(candidates, trial, { run, candidate }, metric, direction);
          return { value, metrics: values, runId: run.id };
        } catch (error) {
          const interrupted = error instanceof InterruptedError || signal.aborted;
          await run.endRun(interrupted ? 'interrupted' : 'failed', asReason(error));
          throw error;
        }
      },
      onTrial: (trial) => {
        done += 1;
        if (trial.state === 'complete' && (best?.value === undefined || isBetter(trial.value, best.value, direction)))
          best = trial;
        bar.progress({ task: 'tune', done, total: nTrials, note: `best ${metric} ${metricText(best?.value)}` });
      },
    });
    if (result.interrupted) {
      throw new InterruptedError(`tune: interrupted after ${done} of ${nTrials} trials`, {
        hint: `Finished trials are kept: fraudx runs list --experiment ${settings.experiment}`,
      });
    }
    const winner = result.best;
    const kept = winner === undefined ? undefined : candidates.get(winner.trial);
    if (winner === undefined || kept === undefined) {
      const reason = result.trials.find((trial) => trial.error !== undefined)?.error ?? 'no trial finished';
      throw new InvalidArgumentError(`tune: all ${result.trials.length} trials failed: ${reason}`, {
        code: 'ALL_TRIALS_FAILED',
      });
    }
    const params = paramsOf(winner.params);
    const { model, features } = await refitFinal(dataset, kept.candidate, {
      algorithm,
      params,
      seed: settings.seed,
      nThreads: settings.workers,
      signal: io.signal,
      progress: bar.progress,
      ...(options.earlyStopping === undefined ? {} : { earlyStoppingRounds: options.earlyStopping }),
    });
    const folder = await saveModel(kept.run.id, workspace, settings, dataset, {
      model,
      features,
      candidate: kept.candidate,
    });
    await study.logMetrics(validationMetrics(kept.candidate.validation.values));
    await study.setTags({ best_run: kept.run.id });
    await study.endRun('finished');
    bar.stop();
    const report = {
      study_id: study.id,
      run_id: kept.run.id,
      experiment: settings.experiment,
      algorithm,
      strategy,
      metric,
      direction,
      model: folder,
      metrics: jsonMetrics(kept.candidate.validation.values),
      best: {
        trial: winner.trial,
        params,
        metrics: jsonMetrics(kept.candidate.validation.values),
        run_id: kept.run.id,
        value: winner.value ?? null,
      },
      trials: result.trials.map((trial) => ({
        trial: trial.trial,
        state: trial.state,
        value: trial.value ?? null,
        params: trial.params,
        run_id: trial.runId ?? null,
        error: trial.error ?? null,
        duration_ms: Math.round(trial.durationMs),
      })),
      split: { ...describeSplit(dataset), evaluated_on: 'validation' },
      duration_ms: Math.round(performance.now() - started),
      next: `fraudx evaluate ${kept.run.id}`,
    };
    return {
      json: report,
      text: renderTune(
        report,
        free.map(([name]) => name),
      ),
    };
  } catch (error) {
    bar.stop();
    const interrupted = error instanceof InterruptedError;
    await study.endRun(interrupted ? 'interrupted' : 'failed', asReason(error));
    throw error;
  }
}

function isBetter(a: number | undefined, b: number, direction: 'maximize' | 'minimize'): boolean {
  return a !== undefined && (direction === 'maximize' ? a > b : a < b);
}

type Kept = { run: Run; candidate: Candidate };

/** Keeps only models that may still win (ties: the lower trial number), so that memory does not grow with the trials. */
function keepBest(
  kept: Map<number, Kept>,
  trial: number,
  entry: Kept,
  metric: string,
  direction: 'maximize' | 'minimize',
): void {
  const value = entry.candidate.validation.values[metric];
  if (value === undefined || !Number.isFinite(value)) return;
  for (const [other, { candidate }] of kept) {
    const theirs = candidate.validation.values[metric]!;
    if (isBetter(theirs, value, direction) || (theirs === value && other < trial)) return;
    kept.delete(other);
  }
  kept.set(trial, entry);
}
