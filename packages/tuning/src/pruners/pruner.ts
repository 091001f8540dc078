import type { Direction } from '../study/best-trial.ts';
import type { Report, TrialHistory } from '../study/trial.ts';

/** What a pruner decides from. */
export interface PruneRequest {
  readonly trial: number;
  /** What the trial has reported so far, by ascending step; at least one. */
  readonly reports: readonly Report[];
  /** Trials of the study, by number. Of a study with a lag, which every study with a pruner has: those below `trial - lag`, as they ended. */
  readonly history: readonly TrialHistory[];
  readonly direction: Direction;
}

/** Decides whether a running trial is worth going on. */
export interface Pruner {
  shouldPrune(request: PruneRequest): boolean;
}

/** A pruner by its name. */
export interface PrunerDefinition {
  /** Lower-case letters, digits and `-`. */
  readonly name: string;
  /** What the steps of reports are that it was made for; `tune` reports those. Default `rounds`. */
  readonly follows?: 'rounds' | 'folds';
  /** @throws {InvalidArgumentError} An option is unknown or out of range. */
  readonly create: (options: Readonly<Record<string, unknown>>) => Pruner;
}

/** A pruner of a study: its name and its options. */
export interface PrunerSpec {
  readonly name: string;
  readonly options?: Readonly<Record<string, unknown>>;
}
