import type { TrialHistory, TrialRecord } from './trial.ts';

/**
 * What a sampler with memory is shown, the same whoever is faster. Trials that have ended for good are kept, so that a suggestion reads only the newest ones
 * from the store.
 */
export class SeenTrials {
  readonly #lag: number;
  /** Trials 0, 1, …, each ended for good. */
  readonly #ended: TrialRecord[] = [];

  /** @param lag - A whole number >= 0. */
  constructor(lag: number) {
    this.#lag = lag;
  }

  /**
   * The history for a suggestion: trials below `trial - lag` as they ended, those from there on with their parameters only.
   *
   * @param read - Gives the trials from a number on.
   */
  before(trial: number, read: (from: number) => readonly TrialHistory[]): readonly TrialHistory[] {
    const horizon = Math.max(0, trial - this.#lag);
    const from = this.#ended.length;
    const recent = read(from).filter((one) => one.trial < trial);
    for (const one of recent) {
      const isNext = one.trial === this.#ended.length && one.trial < horizon;
      if (isNext && one.state !== 'running' && one.state !== 'interrupted') this.#ended.push(one);
    }
    const shown = recent.map((one): TrialHistory =>
      one.trial < horizon ? one : { trial: one.trial, params: one.params, state: 'running' },
    );
    return [...this.#ended.slice(0, from), ...shown];
  }
}
