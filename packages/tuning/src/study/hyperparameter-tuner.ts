import type { PrunerSpec } from '../pruners/pruner.ts';
import type { SamplerSpec } from '../samplers/sampler.ts';
import { parseSearchSpace } from '../space/parse-search-space.ts';
import type { SearchSpaceInput } from '../space/search-space.ts';
import type { Objective } from './objective.ts';
import type { StudyOptions, StudyResult } from './run-study.ts';
import { runStudy } from './run-study.ts';

/** A study that tries every point of a grid. */
export type GridSearchOptions = Omit<StudyOptions, 'sampler' | 'nTrials'>;

/** A study that tries `nTrials` random points. */
export type RandomSearchOptions = Omit<StudyOptions, 'sampler' | 'nTrials'> & { readonly nTrials: number };

/** {@link runStudy} over every point of the grid. */
export function gridSearch(options: GridSearchOptions): Promise<StudyResult> {
  return runStudy({ ...options, sampler: 'grid' });
}

/** {@link runStudy} over `nTrials` random points. */
export function randomSearch(options: RandomSearchOptions): Promise<StudyResult> {
  return runStudy({ ...options, sampler: 'random' });
}

/** {@link runStudy} over `nTrials` points by Bayesian optimisation. */
export function bayesianSearch(options: RandomSearchOptions): Promise<StudyResult> {
  return runStudy({ ...options, sampler: 'bayesian' });
}

/** What all searches of a {@link HyperparameterTuner} share. */
export interface HyperparameterTunerOptions extends Partial<
  Pick<StudyOptions, 'direction' | 'constraints' | 'concurrency' | 'onTrial' | 'onTrialStart' | 'signal' | 'storage'>
> {
  readonly objective: Objective;
  /** Everything random follows from it. Default 42. */
  readonly seed?: number;
  /** Which trials are stopped early, by what they report. Default: none. */
  readonly pruner?: PrunerSpec | string;
}

/**
 * Searches for good hyperparameters of one objective. By default it maximizes, one trial at a time, and keeps the study in memory.
 *
 * @example
 * const tuner = new HyperparameterTuner({ seed: 42, objective: async (params) => ({ value: -Math.abs(Number(params.max_depth) - 6) }) });
 * const result = await tuner.gridSearch({ max_depth: [4, 6, 8] });
 * result.best?.params; // {"max_depth":6}
 */
export class HyperparameterTuner {
  readonly #options: HyperparameterTunerOptions;

  constructor(options: HyperparameterTunerOptions) {
    this.#options = options;
  }

  /**
   * Tries points that a sampler chooses.
   *
   * @param space - As {@link parseSearchSpace} takes it.
   * @param how - The sampler, default `random`; how many trials, which a grid does not take; the lag of a sampler with memory, default 8.
   * @throws {InvalidArgumentError} The space, the sampler or the number is invalid.
   */
  async search(
    space: SearchSpaceInput,
    how: { readonly sampler?: SamplerSpec | string; readonly nTrials?: number; readonly lag?: number } = {},
  ): Promise<StudyResult> {
    const { direction = 'maximize', concurrency = 1, seed = 42, ...rest } = this.#options;
    const { sampler = 'random', ...trials } = how;
    return runStudy({ ...rest, ...trials, direction, concurrency, seed, sampler, space: parseSearchSpace(space) });
  }

  /**
   * Tries every point of the grid.
   *
   * @param space - As {@link parseSearchSpace} takes it; all dimensions finite.
   * @throws {InvalidArgumentError} The space is invalid or not finite.
   */
  async gridSearch(space: SearchSpaceInput): Promise<StudyResult> {
    return this.search(space, { sampler: 'grid' });
  }

  /**
   * Tries random points.
   *
   * @param space - As {@link parseSearchSpace} takes it.
   * @param nTrials - How many, >= 1; fewer when the space has fewer points.
   * @throws {InvalidArgumentError} The space or the number is invalid.
   */
  async randomSearch(space: SearchSpaceInput, nTrials: number): Promise<StudyResult> {
    return this.search(space, { nTrials });
  }

  /**
   * Tries points that a model of the results so far expects most of: the sampler that suits the space and the number of trials, see `chooseSampler`.
   *
   * @param space - As {@link parseSearchSpace} takes it.
   * @param nTrials - How many, >= 1.
   * @throws {InvalidArgumentError} The space or the number is invalid.
   */
  async bayesianSearch(space: SearchSpaceInput, nTrials: number): Promise<StudyResult> {
    return this.search(space, { sampler: 'bayesian', nTrials });
  }
}
