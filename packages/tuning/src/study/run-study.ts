import type { Clock } from '@fraudx/core';
import { ConflictError, InvalidArgumentError, OutsideError, Rng, shownValue, systemClock } from '@fraudx/core';
import type { PrunerSpec } from '../pruners/pruner.ts';
import { createPruner } from '../pruners/pruner-registry.ts';
import type { SamplerSpec } from '../samplers/sampler.ts';
import { createSampler, resolveSampler, samplerCandidates } from '../samplers/sampler-registry.ts';
import { InMemoryStudyStore } from '../storage/in-memory-study-store.ts';
import type { ClaimRequest, StudyRecord, StudyStore } from '../storage/study-store.ts';
import type { Params, SearchSpace } from '../space/search-space.ts';
import { bestTrial, paretoFront } from './best-trial.ts';
import type { Direction } from './best-trial.ts';
import type { Objective } from './objective.ts';
import { runTrial } from './objective.ts';
import { SeenTrials } from './seen-trials.ts';
import type { StudySpec } from './study-spec.ts';
import { checkSameStudy, parseStudySpec, studyFormatVersion } from './study-spec.ts';
import { TrialEnds } from './trial-ends.ts';
import type { TrialRecord } from './trial.ts';

/** A study: what to try, how, and what to measure. */
export interface StudyOptions {
  readonly space: SearchSpace;
  /** How points are chosen: `grid`, `random` or a registered sampler, with its options where it has some; or `bayesian`, which chooses one. */
  readonly sampler: SamplerSpec | string;
  /** Which trials are stopped early, by what they report: `median` or a registered pruner. Default: none. */
  readonly pruner?: PrunerSpec | string;
  /** Trials in all, >= 1; required, but refused for a grid, which visits every point. */
  readonly nTrials?: number;
  /** How many objectives run at the same time, >= 1; of a study with a lag, more than `lag + 1` never do, and the others wait. */
  readonly concurrency: number;
  /**
   * For samplers with memory, and for pruners: the point of trial k, and whether it is pruned, follow from the results of the trials below `k - lag` and
   * from the parameters of the others, so that they do not depend on `concurrency`, on the number of processes or on kills. A whole number >= 0; default 8, or that of the stored study.
   */
  readonly lag?: number;
  /** One, or one for each value that the objective returns; several take no pruner. */
  readonly direction: Direction | readonly Direction[];
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
  /** The complete trial with the best value (the earliest among equals); absent when none is complete, or there are several directions. */
  readonly best?: TrialRecord;
  /** The complete trials that no other one beats in every direction, by number; with one direction, those with the best value. */
  readonly paretoFront: readonly TrialRecord[];
  readonly directions: readonly Direction[];
  /** The sampler's name. */
  readonly sampler: string;
  readonly space: SearchSpace;
  /** True when the signal was aborted before every planned trial had ended. */
  readonly interrupted: boolean;
}

function positive(name: string, value: unknown): void {
  if (!Number.isSafeInteger(value) || (value as number) < 1) {
    throw new InvalidArgumentError(`runStudy: ${name} must be an integer >= 1, got ${String(value)}`);
  }
}

/** A part by its name and its options; without options where they are empty. */
function named(given: SamplerSpec | PrunerSpec | string): SamplerSpec & PrunerSpec {
  const { name, options = {} } = typeof given === 'string' ? { name: given } : given;
  return Object.keys(options).length === 0 ? { name } : { name, options };
}

/** What is stored, exactly as it will be read: options that JSON does not know are refused here. */
function storable(spec: StudySpec): StudySpec {
  const text = JSON.stringify(spec, (key, value: unknown) => {
    const isPlain = value === null || ['string', 'boolean', 'object'].includes(typeof value);
    if (isPlain || (typeof value === 'number' && Number.isFinite(value))) return value;
    throw new InvalidArgumentError(`runStudy: ${key} must be a JSON value, got ${shownValue(value)}`);
  });
  return parseStudySpec(JSON.parse(text));
}

/** Refuses a point that is none before it is stored. */
function checkedPoint(sampler: string, params: Params): Params {
  for (const [name, value] of Object.entries(params)) {
    const isScalar = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
    if (isScalar) continue;
    throw new InvalidArgumentError(
      `sampler ${sampler}: ${name} must be a text, a finite number or true/false, got ${shownValue(value)}`,
    );
  }
  return params;
}

const defaultLag = 8;

// Between looks at the store for trials that other processes have ended.
const firstPauseMs = 10;
const longestPauseMs = 500;

function lagOf(options: StudyOptions): { readonly lag?: number } {
  const looksBack = createSampler(options.sampler, options).hasMemory || options.pruner !== undefined;
  const { lag = looksBack ? defaultLag : undefined } = options;
  if (lag === undefined) return {};
  if (!Number.isSafeInteger(lag) || lag < 0) {
    throw new InvalidArgumentError(`runStudy: lag must be an integer >= 0, got ${String(lag)}`);
  }
  if (looksBack) return { lag };
  throw new InvalidArgumentError(
    `runStudy: lag must be absent for ${named(options.sampler).name}, which has no memory, without a pruner, got ${lag}`,
  );
}

function directionsOf(given: StudyOptions['direction'], pruner: unknown): readonly Direction[] {
  const directions = typeof given === 'string' ? [given] : given;
  for (const direction of Array.isArray(directions) ? directions : [directions]) {
    if (direction !== 'maximize' && direction !== 'minimize') {
      throw new InvalidArgumentError(`runStudy: direction must be maximize or minimize, got ${String(direction)}`);
    }
  }
  if (directions.length === 0) throw new InvalidArgumentError('runStudy: direction must be at least one, got none');
  if (directions.length > 1 && pruner !== undefined) {
    throw new InvalidArgumentError('runStudy: pruner must be absent with several directions, got one', {
      hint: 'A report is one number; leave the pruner out, or optimise one value.',
    });
  }
  return directions;
}

