import { canonicalJson, ConflictError, InvalidArgumentError, StateError } from '@fraudx/core';
import type { RunRecord } from '@fraudx/tracking';
import { isRunId } from '@fraudx/tracking';
import type { FraudxConfig } from '../config/config-fields.ts';
import { recordedConfig, reopenedConfig } from '../lineage/recorded-config.ts';
import type { ExperimentSettings } from '../settings.ts';
import { notResumed } from './not-resumed.ts';

/** Keys below `tuning` that each process decides for itself, and that a study can be gone on with. */
const own = [
  'trials',
  'timeout',
  'patience',
  'targetValue',
  'terminator',
  'retries',
  'enqueue',
  'from',
  'portfolio',
  'outerFolds',
];

/**
 * What differs from the settings of a study, but for what each process decides for itself.
 *
 * @returns Paths of fields, e.g. `split.test` or `tuning.lag`.
 */
export function changedSettings(study: RunRecord, now: FraudxConfig, earlyStoppingRounds?: number): string[] {
  const { early_stopping_rounds: rounds } = study.params;
  return [
    ...notResumed(study, now).filter((path) => !own.some((key) => path === `tuning.${key}`)),
    ...(earlyStoppingRounds === undefined || earlyStoppingRounds === rounds ? [] : ['earlyStoppingRounds']),
  ];
}

/**
 * Refuses settings that differ from those of a study in what its trials depend on.
 *
 * @param changed - As {@link changedSettings} gives them.
 * @throws {ConflictError} `STUDY_CHANGED`.
 */
export function refuseChanged(study: RunRecord, name: string, changed: readonly string[]): void {
  if (changed.length === 0) return;
  throw new ConflictError(
    'STUDY_CHANGED',
    `tune: study "${name}" must be continued with its own settings, got others for ${changed.join(', ')}`,
    {
      details: { studyId: study.runId, changed, settings: changed },
      hint: 'Leave them out, as all comes from the study, or begin a study of another name.',
    },
  );
}

/**
 * The settings of a study that others may be working on: its own config and seed, with the folder, workers and some keys of the search of now.
 */
export function joinedSettings(study: RunRecord, settings: ExperimentSettings): ExperimentSettings {
  const reopened = reopenedConfig(study, settings.config);
  const given = Object.entries(settings.config.tuning ?? {}).filter(
    ([key, value]) => value !== undefined && own.includes(key),
  );
  const config =
    given.length === 0 ? reopened : { ...reopened, tuning: { ...reopened.tuning, ...Object.fromEntries(given) } };
  return {
    ...settings,
    config,
    data: settings.data ?? study.lineage.data?.path,
    experiment: study.experiment,
    seed: study.lineage.seed ?? settings.seed,
  };
}

/** Whether more is asked of a study that has finished: more trials than it had, points of its own, or other outer folds. */
function asksMore(study: RunRecord, { tuning = {} }: FraudxConfig, nTrials: number): boolean {
  const { trials, enqueue = [], outerFolds } = tuning;
  if (trials !== undefined && trials > Math.max(nTrials, Number(study.params['trials'] ?? 0))) return true;
  if (enqueue.length === 0 && outerFolds === undefined) return false;
  const recorded = recordedConfig(study).tuning ?? {};
  const hasPoints = enqueue.length > 0 && canonicalJson(enqueue) !== canonicalJson(recorded.enqueue ?? []);
  return hasPoints || (outerFolds !== undefined && outerFolds !== recorded.outerFolds);
}

/**
 * The settings of a study that was interrupted, or that has finished and of which more is asked: as {@link joinedSettings}.
 *
 * @param nTrials - How many trials it has.
 * @throws {InvalidArgumentError} The run is not a study.
 * @throws {StateError} `STUDY_FINISHED`: it has, and no more trials than it had are asked for.
 * @throws {ConflictError} `STUDY_RUNNING`: another process is working on it.
 */
export function resumedSettings(study: RunRecord, settings: ExperimentSettings, nTrials = 0): ExperimentSettings {
  if (study.kind !== 'study') {
    throw new InvalidArgumentError(`tune: run to resume must be a study, got ${study.runId} of kind ${study.kind}`, {
      hint: 'Name the run of a study.',
    });
  }
  if (study.status === 'finished' && !asksMore(study, settings.config, nTrials)) {
    const best = study.tags['best_run'];
    throw new StateError(
      'STUDY_FINISHED',
      `tune: study to resume must be unfinished, got ${study.runId}, which has finished with ${nTrials} trials`,
      {
        details: { studyId: study.runId, trials: nTrials },
        hint: `Its best run is ${isRunId(best) ? best : study.runId}. To continue, ask for more trials in all: tuning.trials.`,
      },
    );
  }
  if (study.status === 'running') {
    throw new ConflictError('STUDY_RUNNING', `tune: study to resume must not be running, got ${study.runId}`, {
      hint: 'Another process is working on it: join it by its name, wait for it, or stop it.',
    });
  }
  return joinedSettings(study, settings);
}
