import type { Direction } from '@fraudx/tuning';
import type { Candidate } from '../training/fit.ts';

/** Keeps the candidate of the best trial that this process has fitted, so that the winner need not be fitted again. */
export class BestCandidate {
  readonly #direction: Direction;
  #best: { readonly trial: number; readonly value: number; readonly candidate: Candidate } | undefined;

  constructor(direction: Direction) {
    this.#direction = direction;
  }

  /** Of equal values the lowest trial is kept, as the study chooses. */
  offer(trial: number, value: number, candidate: Candidate): void {
    if (!Number.isFinite(value)) return;
    const sign = this.#direction === 'maximize' ? 1 : -1;
    const difference = this.#best === undefined ? 1 : sign * (value - this.#best.value);
    if (difference > 0 || (difference === 0 && trial < this.#best!.trial)) this.#best = { trial, value, candidate };
  }

  /** The candidate of a trial; undefined where another process fitted it, or a better one came here. */
  of(trial: number): Candidate | undefined {
    return this.#best?.trial === trial ? this.#best.candidate : undefined;
  }
}
