import { setImmediate } from 'node:timers/promises';
import type { Clock } from '@fraudx/core';
import { canonicalJson, ConflictError, InvalidArgumentError, OutsideError, systemClock } from '@fraudx/core';
import { createPruner } from '../pruners/pruner-registry.ts';
import { createSampler, samplerCandidates } from '../samplers/sampler-registry.ts';
import { InMemoryStudyStore } from '../storage/in-memory-study-store.ts';
import type { ClaimedTrial, StudyRecord, StudyStore, TrialEnd } from '../storage/study-store.ts';
import type { Params, SearchSpace } from '../space/search-space.ts';
import { bestTrial } from './best-trial.ts';
import type { Direction } from './best-trial.ts';
import type { Objective, TrialRunner } from './objective.ts';
import { runTrial } from './objective.ts';
import { paretoFront } from './pareto-front.ts';
import type { StoppingRules } from './stopping-rules.ts';
import { checkRules, hasRules } from './stopping-rules.ts';
import { checkQueue } from './check-queue.ts';
import type { StudyDesign } from './study-spec-of.ts';
import { studySpecOf } from './study-spec-of.ts';
import type { StudySpec } from './study-spec.ts';
import { checkSameStudy } from './study-spec.ts';
import { Suggester } from './suggester.ts';
import { TrialEnds } from './trial-ends.ts';
import type { TrialRecord } from './trial.ts';
import { extrasOf } from './trial.ts';

/** A study: what to try, how, and what to measure. */
export interface StudyOptions extends StudyDesign, StoppingRules {
  /** Trials in all, >= 1; required, but refused for a grid, which visits every point. */
  readonly nTrials?: number;
  /** How many objectives run at the same time, >= 1; of a study with a lag, more than `lag + 1` never do, and the others wait. */
  readonly concurrency: number;
  readonly objective: Objective;
  /** Points that the first trials of a new study take, before the sampler is asked. Default: none. Not for a grid. */
  readonly queue?: readonly Params[];
  /** How often a failed trial is tried again at once, >= 0. Default 0. */
  readonly retries?: number;
  /**
   * Whether a point that a complete trial had already is answered with the result of that trial; for objectives that give the same value for the same
   * point. Default false.
   */
  readonly reuseRepeated?: boolean;
  /** No trial starts after so many milliseconds, > 0; those that run end. Default: no limit. */
  readonly timeoutMs?: number;
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
  /** The complete trial with the best value that violates no constraint (the earliest among equals); absent where there is none, or there are several directions. */
  readonly best?: TrialRecord;
  /** The complete trials that no other one beats in every direction, of those that violate no constraint, by number; with one direction, those with the best value. */
  readonly paretoFront: readonly TrialRecord[];
  readonly directions: readonly Direction[];
  /** The sampler's name. */
  readonly sampler: string;
  readonly space: SearchSpace;
  /** True when the signal was aborted before every planned trial had ended. */
  readonly interrupted: boolean;
}

// Between looks at the store for trials that other processes have ended.
const firstPauseMs = 10;
const longestPauseMs = 500;

function checkNumber(name: string, value: unknown, least: number): void {
  if (!Number.isSafeInteger(value) || (value as number) < least) {
    throw new InvalidArgumentError(`${name} must be an integer >= ${least}, got ${String(value)}`, {
      subject: 'runStudy',
    });
  }
}

/**
 * How many trials a study will have: every point of a grid; else `nTrials`, or the number of points if that is less.
 *
 * @param options - `directions`: those of the study, of which some samplers take one only; default: one.
 * @throws {InvalidArgumentError} `nTrials` is missing or below 1, or given for a grid; the grid is not finite; the sampler takes fewer directions.
 */
export function plannedTrials(
  options: Pick<StudyOptions, 'space' | 'sampler' | 'nTrials' | 'seed'> & {
    readonly directions?: readonly Direction[];
  },
): number {
  const { size, isExhaustive } = createSampler(options.sampler, options);
  if (isExhaustive) {
    if (options.nTrials !== undefined) {
      throw new InvalidArgumentError(
        `nTrials must be absent for a ${nameOf(options.sampler)}, which visits each of its ${size} points, got ${options.nTrials}`,
        { subject: 'runStudy' },
      );
    }
    return size;
  }
  checkNumber('nTrials', options.nTrials, 1);
  return Math.min(options.nTrials!, size);
}

function nameOf(sampler: StudyDesign['sampler']): string {
  return typeof sampler === 'string' ? sampler : sampler.name;
}

/** Begins a study, or goes on with the one of this id: with its lag where none was given, and with its sampler where `asked` is a choice that has it. */
export async function enterStudy(
  store: StudyStore,
  study: StudyRecord,
  {
    asked,
    givenLag,
    queue = [],
  }: {
    readonly asked: StudyDesign['sampler'];
    readonly givenLag?: number | undefined;
    readonly queue?: readonly Params[] | undefined;
  },
): Promise<StudySpec> {
  const { studyId, spec } = study;
  try {
    await store.createStudy(study, [], queue);
    return spec;
  } catch (error) {
    // A name that another study has is no study to go on with.
    if (!(error instanceof ConflictError) || error.details['studyId'] !== studyId) throw error;
    const stored = (await store.getStudy(studyId)).spec;
    const { lag, ...rest } = spec;
    const wanted = givenLag === undefined ? stored.lag : lag;
    const sampler = samplerCandidates(asked).includes(stored.sampler.name) ? stored.sampler : spec.sampler;
    checkSameStudy(studyId, stored, { ...rest, sampler, ...(wanted === undefined ? {} : { lag: wanted }) });
    return stored;
  }
}

