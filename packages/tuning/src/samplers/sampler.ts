import type { Rng } from '@fraudx/core';
import type { PrunerSpec } from '../pruners/pruner.ts';
import type { Params, SearchSpace } from '../space/search-space.ts';
import type { Direction } from '../study/best-trial.ts';
import type { TrialHistory } from '../study/trial.ts';

/** What a sampler may use for one suggestion. */
export interface SuggestRequest {
  /** The trial's number: 0, 1, 2, …, below `size`. */
  readonly trial: number;
  /**
   * The trials before, by number. Of a study with a lag, which every study of a sampler with memory has: those with numbers below `trial - lag` as they
   * ended (none is `interrupted`), the others with their parameters only, as `running`, whether they have ended or not. Else, what has ended and what runs
   * at that moment. Read from the store when it is looked at; must not be changed.
   */
  readonly history: readonly TrialHistory[];
  /** Random numbers that depend on the study's seed and the trial's number alone. */
  readonly rng: Rng;
}

/** Suggests the hyperparameters of each trial. */
export interface Sampler {
  /** How many different points there are to suggest; Infinity when there is no end. */
  readonly size: number;
  /**
   * The point of a trial. It must follow from the request, the space and the seed alone: not from the process or from earlier calls. A study asks once for
   * each trial and keeps the answer, so that a trial that was interrupted is run again with the same point.
   *
   * It is called while the study is locked: it must be quick and must not use the study.
   *
   * @throws {InvalidArgumentError} The trial is not a whole number in [0, size).
   */
  suggest(request: SuggestRequest): Params;
}

/** What a sampler is made from. */
export interface SamplerInput {
  readonly space: SearchSpace;
  readonly seed: number;
  readonly directions: readonly Direction[];
  /** Options of the sampler itself; `{}` where none were given. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** A way to search, by its name. */
export interface SamplerDefinition {
  /** Lower-case letters, digits and `-`. */
  readonly name: string;
  /** Whether it visits all of its points, so that the number of trials is theirs and cannot be chosen. */
  readonly isExhaustive: boolean;
  /**
   * Whether suggestions depend on the history. Then a study has a lag, and trial k waits for the end of every trial below `k - lag`, so that
   * suggestions do not depend on who is faster. Default true.
   */
  readonly hasMemory?: boolean;
  /** @throws {InvalidArgumentError} The space or an option does not suit the sampler. */
  readonly create: (input: SamplerInput) => Sampler;
}

/** What the choice of a sampler depends on. */
export interface StudyOutline {
  readonly space: SearchSpace;
  /** How many trials it asks for, >= 1. */
  readonly nTrials: number;
  /** One for each value. Default: one. */
  readonly directions?: readonly Direction[];
  /** Names of what every trial must meet. Default: none. */
  readonly constraints?: readonly string[];
}

/** A name that stands for one of several samplers, chosen by rule when a study begins. The study records the chosen one. */
export interface SamplerChoice {
  readonly name: string;
  readonly isExhaustive: false;
  /** The names that it may choose: a study that was begun with one of them goes on with it. */
  readonly candidates: readonly string[];
  readonly choose: (study: StudyOutline) => SamplerSpec;
  /** The pruner of the study where none is given. Default: none. */
  readonly pruner?: PrunerSpec;
}

/** A sampler of a study: its name and its options. */
export interface SamplerSpec {
  readonly name: string;
  readonly options?: Readonly<Record<string, unknown>>;
}
