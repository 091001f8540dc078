import type { Clock } from '@fraudx/core';
import { createId, InvalidArgumentError, StateError, systemClock } from '@fraudx/core';
import { paramImportances } from '../importance/ped-anova.ts';
import { createPruner } from '../pruners/pruner-registry.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { Params, SearchSpaceInput } from '../space/search-space.ts';
import { InMemoryStudyStore } from '../storage/in-memory-study-store.ts';
import type { ClaimedTrial, StudyStore, TrialEnd } from '../storage/study-store.ts';
import { bestTrial } from './best-trial.ts';
import type { Objective } from './objective.ts';
import { checkQueue } from './check-queue.ts';
import { checkedValues, contextOf } from './objective.ts';
import { paretoFront } from './pareto-front.ts';
import type { StudyOptions, StudyResult } from './run-study.ts';
import { enterStudy, runStudy } from './run-study.ts';
import type { StudyDesign } from './study-spec-of.ts';
import { studySpecOf } from './study-spec-of.ts';
import type { StudySpec } from './study-spec.ts';
import { checkEnd, checkOptionNames, createStudyNames, optimizeNames } from './study-arguments.ts';
import { Suggester } from './suggester.ts';
import type { TrialOutcome, TrialRecord } from './trial.ts';
import { extrasOf } from './trial.ts';

/** A study of {@link createStudy}. */
export interface CreateStudyOptions extends Partial<Omit<StudyDesign, 'space'>> {
  /** As {@link parseSearchSpace} takes it. */
  readonly space: SearchSpaceInput;
  /** What people call it. Default: none. */
  readonly name?: string;
  /** Points that the first trials take. Default: none. */
  readonly queue?: readonly Params[];
  /** Where it is kept, and under which id; a known id goes on with that study. Default: in memory. */
  readonly storage?: { readonly store: StudyStore; readonly studyId: string };
  readonly clock?: Clock;
}

/** A trial to run by hand. */
export interface AskedTrial {
  readonly trial: number;
  readonly params: Params;
  /** A seed that depends only on the study's seed and the trial's number. */
  readonly seed: number;
  /** Keeps the value reached at a step, a whole number >= 0; pruners and samplers see it. */
  readonly report: (step: number, value: number) => Promise<void>;
  /** Whether the study's pruner would end the trial now. Always false without a pruner, and before a report. */
  readonly shouldPrune: () => Promise<boolean>;
}

/** How a trial of {@link Study.ask} ended: its value, its values in several directions, an outcome with constraints, or that it has none. */
export type ToldEnd =
  | number
  | readonly number[]
  | TrialOutcome
  | { readonly state: 'pruned' }
  | { readonly state: 'failed'; readonly error?: string };

/** What {@link Study.optimize} takes beside the objective. */
export type OptimizeOptions = Partial<
  Pick<
    StudyOptions,
    | 'nTrials'
    | 'concurrency'
    | 'patience'
    | 'targetValue'
    | 'noiseOf'
    | 'timeoutMs'
    | 'retries'
    | 'reuseRepeated'
    | 'onTrialStart'
    | 'onTrial'
    | 'signal'
  >
>;

/**
 * A study whose trials are asked for and told by hand, or run by {@link Study.optimize}; both may be mixed.
 *
 * @example
 * const study = await createStudy({ space: { x: { type: 'float', low: -5, high: 5 } }, sampler: 'tpe', direction: 'minimize' });
 * for (let i = 0; i < 20; i++) {
 *   const trial = await study.ask();
 *   await study.tell(trial!, (Number(trial!.params.x) - 2) ** 2);
 * }
 * (await study.best())?.params;
 */
export class Study {
  readonly studyId: string;
  readonly spec: StudySpec;
  readonly #store: StudyStore;
  readonly #suggester: Suggester;
  readonly #clock: Clock;
  readonly #open = new Map<number, { readonly claim: ClaimedTrial; readonly startedAt: number }>();

