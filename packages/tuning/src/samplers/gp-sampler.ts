import { InvalidArgumentError, Rng } from '@fraudx/core';
import type { SearchSpace } from '../space/search-space.ts';
import { valueAt } from '../space/value-at.ts';
import { GpModel } from './gp/gp-model.ts';
import { parseGpOptions } from './gp/gp-options.ts';
import { observe } from './gp/observations.ts';
import { onAxis } from './gp/best-candidates.ts';
import { withoutConditions } from './no-conditions.ts';
import { oneDirection } from './one-direction.ts';
import type { SamplerDefinition } from './sampler.ts';
import { sobolDimensions, sobolPoints, SobolSequence } from './sobol/sobol-sequence.ts';
import type { Axis } from './tpe/axis.ts';
import { createAxis } from './tpe/axis.ts';

function axesOf(space: SearchSpace): readonly Axis[] {
  const axes = Object.entries(space).flatMap(([name, dimension]) => createAxis(name, dimension) ?? []);
  if (axes.length <= sobolDimensions) return axes;
  throw new InvalidArgumentError(
    `sampler gp: space must have at most ${sobolDimensions} hyperparameters with more than one value, got ${axes.length}`,
    { hint: 'Search fewer hyperparameters, or use the tpe sampler.' },
  );
}

/**
 * Bayesian optimisation with a Gaussian process: a Matérn 5/2 kernel with a length scale for each hyperparameter, fitted to the results by maximum a
 * posteriori, and the point with the largest expected improvement. For expensive trials, up to a few hundred: it learns the most from each, and costs more
 * per suggestion than the others. Options: {@link GpSamplerOptions}.
 *
 * Trial k is suggested from the results of the trials below k − lag; the others count as if they had given what is predicted there (Kriging believer). Failed
 * trials are left out, pruned ones and those that violate a constraint count as the worst complete one. A point is not suggested twice while others are found.
 *
 * @see Rasmussen and Williams (2006), "Gaussian processes for machine learning".
 * @see Ament, Daulton, Eriksson, Balandat and Bakshy (2023), "Unexpected improvements to expected improvement for Bayesian optimization", NeurIPS.
 */
export const gpSampler: SamplerDefinition = {
  name: 'gp',
  isExhaustive: false,
  hasMemory: true,
  create({ space, seed, directions, options: given }) {
    const options = parseGpOptions(given);
    const direction = oneDirection('gp', directions);
    const axes = axesOf(withoutConditions('gp', space));
    const streams = new Rng(seed).stream('gp sampler');
    const startup = new SobolSequence(axes.length, streams.stream('startup'));
    const model = new GpModel(axes, new SobolSequence(axes.length, streams.stream('candidates')), options);
    return {
      size: Infinity,
      suggest({ trial, history, rng }) {
        const observed = observe(axes, direction, axes.length === 0 ? [] : history);
        const isLearning = observed.values.length >= options.nStartupTrials;
        const first = startup.point(trial % sobolPoints);
        const point = isLearning ? model.suggest(observed, trial, rng) : axes.map((axis, j) => onAxis(axis, first[j]!));
        const places = new Map(axes.map((axis, j) => [axis.name, { axis, place: point[j]! }]));
        return Object.fromEntries(
          Object.entries(space).map(([name, dimension]) => {
            const found = places.get(name);
            if (found === undefined) return [name, valueAt(dimension, 0)];
            const { axis, place } = found;
            return [name, axis.decode(axis.kind === 'steps' ? axis.stepAt(place) : place)];
          }),
        );
      },
    };
  },
};
