import type { Rng } from '@fraudx/core';
import { InvalidArgumentError, Rng as Random, shownValue, unknownKeys } from '@fraudx/core';
import type { Params, SearchSpace } from '../space/search-space.ts';
import { valueAt } from '../space/value-at.ts';
import type { Direction } from '../study/best-trial.ts';
import type { TrialHistory } from '../study/trial.ts';
import { violationOf } from '../study/trial.ts';
import { SearchDistribution, usualSize } from './cma-es/search-distribution.ts';
import { withoutConditions } from './no-conditions.ts';
import { oneDirection } from './one-direction.ts';
import type { SamplerDefinition } from './sampler.ts';
import type { Axis } from './tpe/axis.ts';
import { createAxis } from './tpe/axis.ts';

/** Options of the sampler `cma-es`. */
export interface CmaEsSamplerOptions {
  /** Standard deviation at first, as a share of each range, in (0, 1]. Default 1/6. */
  readonly sigma?: number;
  /** Trials of a generation, >= 4. Default 4 + ⌊3 ln d⌋ for d hyperparameters. */
  readonly populationSize?: number;
}

/** Below this width, as a share of the ranges, the search has ended and begins again elsewhere, with generations twice as large. */
const smallest = 1e-9;
/** Draws that lie outside are drawn again so many times, then moved to the border. */
const mostDraws = 100;

function parseOptions(given: Readonly<Record<string, unknown>>): CmaEsSamplerOptions {
  const unknown = unknownKeys('option', given, ['sigma', 'populationSize']);
  if (unknown.length > 0) throw new InvalidArgumentError(`sampler cma-es: ${unknown.join('; ')}`);
  const { sigma, populationSize } = given;
  if (sigma !== undefined && !(typeof sigma === 'number' && sigma > 0 && sigma <= 1)) {
    throw new InvalidArgumentError(`sampler cma-es: sigma must be in (0, 1], got ${shownValue(sigma)}`);
  }
  if (populationSize !== undefined && !(Number.isSafeInteger(populationSize) && (populationSize as number) >= 4)) {
    throw new InvalidArgumentError(
      `sampler cma-es: populationSize must be an integer >= 4, got ${shownValue(populationSize)}`,
    );
  }
  return given;
}

function axesOf(space: SearchSpace): readonly Axis[] {
  const axes = Object.entries(space).flatMap(([name, dimension]) => createAxis(name, dimension) ?? []);
  const words = axes.find(({ kind }) => kind === 'categories');
  if (words !== undefined) {
    throw new InvalidArgumentError(
      `sampler cma-es: hyperparameters must be numbers, got the choices of ${words.name}`,
      {
        hint: 'Give it one value, or use the tpe sampler.',
      },
    );
  }
  return axes;
}

/** How good a trial is: complete ones by value, then pruned ones by their last step and its value, then those that violate constraints by how much, then others. */
function keysOf(trial: TrialHistory, direction: Direction): readonly [number, number, number] {
  const sign = direction === 'maximize' ? -1 : 1;
  const violation = violationOf(trial);
  if (violation > 0) return [2, violation, 0];
  if (trial.state === 'complete') return [0, sign * (trial.value ?? Infinity), 0];
  const last = trial.state === 'pruned' ? trial.reports?.at(-1) : undefined;
  if (last === undefined) return [3, 0, 0];
  return [1, -last[0], Number.isNaN(last[1]) ? Infinity : sign * last[1]];
}

/** What has been learned from the first trials of a study, generation by generation. */
class Progress {
  readonly #axes: readonly Axis[];
  readonly #direction: Direction;
  readonly #sigma: number;
  readonly #restarts: Rng;
  readonly #used: TrialHistory[] = [];
  #nRestarts = 0;
  distribution: SearchDistribution;

