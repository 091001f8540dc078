import type { AlgorithmName, ParamValues } from '@fraudx/models';
import { availableMemory, checkTrainingMemory, estimateTrainingMemory, treeLimits } from '@fraudx/models';
import type { CommonOptions } from '../command.ts';
import type { Io } from '../io.ts';
import type { Prepared } from './prepare.ts';

const GIB = 2 ** 30;

/** Fits that are about to begin. */
export interface PlannedFits {
  readonly algorithm: AlgorithmName;
  /** The parameters that make the largest trees. */
  readonly params: ParamValues;
  readonly folds: readonly Prepared[];
  /** Threads of each fit. */
  readonly nThreads: number;
  /** Fits at the same time. */
  readonly atOnce: number;
}

/**
 * Says how much memory the fits will take, before they begin: always with `--verbose`, and where it is more than is free.
 *
 * @throws {OutsideError} `OUT_OF_MEMORY`: one fit is larger than a fit can be, or than this machine.
 */
export function announceMemory(io: Pick<Io, 'err'>, options: CommonOptions, fits: PlannedFits): void {
  const { folds, nThreads } = fits;
  // the last fit sees training and validation rows
  const nRows = Math.max(...folds.map(({ x, validation }) => x.nRows + validation.x.nRows));
  const { nCols, types } = folds[0]!.x;
  const shape = {
    algorithm: fits.algorithm,
    nRows,
    nFeatures: nCols,
    ...treeLimits(fits.algorithm, fits.params),
    nThreads,
    hasCategories: types.includes('categorical'),
    isWeighted: false,
  };
  checkTrainingMemory(shape);
  const needed = estimateTrainingMemory(shape) * fits.atOnce;
  const free = availableMemory();
  const size = (bytes: number): string =>
    bytes < GIB ? `${Math.ceil(bytes / 2 ** 20)} MiB` : `${(bytes / GIB).toFixed(1)} GiB`;
  const many = fits.atOnce > 1 ? ` of ${fits.atOnce} fits at once` : '';
  if (needed > free && options.quiet !== true) {
    io.err(
      `note: training${many} takes ${size(needed)} of memory, ${size(free)} are free; use fewer rows or --workers 1\n`,
    );
  } else if (options.verbose === true)
    io.err(`training${many} takes ${size(needed)} of memory, ${size(free)} are free\n`);
}
