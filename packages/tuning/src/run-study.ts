import type { Clock } from '@fraudx/core';
import { ConflictError, InvalidArgumentError, OutsideError, Rng, systemClock } from '@fraudx/core';
import { bestTrial } from './best-trial.ts';
import type { Direction } from './best-trial.ts';
import type { Strategy } from './samplers/create-sampler.ts';
import { createSampler } from './samplers/create-sampler.ts';
import { InMemoryStudyStore } from './storage/in-memory-study-store.ts';
import { checkSameStudy } from './storage/study-errors.ts';
import type { StudyRecord, StudyStore } from './storage/study-store.ts';
import type { Params, SearchSpace } from './space/search-space.ts';
import type { TrialOutcome, TrialRecord } from './trial.ts';

/** What an objective is told about its trial. */
export interface TrialContext {
  /** The trial's number. */
  readonly trial: number;
  /** A seed that depends only on the study's seed and the trial's number. */
  readonly seed: number;
  /** Aborted when the study is; stop soon and throw. */
  readonly signal: AbortSignal;
}

/** Trains and measures one set of hyperparameters. A throw, or a value that is not finite, fails the trial only. */
export type Objective = (params: Params, context: TrialContext) => Promise<TrialOutcome>;

/** A study: what to try, how, and what to measure. */
export interface StudyOptions {
  readonly space: SearchSpace;
  readonly strategy: Strategy;
  /** Trials of the random strategy, >= 1; required there and refused for a grid, which visits every point. */
  readonly nTrials?: number;
  /** How many objectives run at the same time, >= 1. */
  readonly concurrency: number;
  readonly direction: Direction;
  readonly seed: number;
  readonly objective: Objective;
  /** Called when a trial starts. */
  readonly onTrialStart?: (trial: { readonly trial: number; readonly params: Params }) => void;
  /** Called when a trial has ended, in the order of ending. A throw stops the study and comes out of {@link runStudy}. */
  readonly onTrial?: (trial: TrialRecord) => void;
  /**
   * Keeps the study under this id. When the id is known, the study goes on: trials that ended are not run again, those that
   * were interrupted or whose process is gone are, with the same hyperparameters and seed; other processes may be working on
   * it at the same time. Default: the study is kept in memory only.
   */
  readonly storage?: { readonly store: StudyStore; readonly studyId: string };
  /** Aborting stops the study: nothing new starts, running objectives see their signal aborted. */
  readonly signal?: AbortSignal;
  /** For the durations; default the machine's clock. */
  readonly clock?: Clock;
}

/** A study that has ended. */
export interface StudyResult {
  /** Every trial that has ended, by number; with `storage` also those of other processes and of earlier starts. */
  readonly trials: readonly TrialRecord[];
  /** The complete trial with the best value (the earliest among equals); absent when none is complete. */
  readonly best?: TrialRecord;
  readonly direction: Direction;
  readonly strategy: Strategy;
  readonly space: SearchSpace;
  /** True when the signal was aborted before every planned trial had ended. */
  readonly interrupted: boolean;
}

function positive(name: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 1) {
    throw new InvalidArgumentError(`runStudy: ${name} must be an integer >= 1, got ${String(value)}`);
  }
}

/**
 * How many trials a study will have: every point of a grid; `nTrials` for random, or the number of points if that is less.
 *
 * @throws {InvalidArgumentError} `nTrials` is missing or below 1 for random, or given for a grid; the grid is not finite.
 */
export function plannedTrials(options: Pick<StudyOptions, 'space' | 'strategy' | 'nTrials' | 'seed'>): number {
  const sampler = createSampler(options.strategy, options);
  if (options.strategy === 'grid') {
    if (options.nTrials !== undefined) {
      throw new InvalidArgumentError(
        `runStudy: nTrials must be absent for a grid, which visits each of its ${sampler.size} points, got ${options.nTrials}`,
      );
    }
    return sampler.size;
  }
  positive('nTrials', options.nTrials);
  return Math.min(options.nTrials!, sampler.size);
}

