import type { RunningTrial, TrialHistory, TrialRecord } from './trial.ts';

/**
 * What a sampler with memory is shown, the same whoever is faster. Trials that have ended for good are kept, so that a suggestion reads only the newest ones
 * from the store.
 */
export class SeenTrials {
  readonly #lag: number;
  /** Trials 0, 1, …, each ended for good. */
  readonly #ended: TrialRecord[] = [];
  /** Those that were shown as running, by number: the same objects, so that samplers see quickly what is new. */
  readonly #running = new Map<number, RunningTrial>();

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
      if (one.trial < horizon) this.#running.delete(one.trial);
    }
    const shown: TrialHistory[] = this.#ended.slice(0, from);
    for (const one of recent) shown.push(one.trial < horizon ? one : this.#asRunning(one));
    return shown;
  }

  #asRunning({ trial, params }: TrialHistory): RunningTrial {
    let running = this.#running.get(trial);
    if (running === undefined) {
      running = { trial, params, state: 'running' };
      this.#running.set(trial, running);
    }
    return running;
  }
}
