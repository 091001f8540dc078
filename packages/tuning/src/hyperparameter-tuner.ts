import type { Direction } from './best-trial.ts';
import type { Objective, StudyOptions, StudyResult } from './run-study.ts';
import { runStudy } from './run-study.ts';
import { parseSearchSpace } from './space/parse-search-space.ts';

/** A study that tries every point of a grid. */
export type GridSearchOptions = Omit<StudyOptions, 'strategy' | 'nTrials'>;

/** A study that tries `nTrials` random points. */
export type RandomSearchOptions = Omit<StudyOptions, 'strategy' | 'nTrials'> & { readonly nTrials: number };

/** {@link runStudy} over every point of the grid. */
export function gridSearch(options: GridSearchOptions): Promise<StudyResult> {
  return runStudy({ ...options, strategy: 'grid' });
}

/** {@link runStudy} over `nTrials` random points. */
export function randomSearch(options: RandomSearchOptions): Promise<StudyResult> {
  return runStudy({ ...options, strategy: 'random' });
}

/** What all searches of a {@link HyperparameterTuner} share. */
export interface HyperparameterTunerOptions {
  readonly objective: Objective;
  /** Default `maximize`. */
  readonly direction?: Direction;
  /** Everything random follows from it. */
  readonly seed: number;
  /** Default 1. */
  readonly concurrency?: number;
  readonly onTrial?: StudyOptions['onTrial'];
  readonly signal?: AbortSignal;
}

/**
 * Searches for good hyperparameters of one objective.
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

  #study(space: unknown): GridSearchOptions {
    const { objective, seed, direction = 'maximize', concurrency = 1, onTrial, signal } = this.#options;
    return {
      space: parseSearchSpace(space),
      objective,
      seed,
      direction,
      concurrency,
      ...(onTrial === undefined ? {} : { onTrial }),
      ...(signal === undefined ? {} : { signal }),
    };
  }

  /**
   * Tries every point of the grid.
   *
   * @param space - As {@link parseSearchSpace} takes it; all dimensions finite.
   * @throws {InvalidArgumentError} The space is invalid or not finite.
   */
  async gridSearch(space: unknown): Promise<StudyResult> {
    return gridSearch(this.#study(space));
  }

  /**
   * Tries random points.
   *
   * @param space - As {@link parseSearchSpace} takes it.
   * @param nTrials - How many, >= 1; fewer when the space has fewer points.
   * @throws {InvalidArgumentError} The space or the number is invalid.
   */
  async randomSearch(space: unknown, nTrials: number): Promise<StudyResult> {
    return randomSearch({ ...this.#study(space), nTrials });
  }
}