/** Whether a trial below this number runs: those beyond are not waited for, whoever left them. */
async function hasRunning(store: StudyStore, studyId: string, planned: number): Promise<boolean> {
  return (await store.history(studyId)).some(({ state, trial }) => state === 'running' && trial < planned);
}

/** The result of an earlier trial with the same point; undefined where none is complete. */
async function knownEnd(
  store: StudyStore,
  { studyId, trial, params }: ClaimedTrial,
  lag: number,
): Promise<TrialEnd | undefined> {
  const point = canonicalJson(params);
  const known = (await store.listTrials(studyId)).find(
    // Of the others it depends on who is faster whether they have ended.
    (one) => one.trial < trial - lag && one.state === 'complete' && canonicalJson(one.params) === point,
  );
  if (known === undefined) return undefined;
  const { value, values, constraints } = known;
  return {
    state: 'complete',
    ...(value === undefined ? {} : { value }),
    ...(values === undefined ? {} : { values }),
    ...(constraints === undefined ? {} : { constraints }),
    ...extrasOf(known),
    durationMs: 0,
  };
}

/** Lets timers and signals of the process be seen, which an objective that never waits for anything keeps from running: the first comes before they are looked for, the second after. */
async function letOthersRun(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/**
 * Runs a study to its end: suggests points, runs the objective on up to `concurrency` of them at a time, records each.
 *
 * A failing trial is recorded as `failed` and the study goes on. After an abort, nothing new starts and the objectives still
 * running are awaited: one that throws is recorded as `interrupted`, one that still returns a value as `complete`. The
 * result (apart from durations) does not depend on `concurrency`, on the order in which trials end or on interruptions.
 *
 * @throws {InvalidArgumentError} An option is out of range. Other failures of the objective never come out.
 * @throws {ConflictError} `STUDY_CHANGED`: the stored study has another space, sampler, pruner, direction, seed or lag, or other constraints.
 * @throws {OutsideError} The study cannot be stored, or an objective threw such an error; running objectives are aborted and awaited first.
 */
export async function runStudy(options: StudyOptions): Promise<StudyResult> {
  const { space, signal, onTrial, onTrialStart, timeoutMs = Infinity, queue } = options;
  const clock = options.clock ?? systemClock;
  checkNumber('concurrency', options.concurrency, 1);
  checkNumber('retries', options.retries ?? 0, 0);
  if (!(timeoutMs > 0))
    throw new InvalidArgumentError(`timeoutMs must be > 0, got ${timeoutMs}`, { subject: 'runStudy' });
  const planned = plannedTrials(options);
  const spec = studySpecOf(options, { owner: 'runStudy', stops: hasRules(options) });
  const { directions } = spec;
  checkRules('runStudy', options, directions);
  if (queue !== undefined && queue.length > 0 && createSampler(spec.sampler, spec).isExhaustive) {
    throw new InvalidArgumentError(`queue must be absent for a ${spec.sampler.name}, which visits every point`, {
      subject: 'runStudy',
    });
  }
  checkQueue('runStudy', spec.space, queue);
  const pruner = spec.pruner === undefined ? undefined : createPruner(spec.pruner);
  const { store, studyId } = options.storage ?? { store: new InMemoryStudyStore(), studyId: 'study' };
  const study = { studyId, spec, createdAt: clock.now() };
  const entered = await enterStudy(store, study, {
    asked: options.sampler,
    givenLag: options.lag,
    queue,
  });
  const suggester = new Suggester(entered, options);
  const request = suggester.request(planned);
  const ends = new TrialEnds();
  const stop = new AbortController();
  const objectiveSignal = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const runner: TrialRunner = {
    objective: options.objective,
    store,
    directions,
    ...(spec.constraints === undefined ? {} : { constraints: spec.constraints }),
    pruner,
    lag: entered.lag,
    retries: options.retries ?? 0,
    signal: objectiveSignal,
    clock,
    stop: (error: OutsideError): void => stop.abort(error),
  };
  const deadline = clock.now() + timeoutMs;

  const endOf = async (claim: ClaimedTrial): Promise<TrialEnd> => {
    onTrialStart?.({ trial: claim.trial, params: claim.params });
    const known = options.reuseRepeated === true ? await knownEnd(store, claim, entered.lag ?? 0) : undefined;
    const problem = known === undefined ? suggester.problemOf(claim) : undefined;
    if (problem !== undefined) return { state: 'failed', error: problem, durationMs: 0 };
    return known ?? (await runTrial(claim, suggester.seedOf(claim.trial), runner));
  };

  const work = async (): Promise<void> => {
    try {
      let pause = firstPauseMs;
      while (!objectiveSignal.aborted && clock.now() < deadline) {
        const { count } = ends;
        const claim = await store.claimTrial(studyId, request);
        if (claim === undefined && !(await hasRunning(store, studyId, planned))) return;
        // Others run the last ones; where one of them is gone, its trial is taken next.
        if (claim === undefined || claim === 'wait') {
          await ends.next(count, pause, objectiveSignal);
          pause = Math.min(2 * pause, longestPauseMs);
          continue;
        }
        pause = firstPauseMs;
        const end = await endOf(claim).catch(async (error: unknown) => {
          // Whoever goes on with the study runs it again.
          await store.endTrial(claim, { state: 'interrupted', durationMs: 0 }).catch(() => {});
          throw error;
        });
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
        await letOthersRun();
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
    sampler: entered.sampler.name,
    space,
    interrupted: objectiveSignal.aborted && done < planned,
  };
}
