import { Rng } from '@fraudx/core';
import { near, spread } from '../samplers/gp/best-candidates.ts';
import { GaussianProcess } from '../samplers/gp/gaussian-process.ts';
import { fitKernel } from '../samplers/gp/map-fit.ts';
import { chosenObservations, observe } from '../samplers/gp/observations.ts';
import { sobolDimensions, SobolSequence } from '../samplers/sobol/sobol-sequence.ts';
import type { Axis } from '../samplers/tpe/axis.ts';
import { createAxis } from '../samplers/tpe/axis.ts';
import type { SearchSpace } from '../space/search-space.ts';
import type { Direction } from '../study/best-trial.ts';
import { isFeasible } from '../study/trial.ts';
import type { TrialHistory } from '../study/trial.ts';

/** Observations that a process reads, points of the space and points near the best trials at which it is asked. */
const mostRead = 250;
const nSpread = 2048;
const nNear = 512;
const nLeaders = 4;
/** The bound holds with this probability, by theory. */
const confidence = 0.9;

/** What is asked about a study. */
interface Question {
  readonly space: SearchSpace;
  readonly direction: Direction;
  readonly seed: number;
}

/** Values on one scale, lower is better: the worst ones are cut, since how bad they are says nothing about what is left to gain. */
function standardised(values: Float64Array): { readonly scaled: Float64Array; readonly deviation: number } {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted();
  const [best, median] = [sorted[0]!, sorted[sorted.length >> 1]!];
  // where half of the trials share the best value, nothing is cut
  const worst = median > best ? median + 2 * (median - best) : sorted.at(-1)!;
  const cut = values.map((value) => (Number.isNaN(value) ? worst : Math.min(value, worst)));
  const mean = cut.reduce((sum, value) => sum + value, 0) / cut.length;
  const deviation = Math.sqrt(cut.reduce((sum, value) => sum + (value - mean) ** 2, 0) / cut.length);
  const unit = deviation > 0 ? deviation : 1;
  return { scaled: cut.map((value) => (value - mean) / unit), deviation };
}

function candidatesAround(axes: readonly Axis[], leaders: readonly Float64Array[], seed: number): Float64Array {
  const d = axes.length;
  const rng = new Rng(seed).stream('regret bound');
  const points = new Float64Array((nSpread + nNear) * d);
  spread(axes, new SobolSequence(d, rng.stream('space')), 0, nSpread, points);
  for (let i = 0; i < nNear; i++) {
    near(axes, leaders[i % leaders.length]!, 0.3 * 300 ** -rng.uniform(), rng, points, (nSpread + i) * d);
  }
  return points;
}

/**
 * A bound on what a study can still gain: the best value that a Gaussian process holds possible anywhere in the space, beside the one that it holds certain
 * among the trials so far that violate no constraint. In units of the value, >= 0.
 *
 * @param history - The trials that count; those that run are not counted.
 * @returns undefined where nothing is searched, no trial meets the constraints, where there are more hyperparameters than the process can ask about, or fewer than two values.
 * @see Makarova, Shen, Perrone, Klein, Faddoul, Krause, Seeger and Archambeau (2022), "Automatic termination for hyperparameter optimization", AutoML. The
 * width of the bound is a fifth of the theory's, as in their experiments.
 */
export function regretBound(
  history: readonly TrialHistory[],
  { space, direction, seed }: Question,
): number | undefined {
  const axes = Object.entries(space).flatMap(([name, dimension]) => createAxis(name, dimension) ?? []);
  const d = axes.length;
  if (d === 0 || d > sobolDimensions) return undefined;
  const ended = history.filter(({ state }) => state !== 'running');
  const observed = observe(axes, direction, ended);
  const allowed = observe(axes, direction, ended.filter(isFeasible)).points;
  if (allowed.length === 0) return undefined;
  const read = chosenObservations(observed.values, mostRead);
  const values = Float64Array.from(read, (i) => observed.values[i]!);
  if (values.filter((value) => !Number.isNaN(value)).length < 2) return undefined;
  const points = new Float64Array(read.length * d);
  for (const [k, i] of read.entries()) points.set(observed.points.subarray(i * d, (i + 1) * d), k * d);
  const { scaled, deviation } = standardised(values);
  if (deviation === 0) return 0;
  const isCategory = Uint8Array.from(axes, (axis) => Number(axis.kind === 'categories'));
  const process = new GaussianProcess(isCategory, fitKernel(points, scaled, isCategory));
  for (const [k, value] of scaled.entries()) process.append(points, k * d, value);

  const n = observed.values.length;
  const width = Math.sqrt((2 * Math.log((d * n ** 2 * Math.PI ** 2) / (6 * (1 - confidence)))) / 5);
  const bounds = (at: Float64Array, sign: 1 | -1): number => {
    const count = at.length / d;
    const [means, variances] = [new Float64Array(count), new Float64Array(count)];
    process.predictMany(at, count, means, variances);
    return means.reduce((least, mean, i) => Math.min(least, mean + sign * width * Math.sqrt(variances[i]!)), Infinity);
  };
  const order = [...scaled.keys()].toSorted((a, b) => scaled[a]! - scaled[b]! || a - b);
  const leaders = order.slice(0, nLeaders).map((i) => points.slice(i * d, (i + 1) * d));
  const possible = Math.min(bounds(candidatesAround(axes, leaders, seed), -1), bounds(points, -1));
  return deviation * Math.max(0, bounds(allowed, 1) - possible);
}
