import type { Rng } from '@fraudx/core';
import { activePart } from '../space/conditions.ts';
import { samplePoint } from '../space/sample-point.ts';
import type { Params, SearchSpace } from '../space/search-space.ts';
import { valueAt } from '../space/value-at.ts';
import { codesOf, KnownStudy } from './nsga-ii/known-study.ts';
import type { CheckedNsgaIiOptions } from './nsga-ii/nsga-ii-options.ts';
import { parseNsgaIiOptions } from './nsga-ii/nsga-ii-options.ts';
import type { Parent } from './nsga-ii/population.ts';
import { compareParents } from './nsga-ii/population.ts';
import { cross, mutate } from './nsga-ii/variation.ts';
import type { SamplerDefinition } from './sampler.ts';
import type { Axis } from './tpe/axis.ts';
import { createAxis } from './tpe/axis.ts';

/** Children that are made, and random points that are drawn after them, until one is new. */
const mostTries = 20;

/** The better of two parents, drawn at random. */
function tournament(parents: readonly Parent[], rng: Rng): Parent {
  const [a, b] = [parents[rng.int(parents.length)]!, parents[rng.int(parents.length)]!];
  return compareParents(a, b) <= 0 ? a : b;
}

function childOf(
  axes: readonly Axis[],
  parents: readonly Parent[],
  rng: Rng,
  options: CheckedNsgaIiOptions,
): readonly number[] {
  const first = tournament(parents, rng);
  const others = parents.filter((parent) => parent !== first);
  const isCrossed = rng.uniform() < options.crossoverProbability && others.length > 0;
  const codes = isCrossed ? cross(axes, [first.codes, tournament(others, rng).codes], rng, options) : first.codes;
  return mutate(axes, codes, rng, options.mutationProbability ?? 1 / axes.length);
}

/** The point of a child. What neither parent has, though the child needs it, is drawn at random. */
function paramsOf(space: SearchSpace, axes: readonly Axis[], codes: readonly number[], rng: Rng): Params {
  const found = new Map(
    axes.flatMap((axis, j) => (Number.isNaN(codes[j]!) ? [] : [[axis.name, axis.decode(codes[j]!)] as const])),
  );
  const point = Object.entries(space).map(([name, dimension]) => {
    const isSearched = axes.some((axis) => axis.name === name);
    return [name, found.get(name) ?? valueAt(dimension, isSearched ? rng.stream(name).uniform() : 0)] as const;
  });
  return activePart(space, Object.fromEntries(point));
}

/**
 * Nondominated sorting genetic algorithm II: generations of trials, each made by crossover and mutation from the best of those before. For several directions,
 * where it searches the whole Pareto front; with one it is a genetic algorithm. Options: {@link NsgaIiSamplerOptions}.
 *
 * Generation g are the trials from g · P on, P of them. Its parents are the P best of the parents of the generation before and of its trials: by constrained
 * domination, in the last front by crowding distance. Trial k knows the results of the trials below k − lag, so the first `lag` trials of a generation know
 * that much less of the one before. Failed and pruned trials are no parents. A point is not suggested twice while a new one is found in a few tries.
 *
 * @see Deb, Pratap, Agarwal and Meyarivan (2002), "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE Transactions on Evolutionary Computation 6 (2).
 */
export const nsgaIiSampler: SamplerDefinition = {
  name: 'nsga-ii',
  isExhaustive: false,
  hasMemory: true,
  create({ space, directions, options: given }) {
    const options = parseNsgaIiOptions(given);
    const { populationSize } = options;
    const axes = Object.entries(space).flatMap(([name, dimension]) => createAxis(name, dimension) ?? []);
    const begin = (): KnownStudy => new KnownStudy(axes, directions, populationSize);
    let study = begin();
    return {
      size: Infinity,
      suggest({ trial, history, rng }) {
        if (!study.extend(history)) {
          study = begin();
          study.extend(history);
        }
        const parents = axes.length === 0 ? [] : study.parentsOf(Math.floor(trial / populationSize));
        let child: Params | undefined;
        for (let i = 0; i < mostTries && parents.length > 0; i++) {
          const codes = childOf(axes, parents, rng, options);
          child = paramsOf(space, axes, codes, rng.stream(`child ${i}`));
          // as it will be read: a number may lie elsewhere in its last bits
          if (!study.has(codesOf(axes, child)!)) return child;
        }
        for (let i = 0; i < mostTries; i++) {
          const point = samplePoint(space, i === 0 ? rng : rng.stream(`point ${i}`));
          if (!study.has(codesOf(axes, point)!)) return point;
          child ??= point;
        }
        return child!;
      },
    };
  },
};