/** Begins a study, or goes on with the one of this id. */
async function enterStudy(store: StudyStore, study: StudyRecord): Promise<void> {
  try {
    await store.createStudy(study);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const stored = await store.getStudy(study.studyId);
    checkSameStudy(study.studyId, stored.definition, study.definition);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Runs a study to its end: suggests points, runs the objective on up to `concurrency` of them at a time, records each.
 *
 * A failing trial is recorded as `failed` and the study goes on. After an abort, nothing new starts and the objectives still
 * running are awaited: one that throws is recorded as `interrupted`, one that still returns a value as `complete`. The result
 * (apart from durations) does not depend on `concurrency` or on the order in which trials end.
 *
 * @throws {InvalidArgumentError} An option is out of range. Other failures of the objective never come out.
 * @throws {ConflictError} `STUDY_CHANGED`: the stored study has another space, strategy, direction or seed.
 * @throws {OutsideError} The study cannot be stored, or an objective threw such an error; running objectives are aborted and awaited first.
 */
export async function runStudy(options: StudyOptions): Promise<StudyResult> {
  const { space, strategy, direction, objective, signal, onTrial, onTrialStart } = options;
  const clock = options.clock ?? systemClock;
  positive('concurrency', options.concurrency);
  if (direction !== 'maximize' && direction !== 'minimize') {
    throw new InvalidArgumentError(`runStudy: direction must be maximize or minimize, got ${String(direction)}`);
  }
  const planned = plannedTrials(options);
  const sampler = createSampler(strategy, options);
  const seeds = new Rng(options.seed).stream('trial seeds');
  const { store, studyId } = options.storage ?? { store: new InMemoryStudyStore(), studyId: 'study' };
  await enterStudy(store, {
    studyId,
    definition: { space, strategy, direction, seed: options.seed },
    createdAt: clock.now(),
  });
  const stop = new AbortController();
  const objectiveSignal = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);

  const runTrial = async (trial: number): Promise<TrialRecord> => {
    const params = sampler.suggest(trial);
    onTrialStart?.({ trial, params });
    const started = clock.now();
    const base = (): { trial: number; params: Params; durationMs: number } => ({
      trial,
      params,
      durationMs: Math.max(0, clock.now() - started),
    });
    try {
      const seed = seeds.stream(`trial ${trial}`).uint32();
      const outcome = await objective(params, { trial, seed, signal: objectiveSignal });
      const extras = {
        ...(outcome.metrics === undefined ? {} : { metrics: outcome.metrics }),
        ...(outcome.runId === undefined ? {} : { runId: outcome.runId }),
      };
      if (!Number.isFinite(outcome.value)) {
        const error = `objective must return a finite value, got ${String(outcome.value)}`;
        return { ...base(), ...extras, state: 'failed', error };
      }
      return { ...base(), ...extras, state: 'complete', value: outcome.value };
    } catch (error) {
      // A full disk or a lost service says nothing of the hyperparameters: the study ends, and such a trial is run again.
      if (error instanceof OutsideError) stop.abort(error);
      return { ...base(), state: objectiveSignal.aborted ? 'interrupted' : 'failed', error: messageOf(error) };
    }
  };

  const work = async (): Promise<void> => {
    try {
      while (!objectiveSignal.aborted) {
        const trial = await store.claimTrial(studyId, planned);
        if (trial === undefined) return;
        const record = await runTrial(trial);
        await store.saveTrial(studyId, record);
        onTrial?.(record);
      }
    } catch (error) {
      stop.abort(error);
      throw error;
    }
  };
  const workers = Array.from({ length: Math.min(options.concurrency, planned) }, work);
  const failures = (await Promise.allSettled(workers)).filter((result) => result.status === 'rejected');
  if (failures.length > 0) throw failures[0]!.reason;
  if (stop.signal.reason instanceof OutsideError) throw stop.signal.reason;

  const trials = await store.listTrials(studyId);
  const best = bestTrial(trials, direction);
  const done = trials.filter((record) => record.trial < planned && record.state !== 'interrupted').length;
  const interrupted = objectiveSignal.aborted && done < planned;
  return { trials, ...(best === undefined ? {} : { best }), direction, strategy, space, interrupted };
}
