import { InvalidArgumentError } from '@fraudx/core';
import { logGaussMass } from '../samplers/tpe/gauss-mass.ts';
import type { Dimension, ParamValue, SearchSpace } from '../space/search-space.ts';
import type { Direction } from '../study/best-trial.ts';
import type { TrialHistory } from '../study/trial.ts';
import { valuesOf } from '../study/trial.ts';

/** How {@link paramImportances} looks at a study. */
export interface ImportanceOptions {
  /** The share of the best trials that a hyperparameter must help to reach, in (0, 1). Default 0.1. */
  readonly targetShare?: number;
  /** Which value counts, from 0, where a study has several directions. Default 0. */
  readonly objective?: number;
}

/** Steps of the grid on which numbers are counted, at most. */
const mostSteps = 50;
const priorWeight = 1;
/** Keeps ratios of densities finite. */
const tiny = 1e-12;

/** A grid over a dimension: how many places it has, and the place of a value. */
interface Grid {
  readonly size: number;
  readonly isOrdered: boolean;
  readonly placeOf: (value: ParamValue) => number;
}

/** Undefined where there is one value only. */
function gridOf(dimension: Dimension): Grid | undefined {
  if (dimension.type === 'fixed') return undefined;
  if (dimension.type === 'categorical') {
    const { values } = dimension;
    const places = new Map(values.map((value, place) => [value, place]));
    const placeOf = (value: ParamValue): number => places.get(value) ?? -1;
    return values.length === 1 ? undefined : { size: values.length, isOrdered: false, placeOf };
  }
  const { type, log, step } = dimension;
  const scale = log ? Math.log : (x: number): number => x;
  const [low, high] = [scale(dimension.low), scale(dimension.high)];
  if (low === high) return undefined;
  const byInt = Math.ceil(Math.log2(dimension.high - dimension.low + 1)) + 1;
  const size = Math.min(
    mostSteps,
    type === 'int' && log ? byInt : step === undefined ? mostSteps : Math.round((high - low) / step) + 1,
  );
  if (size < 2) return undefined;
  const width = (high - low) / (size - 1);
  const placeOf = (value: ParamValue): number =>
    // what lies in the middle goes to the lower place
    Math.min(size - 1, Math.max(0, Math.ceil((scale(Number(value)) - low) / width - 0.5)));
  return { size, isOrdered: true, placeOf };
}

/** The first place of ascending sums that is at least `value`, or above it. */
function placeIn(sums: readonly number[], value: number, isAbove: boolean): number {
  const found = sums.findIndex((sum) => (isAbove ? sum > value : sum >= value));
  return found === -1 ? sums.length : found;
}

/** The bandwidth of Scott's rule for places that occur so often. */
function bandwidth(places: readonly number[], counts: readonly number[]): number {
  const sums: number[] = [];
  for (const count of counts) sums.push((sums.at(-1) ?? 0) + count);
  const n = sums.at(-1)!;
  const mean = places.reduce((sum, place, i) => sum + place * counts[i]!, 0) / n;
  const squares = places.reduce((sum, place, i) => sum + (place - mean) ** 2 * counts[i]!, 0);
  const deviation = Math.sqrt(squares / Math.max(1, n - 1));
  const first = placeIn(sums, Math.floor(n / 4), false);
  const third = Math.min(places.length - 1, placeIn(sums, Math.floor((n * 3) / 4), true));
  const range = places[third]! - places[first]!;
  // 90 % of a kernel lie within one place
  return Math.max(1.059 * Math.min(range / 1.34, deviation) * n ** -0.2, 0.5 / 1.64);
}

/** A density over the places of a grid, from how often each occurs: a mixture of normal kernels, or of choices, and a flat prior. */
function density({ size, isOrdered }: Grid, counts: Float64Array): Float64Array {
  const places = Array.from(counts.keys()).filter((place) => counts[place]! > 0);
  const weights = places.map((place) => counts[place]!);
  const total = weights.reduce((sum, weight) => sum + weight, priorWeight);
  const pdf = new Float64Array(size);
  if (!isOrdered) {
    const flat = priorWeight / (places.length + 1);
    const row = 1 + flat * size;
    const everywhere = weights.reduce(
      (sum, weight) => sum + ((weight / total) * flat) / row,
      priorWeight / total / size,
    );
    pdf.fill(everywhere);
    for (const [k, place] of places.entries()) pdf[place] = everywhere + weights[k]! / total / row;
    return pdf;
  }
  const sigma = bandwidth(places, weights);
  const kernels = [
    ...places.map((mu, k) => ({ mu, sigma, weight: weights[k]! / total })),
    { mu: (size - 1) / 2, sigma: size, weight: priorWeight / total },
  ];
  for (const { mu, sigma: width, weight } of kernels) {
    const whole = logGaussMass((-0.5 - mu) / width, (size - 0.5 - mu) / width);
    for (let at = 0; at < size; at++) {
      const mass = logGaussMass((at - 0.5 - mu) / width, (at + 0.5 - mu) / width);
      pdf[at] = pdf[at]! + weight * Math.exp(mass - whole);
    }
  }
  return pdf;
}

