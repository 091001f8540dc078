import { hasConditions } from '../space/conditions.ts';
import { dimensionSize } from '../space/grid.ts';
import type { SamplerChoice, SamplerSpec, StudyOutline } from './sampler.ts';
import { sobolDimensions } from './sobol/sobol-sequence.ts';

/** Trials up to which a Gaussian process is chosen: beyond, its suggestions take long and it has learned most. */
const mostForGp = 200;
/** Trials beyond which an evolution strategy, or with several directions a genetic algorithm, is chosen. */
const mostForTpe = 1000;

/**
 * The sampler that suits a study, by rule:
 *
 * - with several directions `tpe`, beyond 1 000 trials `nsga-ii`;
 * - up to 200 trials `gp`, in spaces of at most 256 hyperparameters with more than one value, where there are neither constraints nor conditions;
 * - beyond 1 000 trials `cma-es`, where all of those are numbers, without conditions;
 * - else `tpe`, multivariate.
 *
 * @param study - Its space, how many trials it asks for, its directions and constraints.
 * @example
 * chooseSampler({ space: parseSearchSpace({ eta: { type: 'float', low: 0.01, high: 0.3 } }), nTrials: 50 }); // {"name":"gp"}
 */
export function chooseSampler({ space, nTrials, directions = [], constraints = [] }: StudyOutline): SamplerSpec {
  if (directions.length > 1) return { name: nTrials > mostForTpe ? 'nsga-ii' : 'tpe' };
  const searched = Object.values(space).filter((dimension) => dimensionSize(dimension) !== 1);
  const suitsGp = nTrials <= mostForGp && searched.length <= sobolDimensions;
  const isPlain = !hasConditions(space);
  if (suitsGp && isPlain && constraints.length === 0) return { name: 'gp' };
  const isNumeric = isPlain && searched.length > 0 && searched.every(({ type }) => type !== 'categorical');
  return { name: nTrials > mostForTpe && isNumeric ? 'cma-es' : 'tpe' };
}

/** Bayesian optimisation by the sampler that {@link chooseSampler} says; the study records which one it is. */
export const bayesianSampler: SamplerChoice = {
  name: 'bayesian',
  isExhaustive: false,
  candidates: ['gp', 'tpe', 'cma-es', 'nsga-ii'],
  choose: chooseSampler,
};

/** Hyperband: random points, most of which end early. */
export const hyperbandSampler: SamplerChoice = {
  name: 'hyperband',
  isExhaustive: false,
  candidates: ['random'],
  choose: () => ({ name: 'random' }),
  pruner: { name: 'hyperband' },
};
