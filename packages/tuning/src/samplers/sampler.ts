import type { Params } from '../space/search-space.ts';

/** Suggests the hyperparameters of each trial. */
export interface Sampler {
  /** How many different points there are to suggest; Infinity when there is no end. */
  readonly size: number;
  /**
   * The point of trial `trial` (0, 1, 2, …, below `size`).
   *
   * Depends only on the space, the seed and the number: not on results, on other calls, on the process or on their order.
   *
   * @throws {InvalidArgumentError} The trial is not a whole number in [0, size).
   */
  suggest(trial: number): Params;
}
