import type { Rng } from '@fraudx/core';
import type { SobolSequence } from '../sobol/sobol-sequence.ts';
import type { Axis } from '../tpe/axis.ts';
import { LogExpectedImprovement } from './acquisition.ts';
import { drawStarts, near, spread } from './best-candidates.ts';
import { GaussianProcess } from './gaussian-process.ts';
import type { GpSamplerOptions } from './gp-options.ts';
import { LocalSearch } from './local-search.ts';
import { fitKernel } from './map-fit.ts';
import type { KernelParams } from './matern-kernel.ts';
import type { Observations } from './observations.ts';
import { chosenObservations } from './observations.ts';
import { ValueScale } from './value-scale.ts';

/** Points around the best trials that are compared, and how many best trials. */
const nNear = 256;
const nBest = 4;
/** Climbs from candidates, and from the best trial. */
const nStarts = 5;

/** Points and values of some trials. */
interface Sample {
  readonly points: Float64Array;
  readonly values: Float64Array;
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}

/**
 * How many of n results the kernel is fitted to: all up to 40, from there on the largest multiple of 2, 4, 8, … (doubled as n doubles). So a fit serves several
 * suggestions, and each follows from the history alone.
 */
export function fittedResults(n: number): number {
  const step = n < 40 ? 1 : 2 ** Math.floor(Math.log2(n / 20));
  return n - (n % step);
}

/** Suggests points by a Gaussian process. What it keeps from one suggestion to the next saves work and changes no suggestion. */
export class GpModel {
  readonly #axes: readonly Axis[];
  readonly #options: Required<GpSamplerOptions>;
  readonly #sequence: SobolSequence;
  readonly #isCategory: Uint8Array;
  #fit: { readonly sample: Sample; readonly params: KernelParams; readonly scale: ValueScale } | undefined;
  #process: { readonly sample: Sample; readonly process: GaussianProcess } | undefined;

  /** @param sequence - Covers the space of the axes evenly. */
  constructor(axes: readonly Axis[], sequence: SobolSequence, options: Required<GpSamplerOptions>) {
    this.#axes = axes;
    this.#sequence = sequence;
    this.#options = options;
    this.#isCategory = Uint8Array.from(axes, (axis) => Number(axis.kind === 'categories'));
  }

  #chosen({ points, values }: Sample): Sample {
    const d = this.#axes.length;
    const chosen = chosenObservations(values, this.#options.maxTrials);
    if (chosen.length === values.length) return { points, values };
    return {
      points: Float64Array.from(
        { length: chosen.length * d },
        (_, k) => points[chosen[Math.floor(k / d)]! * d + (k % d)]!,
      ),
      values: Float64Array.from(chosen, (i) => values[i]!),
    };
  }

  /** The kernel and the scale of values for the first results of a study. */
  #fitted({ points, values }: Sample): { readonly params: KernelParams; readonly scale: ValueScale } {
    const m = fittedResults(values.length);
    const sample = this.#chosen({ points: points.slice(0, m * this.#axes.length), values: values.slice(0, m) });
    const known = this.#fit;
    if (
      known !== undefined &&
      isSame(known.sample.values, sample.values) &&
      isSame(known.sample.points, sample.points)
    ) {
      return known;
    }
    const scale = new ValueScale(sample.values);
    const params = fitKernel(
      sample.points,
      sample.values.map((value) => scale.scaled(value)),
      this.#isCategory,
    );
    this.#fit = { sample, params, scale };
    return this.#fit;
  }

  /** The process that has seen a sample. */
  #conditioned(sample: Sample, params: KernelParams, scale: ValueScale): GaussianProcess {
    const d = this.#axes.length;
    const known = this.#process;
    const seen = known?.sample.values.length ?? 0;
    const isLonger =
      known !== undefined &&
      known.process.params === params &&
      isSame(known.sample.values, sample.values.subarray(0, seen)) &&
      isSame(known.sample.points, sample.points.subarray(0, seen * d));
    const process = isLonger ? known.process : new GaussianProcess(this.#isCategory, params);
    process.truncate(isLonger ? seen : 0);
    for (let i = process.size; i < sample.values.length; i++) {
      process.append(sample.points, i * d, scale.scaled(sample.values[i]!));
    }
    this.#process = { sample, process };
    return process;
  }

  /**
   * The point with the largest expected improvement that was found, other than all points before where there is another one.
   *
   * @param observed - With at least one result.
   * @param trial - Number of the trial.
   * @returns A place in [0, 1] for each number, and the numbers of categories.
   */
  suggest(observed: Observations, trial: number, rng: Rng): Float64Array {
    const d = this.#axes.length;
    const { params, scale } = this.#fitted(observed);
    const sample = this.#chosen(observed);
    const process = this.#conditioned(sample, params, scale);
    const scaled = sample.values.map((value) => scale.scaled(value));
    let best = scaled.reduce((least, value) => Math.min(least, value), Infinity);
    for (let from = 0; from < observed.running.length; from += d) {
      best = Math.min(best, process.believe(observed.running, from));
    }
    const acquisition = new LogExpectedImprovement(process, best);
    const ranked = Array.from(scaled, (_, i) => i).toSorted((a, b) => scaled[a]! - scaled[b]! || a - b);
    const leaders = ranked.slice(0, nBest).map((i) => sample.points.slice(i * d, (i + 1) * d));
    const candidates = this.#candidates(leaders, trial, rng);
    const logs = acquisition.ofMany(candidates, candidates.length / d);
    const search = new LocalSearch(this.#axes, acquisition, params.inverseSquares);
    const at = (i: number): Float64Array => candidates.slice(i * d, (i + 1) * d);
    const starts = [...drawStarts(logs, nStarts, rng).map(at), leaders[0]!.slice()];
    const ends = starts.map((point) => ({ log: search.climb(point), point })).toSorted((a, b) => b.log - a.log);
    process.truncate(sample.values.length);
    const tried = new Set<string>();
    for (const points of [observed.points, observed.running]) {
      for (let from = 0; from < points.length; from += d) tried.add(points.subarray(from, from + d).join());
    }
    const isNew = (point: Float64Array): boolean => !tried.has(point.join());
    const found = ends.find(({ point }) => isNew(point))?.point;
    if (found !== undefined) return found;
    const order = Array.from(logs, (_, i) => i).toSorted((a, b) => logs[b]! - logs[a]! || a - b);
    const other = order.find((i) => isNew(at(i)));
    return other === undefined ? ends[0]!.point : at(other);
  }

  /** Points all over the space, and points near the best trials at widths from 0.3 to 0.001. */
  #candidates(leaders: readonly Float64Array[], trial: number, rng: Rng): Float64Array {
    const d = this.#axes.length;
    const { nCandidates } = this.#options;
    const candidates = new Float64Array((nCandidates + nNear) * d);
    const block = trial % Math.floor(2 ** 30 / nCandidates);
    spread(this.#axes, this.#sequence, block * nCandidates, nCandidates, candidates);
    for (let i = 0; i < nNear; i++) {
      const width = 0.3 * 300 ** -rng.uniform();
      near(this.#axes, leaders[i % leaders.length]!, width, rng, candidates, (nCandidates + i) * d);
    }
    return candidates;
  }
}
