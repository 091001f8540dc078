import { InvalidArgumentError, Rng } from '@fraudx/core';
import { activePart } from '../space/conditions.ts';
import { dimensionSize } from '../space/grid.ts';
import { valueAt } from '../space/value-at.ts';
import { checkNoOptions } from './check-options.ts';
import type { SamplerDefinition } from './sampler.ts';
import { sobolDimensions, sobolPoints, SobolSequence } from './sobol/sobol-sequence.ts';

/**
 * Spreads the points evenly over the space: trial k is point k of a scrambled Sobol sequence, each dimension by its own scale. Dimensions with one value only
 * do not count; the first 2^m points meet every equal part of a dimension equally often.
 */
export const sobolSampler: SamplerDefinition = {
  name: 'sobol',
  isExhaustive: false,
  hasMemory: false,
  create({ space, seed, options }) {
    checkNoOptions('sobol', options);
    const entries = Object.entries(space);
    const n = entries.filter(([, dimension]) => dimensionSize(dimension) !== 1).length;
    if (n > sobolDimensions) {
      throw new InvalidArgumentError(
        `sampler sobol: space must have at most ${sobolDimensions} hyperparameters with more than one value, got ${n}`,
        { hint: 'Search fewer hyperparameters, or use the random strategy.' },
      );
    }
    const sequence = new SobolSequence(n, new Rng(seed).stream('sobol sampler').stream('scramble'));
    return {
      size: sobolPoints,
      suggest({ trial }) {
        if (!Number.isSafeInteger(trial) || trial < 0 || trial >= sobolPoints) {
          throw new InvalidArgumentError(`Sampler.suggest: trial must be an integer in [0, 2^30), got ${trial}`);
        }
        const coordinates = sequence.point(trial).values();
        const point = Object.fromEntries(
          entries.map(([name, dimension]) => {
            const u = dimensionSize(dimension) === 1 ? 0 : coordinates.next().value!;
            return [name, valueAt(dimension, u)];
          }),
        );
        return activePart(space, point);
      },
    };
  },
};