  /** @internal Use {@link createStudy}. */
  constructor(store: StudyStore, studyId: string, spec: StudySpec, clock: Clock) {
    this.#store = store;
    this.studyId = studyId;
    this.spec = spec;
    this.#suggester = new Suggester(spec);
    this.#clock = clock;
  }

  /**
   * The next trial to run; undefined when there are no further points.
   *
   * @throws {StateError} `TRIALS_OPEN`: of a study with a lag, the next point needs the result of a trial that has not been told.
   */
  async ask(): Promise<AskedTrial | undefined> {
    const size = Math.min(this.#suggester.size, Number.MAX_SAFE_INTEGER);
    const claim = await this.#store.claimTrial(this.studyId, this.#suggester.request(size));
    if (claim === undefined) return undefined;
    if (claim === 'wait') {
      throw new StateError(
        'TRIALS_OPEN',
        `Study.ask: at most ${this.spec.lag! + 1} trials may be open with a lag of ${this.spec.lag!}, got one more`,
        { hint: 'Tell a trial that is open first, or create the study with a larger lag.' },
      );
    }
    this.#open.set(claim.trial, { claim, startedAt: this.#clock.now() });
    const { report, shouldPrune } = this.#contextOf(claim);
    return { trial: claim.trial, params: claim.params, seed: this.#suggester.seedOf(claim.trial), report, shouldPrune };
  }

  #contextOf(claim: ClaimedTrial): ReturnType<typeof contextOf> {
    const { directions, pruner, lag } = this.spec;
    return contextOf(claim, this.#suggester.seedOf(claim.trial), {
      store: this.#store,
      directions,
      pruner: pruner === undefined ? undefined : createPruner(pruner),
      lag,
      signal: new AbortController().signal,
    });
  }

  /**
   * Says how a trial ended.
   *
   * @param asked - A trial of {@link Study.ask}, or its number.
   * @returns The trial as kept.
   * @throws {StateError} `TRIAL_NOT_OPEN`: this study did not ask for it, or it was told already.
   * @throws {ConflictError} `CLAIM_LOST`: another process was given the trial.
   * @throws {InvalidArgumentError} The end is none of {@link ToldEnd}, a value or constraint is not finite, or there are too many or too few.
   */
  async tell(asked: Pick<AskedTrial, 'trial'> | number, end: ToldEnd): Promise<TrialRecord> {
    const trial = typeof asked === 'number' ? asked : asked.trial;
    const open = this.#open.get(trial);
    if (open === undefined) {
      throw new StateError('TRIAL_NOT_OPEN', `Study.tell: trial must be one that was asked for, got ${trial}`);
    }
    const durationMs = Math.max(0, this.#clock.now() - open.startedAt);
    const record = await this.#store.endTrial(open.claim, { ...this.#endOf(end), durationMs });
    this.#open.delete(trial);
    return record;
  }

  #endOf(end: ToldEnd): Omit<TrialEnd, 'durationMs'> {
    checkEnd(end);
    if (typeof end === 'object' && 'state' in end) {
      return end.state === 'pruned' ? { state: 'pruned' } : { state: 'failed', error: end.error ?? 'failed' };
    }
    const outcome: TrialOutcome = typeof end === 'number' ? { value: end } : 'length' in end ? { values: end } : end;
    const checked = checkedValues(outcome, this.spec);
    if ('error' in checked) throw new InvalidArgumentError(`Study.tell: ${checked.error.replace('objective', 'end')}`);
    return { state: 'complete', ...checked, ...extrasOf(outcome) };
  }