  constructor(axes: readonly Axis[], direction: Direction, seed: number, options: CmaEsSamplerOptions) {
    this.#axes = axes;
    this.#direction = direction;
    this.#sigma = options.sigma ?? 1 / 6;
    this.#restarts = new Random(seed).stream('cma-es restarts');
    const size = options.populationSize ?? usualSize(axes.length);
    this.distribution = new SearchDistribution(new Float64Array(axes.length).fill(0.5), this.#sigma, size);
  }

  /** Learns from the generations that have ended; false where the first trials are those of another study. */
  extend(history: readonly TrialHistory[]): boolean {
    if (history.length < this.#used.length) return false;
    if (this.#used.some((trial, i) => trial !== history[i])) return false;
    for (;;) {
      const { size } = this.distribution;
      const from = this.#used.length;
      const generation = history.slice(from, from + size);
      if (generation.length < size || generation.some(({ state }) => state === 'running')) return true;
      this.#used.push(...generation);
      this.#learn(generation);
    }
  }

  #learn(generation: readonly TrialHistory[]): void {
    const ranked = generation
      .map((trial) => ({ trial, keys: keysOf(trial, this.#direction) }))
      .toSorted(
        (a, b) =>
          a.keys[0] - b.keys[0] || a.keys[1] - b.keys[1] || a.keys[2] - b.keys[2] || a.trial.trial - b.trial.trial,
      );
    this.distribution.update(ranked.map(({ trial }) => this.#pointOf(trial.params)));
    if (this.distribution.width > smallest) return;
    this.#nRestarts += 1;
    const rng = this.#restarts.stream(`restart ${this.#nRestarts}`);
    const mean = Float64Array.from(this.#axes, () => rng.uniform());
    this.distribution = new SearchDistribution(mean, this.#sigma, 2 * this.distribution.size);
  }

  /** Where a trial lies, each coordinate in [0, 1]; a value that the space does not have lies in the middle. */
  #pointOf(params: Params): Float64Array {
    return Float64Array.from(this.#axes, (axis) => {
      const code = axis.encode(params[axis.name]);
      return code === undefined ? 0.5 : axis.place(code);
    });
  }
}

function isInside(point: Float64Array): boolean {
  return point.every((x) => x >= 0 && x < 1);
}

/** A point of the distribution with all coordinates in [0, 1); a coordinate with steps moves by half a step at least, so that it is never stuck. */
function drawInside(distribution: SearchDistribution, axes: readonly Axis[], rng: Rng): Float64Array {
  let point = distribution.draw(rng);
  for (let i = 1; i < mostDraws && !isInside(point); i++) point = distribution.draw(rng);
  return point.map((x, j) => {
    const { size } = axes[j]!;
    const missing = size === Infinity ? 0 : Math.max(0, 0.5 / size - distribution.deviation(j));
    const moved = missing === 0 ? x : x + missing * rng.normal();
    return Math.min(1 - 2 ** -53, Math.max(0, moved));
  });
}

/**
 * Covariance matrix adaptation evolution strategy, for hyperparameters that are numbers: generations of trials are drawn from a normal distribution that
 * moves to where the best ones of the last generation lie, and learns which hyperparameters go together. For many trials: beyond 1 000, where models of
 * the whole history become slow. Options: {@link CmaEsSamplerOptions}.
 *
 * Trial k is drawn from what the generations that ended below k − lag have taught. Failed trials count as the worst of their generation, pruned ones come
 * before them. A search that has become very narrow begins again at random, with generations twice as large (IPOP).
 *
 * @see Hansen (2016), "The CMA evolution strategy: a tutorial", arXiv:1604.00772.
 * @see Auger and Hansen (2005), "A restart CMA evolution strategy with increasing population size", CEC.
 */
export const cmaEsSampler: SamplerDefinition = {
  name: 'cma-es',
  isExhaustive: false,
  hasMemory: true,
  create({ space, seed, directions, options: given }) {
    const options = parseOptions(given);
    const direction = oneDirection('cma-es', directions);
    const axes = axesOf(withoutConditions('cma-es', space));
    const begin = (): Progress | undefined =>
      axes.length === 0 ? undefined : new Progress(axes, direction, seed, options);
    let progress = begin();
    return {
      size: Infinity,
      suggest({ history, rng }) {
        if (progress?.extend(history) === false) {
          progress = begin();
          progress?.extend(history);
        }
        const point = progress === undefined ? new Float64Array() : drawInside(progress.distribution, axes, rng);
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