/**
 * How many trials a study will have: every point of a grid; else `nTrials`, or the number of points if that is less.
 *
 * @throws {InvalidArgumentError} `nTrials` is missing or below 1, or given for a grid; the grid is not finite.
 */
export function plannedTrials(options: Pick<StudyOptions, 'space' | 'sampler' | 'nTrials' | 'seed'>): number {
  const { size, isExhaustive } = createSampler(options.sampler, options);
  if (isExhaustive) {
    if (options.nTrials !== undefined) {
      throw new InvalidArgumentError(
        `runStudy: nTrials must be absent for a ${named(options.sampler).name}, which visits each of its ${size} points, got ${options.nTrials}`,
      );
    }
    return size;
  }
  positive('nTrials', options.nTrials);
  return Math.min(options.nTrials!, size);
}

/** Begins a study, or goes on with the one of this id: with its lag where none was given, and with its sampler where a choice was asked for. */
async function enterStudy(
  store: StudyStore,
  study: StudyRecord,
  given: Pick<StudyOptions, 'lag' | 'sampler'>,
): Promise<StudySpec> {
  const { studyId, spec } = study;
  try {
    await store.createStudy(study);
    return spec;
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    const stored = (await store.getStudy(studyId)).spec;
    const { lag, ...rest } = spec;
    const wanted = given.lag === undefined ? stored.lag : lag;
    const sampler = samplerCandidates(given.sampler).includes(stored.sampler.name) ? stored.sampler : spec.sampler;
    checkSameStudy(studyId, stored, { ...rest, sampler, ...(wanted === undefined ? {} : { lag: wanted }) });
    return stored;
  }
}

/**
 * Runs a study to its end: suggests points, runs the objective on up to `concurrency` of them at a time, records each.
 *
 * A failing trial is recorded as `failed` and the study goes on. After an abort, nothing new starts and the objectives still
 * running are awaited: one that throws is recorded as `interrupted`, one that still returns a value as `complete`. The
 * result (apart from durations) does not depend on `concurrency`, on the order in which trials end or on interruptions.
 *
 * @throws {InvalidArgumentError} An option is out of range. Other failures of the objective never come out.
 * @throws {ConflictError} `STUDY_CHANGED`: the stored study has another space, sampler, pruner, direction, seed or lag.
 * @throws {OutsideError} The study cannot be stored, or an objective threw such an error; running objectives are aborted and awaited first.
 */
export async function runStudy(options: StudyOptions): Promise<StudyResult> {
  const { space, seed, signal, onTrial, onTrialStart } = options;
  const clock = options.clock ?? systemClock;
  positive('concurrency', options.concurrency);
  const directions = directionsOf(options.direction, options.pruner);
  const planned = plannedTrials(options);
  const spec = storable({
    formatVersion: studyFormatVersion,
    space,
    sampler: resolveSampler(options.sampler, options),
    ...(options.pruner === undefined ? {} : { pruner: named(options.pruner) }),
    directions,
    seed,
    ...lagOf(options),
  });
  // Refuses what does not suit it before anything is stored.
  createSampler(spec.sampler, spec);
  const pruner = spec.pruner === undefined ? undefined : createPruner(spec.pruner);
  const seeds = new Rng(seed).stream('trial seeds');
  const { store, studyId } = options.storage ?? { store: new InMemoryStudyStore(), studyId: 'study' };
  const { lag, sampler: chosen } = await enterStudy(store, { studyId, spec, createdAt: clock.now() }, options);
  const sampler = createSampler(chosen, spec);
  const seen = lag === undefined ? undefined : new SeenTrials(lag);
  const suggest: ClaimRequest['suggest'] = (trial, history) =>
    checkedPoint(
      chosen.name,
      sampler.suggest(trial, () => seen?.before(trial, history) ?? history()),
    );
  const ends = new TrialEnds();
  const stop = new AbortController();
  const objectiveSignal = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const runner = {
    objective: options.objective,
    store,
    directions,
    pruner,
    lag,
    signal: objectiveSignal,
    clock,
    stop: (error: OutsideError): void => stop.abort(error),
  };

  const work = async (): Promise<void> => {
    try {
      let pause = firstPauseMs;
      while (!objectiveSignal.aborted) {
        const { count } = ends;
        const claim = await store.claimTrial(studyId, {
          maxTrials: planned,
          ...(lag === undefined ? {} : { lag }),
          suggest,
        });
        if (claim === undefined) return;
        if (claim === 'wait') {
          await ends.next(count, pause, objectiveSignal);
          pause = Math.min(2 * pause, longestPauseMs);
          continue;
        }
        pause = firstPauseMs;
        onTrialStart?.({ trial: claim.trial, params: claim.params });
        const end = await runTrial(claim, seeds.stream(`trial ${claim.trial}`).uint32(), runner);
        let record: TrialRecord;
        try {
          record = await store.endTrial(claim, end);
        } catch (error) {
          // This process was taken for gone and another one runs the trial: its result counts, this one does not.
          if (error instanceof ConflictError && error.code === 'CLAIM_LOST') continue;
          throw error;
        }
        ends.add();
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
  const best = directions.length === 1 ? bestTrial(trials, directions[0]!) : undefined;
  const done = trials.filter((record) => record.trial < planned && record.state !== 'interrupted').length;
  return {
    trials,
    ...(best === undefined ? {} : { best }),
    paretoFront: paretoFront(trials, directions),
    directions,
    sampler: chosen.name,
    space,
    interrupted: objectiveSignal.aborted && done < planned,
  };
}