/** The trials whose value is among the best `share`; ties with the last one belong to them. */
function bestOf(values: Float64Array, share: number): Uint8Array {
  const sorted = values.toSorted();
  const cut = sorted[Math.ceil(share * values.length) - 1]!;
  return Uint8Array.from(values, (value) => (value <= cut ? 1 : 0));
}

function divergence(grid: Grid, values: readonly ParamValue[], isBest: Uint8Array): number {
  const all = new Float64Array(grid.size);
  const best = new Float64Array(grid.size);
  for (const [i, value] of values.entries()) {
    const place = grid.placeOf(value);
    if (place < 0) continue;
    all[place] = all[place]! + 1;
    if (isBest[i] === 1) best[place] = best[place]! + 1;
  }
  const [wide, top] = [density(grid, all), density(grid, best)];
  let sum = 0;
  for (let at = 0; at < grid.size; at++) {
    const around = wide[at]! + tiny;
    sum += around * ((top[at]! + tiny) / around - 1) ** 2;
  }
  return sum;
}

/**
 * How important each hyperparameter was to reach the best trials of a study: PED-ANOVA, as Optuna's default. Shares of 1.
 *
 * A hyperparameter is important where its values among the best trials are distributed otherwise than among all: the Pearson divergence of two densities on
 * a grid of at most 50 places. Only complete trials count; at least 5 among the best make the answer stable.
 *
 * @param directions - Of the study.
 * @param options - See {@link ImportanceOptions}.
 * @returns By name, the largest first; 0 for one with a single value. All equal where nothing can be said: fewer than two complete trials, or all equally good.
 * @throws {InvalidArgumentError} An option is out of range.
 * @see Watanabe, Bansal and Hutter (2023), "PED-ANOVA: Efficiently quantifying hyperparameter importance in arbitrary subspaces", IJCAI.
 */
export function paramImportances(
  space: SearchSpace,
  directions: readonly Direction[],
  trials: readonly TrialHistory[],
  { targetShare = 0.1, objective = 0 }: ImportanceOptions = {},
): Readonly<Record<string, number>> {
  if (!(targetShare > 0 && targetShare < 1)) {
    throw new InvalidArgumentError(`targetShare must be between 0 and 1, got ${targetShare}`, {
      subject: 'paramImportances',
    });
  }
  const direction = directions[objective];
  if (direction === undefined) {
    throw new InvalidArgumentError(`objective must be one of 0 to ${directions.length - 1}, got ${objective}`, {
      subject: 'paramImportances',
    });
  }
  const sign = direction === 'minimize' ? 1 : -1;
  const complete = trials.flatMap((trial) => {
    const value = valuesOf(trial)?.[objective];
    return value === undefined ? [] : [{ params: trial.params, loss: sign * value }];
  });
  const names = Object.keys(space);
  const found = new Map(names.map((name) => [name, 0]));
  if (complete.length > 1) {
    const isBest = bestOf(
      Float64Array.from(complete, ({ loss }) => loss),
      targetShare,
    );
    const nBest = isBest.reduce((sum, is) => sum + is, 0);
    for (const name of names) {
      const grid = gridOf(space[name]!);
      const having = complete.flatMap(({ params }, i) => (Object.hasOwn(params, name) ? [i] : []));
      const best = Uint8Array.from(having, (i) => isBest[i]!);
      const nHere = best.reduce((sum, is) => sum + is, 0);
      if (grid === undefined || having.length < 2 || nHere === 0) continue;
      const values = having.map((i) => complete[i]!.params[name]!);
      const share = nHere / nBest;
      found.set(name, (share ** 2 / (having.length / complete.length)) * divergence(grid, values, best));
    }
  }
  const sum = [...found.values()].reduce((total, value) => total + value, 0);
  const shares = [...found].map(([name, value]) => [name, sum === 0 ? 1 / names.length : value / sum] as const);
  return Object.fromEntries(shares.toSorted((a, b) => b[1] - a[1]));
}
