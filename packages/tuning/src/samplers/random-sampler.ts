import { InvalidArgumentError, Rng } from '@fraudx/core';
import { finiteSize, gridPoint } from '../space/grid.ts';
import { samplePoint } from '../space/sample-point.ts';
import { checkNoOptions } from './check-options.ts';
import { createPermutation } from './permutation.ts';
import type { SamplerDefinition } from './sampler.ts';

const maxPermuted = 2 ** 30;

/**
 * Draws from the space; where all dimensions are finite and uniform it draws without replacement, so that no point is tried twice and `size` is the
 * number of points.
 */
export const randomSampler: SamplerDefinition = {
  name: 'random',
  isExhaustive: false,
  hasMemory: false,
  create({ space, seed, options }) {
    checkNoOptions('random', options);
    const size = finiteSize(space);
    const uniform = Object.values(space).every((dimension) => dimension.type !== 'int' || !dimension.log);
    if (size === undefined || size > maxPermuted || !uniform) {
      return { size: Infinity, suggest: ({ rng }) => samplePoint(space, rng) };
    }
    const permute = createPermutation(size, new Rng(seed).stream('random sampler').stream('order'));
    return {
      size,
      suggest({ trial }) {
        if (!Number.isSafeInteger(trial) || trial < 0 || trial >= size) {
          throw new InvalidArgumentError(`Sampler.suggest: trial must be an integer in [0, ${size}), got ${trial}`);
        }
        return gridPoint(space, permute(trial));
      },
    };
  },
};
