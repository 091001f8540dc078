import { InvalidArgumentError, Rng } from '@fraudx/core';
import { finiteSize, gridPoint, gridSize } from '../space/grid.ts';
import { samplePoint } from '../space/sample-point.ts';
import type { SearchSpace } from '../space/search-space.ts';
import { createPermutation } from './permutation.ts';
import type { Sampler } from './sampler.ts';

/** How a study chooses its points. */
export type Strategy = 'grid' | 'random';

const maxPermuted = 2 ** 30;

function checkTrial(trial: number, size: number): void {
  if (!Number.isSafeInteger(trial) || trial < 0 || trial >= size) {
    throw new InvalidArgumentError(`Sampler.suggest: trial must be an integer in [0, ${size}), got ${trial}`);
  }
}

function createGridSampler(space: SearchSpace): Sampler {
  const size = gridSize(space);
  return { size, suggest: (trial) => gridPoint(space, trial) };
}

function createRandomSampler(space: SearchSpace, seed: number): Sampler {
  const rng = new Rng(seed).stream('random sampler');
  const size = finiteSize(space);
  const uniform = Object.values(space).every((dimension) => dimension.type !== 'int' || !dimension.log);
  if (size !== undefined && size <= maxPermuted && uniform) {
    const permute = createPermutation(size, rng.stream('order'));
    return {
      size,
      suggest(trial) {
        checkTrial(trial, size);
        return gridPoint(space, permute(trial));
      },
    };
  }
  return {
    size: Infinity,
    suggest(trial) {
      checkTrial(trial, Infinity);
      return samplePoint(space, rng.stream(`trial ${trial}`));
    },
  };
}

/**
 * A sampler for a strategy.
 *
 * `grid` visits every point of the grid once, the last hyperparameter varying fastest. `random` draws from the space; where
 * all dimensions are finite and uniform it draws without replacement, so that no point is tried twice and `size` is the
 * number of points.
 *
 * @throws {InvalidArgumentError} `GRID_NOT_FINITE` for a grid over a continuous dimension; a bad seed.
 */
export function createSampler(strategy: Strategy, options: { space: SearchSpace; seed: number }): Sampler {
  switch (strategy) {
    case 'grid':
      return createGridSampler(options.space);
    case 'random':
      return createRandomSampler(options.space, options.seed);
    default:
      throw new InvalidArgumentError(`createSampler: strategy must be grid or random, got ${String(strategy)}`);
  }
}