  /**
   * Puts points at the end of the queue, which the next trials take, each once. {@link Study.optimize} counts all trials of the study: one that has its `nTrials`
   * takes them when it is asked for more.
   *
   * @returns How many points wait in the queue now, these and earlier ones.
   * @throws {InvalidArgumentError} `POINT_OUTSIDE`: a point is not whole, or does not lie in the space.
   */
  async enqueue(...points: readonly Params[]): Promise<number> {
    checkQueue('Study.enqueue', this.spec.space, points);
    return (await this.#store.enqueue(this.studyId, points)).waiting;
  }

  /**
   * Runs trials until the study has `nTrials`, those that were there before included; see {@link runStudy}.
   *
   * @throws {InvalidArgumentError} An option is out of range.
   * @throws {StateError} `TRIALS_OPEN`: trials that were asked for have not been told, for which it would wait.
   */
  async optimize(objective: Objective, options: OptimizeOptions = {}): Promise<StudyResult> {
    checkOptionNames('Study.optimize', options, optimizeNames);
    if (this.#open.size > 0) {
      throw new StateError('TRIALS_OPEN', `no trial may be open, got ${[...this.#open.keys()].join(', ')}`, {
        subject: 'Study.optimize',
        hint: 'Tell the trials that were asked for first.',
      });
    }
    const { space, sampler, pruner, directions, constraints, seed, lag } = this.spec;
    return runStudy({
      concurrency: 1,
      ...options,
      space,
      sampler,
      ...(pruner === undefined ? {} : { pruner }),
      direction: directions,
      ...(constraints === undefined ? {} : { constraints }),
      seed,
      ...(lag === undefined ? {} : { lag }),
      objective,
      storage: { store: this.#store, studyId: this.studyId },
      clock: this.#clock,
    });
  }

  /** The trials that have ended, by number. */
  async trials(): Promise<TrialRecord[]> {
    return await this.#store.listTrials(this.studyId);
  }

  /** The complete trial with the best value that violates no constraint; undefined where there is none, or there are several directions. */
  async best(): Promise<TrialRecord | undefined> {
    const { directions } = this.spec;
    return directions.length === 1 ? bestTrial(await this.trials(), directions[0]!) : undefined;
  }

  /** The complete trials that no other one beats, of those that violate no constraint, by number; with one direction, those with the best value. */
  async front(): Promise<TrialRecord[]> {
    return paretoFront(await this.trials(), this.spec.directions);
  }

  /** How much each hyperparameter matters; see {@link paramImportances}. */
  async importances(): Promise<Readonly<Record<string, number>>> {
    return paramImportances(this.spec.space, this.spec.directions, await this.trials());
  }
}

/**
 * A new study, or the one of this id in its store.
 *
 * @param options - Sampler: default `tpe`. Direction: default `maximize`. Seed: default 42.
 * @throws {InvalidArgumentError} The space, the sampler, the pruner, the direction or the seed is invalid. `UNKNOWN_OPTION`: an option has a name that is not known.
 * @throws {ConflictError} `STUDY_CHANGED`: the stored study is another one. `STUDY_EXISTS`: its name is taken.
 */
export async function createStudy(options: CreateStudyOptions): Promise<Study> {
  checkOptionNames('createStudy', options, createStudyNames);
  const { space, name, queue, sampler = 'tpe', direction = 'maximize', seed = 42, clock = systemClock } = options;
  const { pruner, lag, constraints } = options;
  const { store, studyId } = options.storage ?? { store: new InMemoryStudyStore(), studyId: createId('study') };
  const design: StudyDesign = {
    space: parseSearchSpace(space),
    sampler,
    direction,
    seed,
    ...(constraints === undefined ? {} : { constraints }),
    ...(pruner === undefined ? {} : { pruner }),
    ...(lag === undefined ? {} : { lag }),
  };
  const spec = studySpecOf(design, { owner: 'createStudy' });
  checkQueue('createStudy', spec.space, queue);
  const study = { studyId, ...(name === undefined ? {} : { name }), spec, createdAt: clock.now() };
  return new Study(store, studyId, await enterStudy(store, study, { asked: sampler, givenLag: lag, queue }), clock);
}
