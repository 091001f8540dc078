import { InvalidArgumentError, Rng } from '@fraudx/core';
import type { Dimension, ParamValue, SearchSpace } from '../space/search-space.ts';
import type { TrialHistory } from '../study/trial.ts';
import { valuesOf } from '../study/trial.ts';
import type { Side, TreeColumn } from './regression-tree.ts';
import { growTree } from './regression-tree.ts';

/** How {@link fanovaImportances} looks at a study. */
export interface FanovaOptions {
  /** Which value counts, from 0, where a study has several directions. Default 0. */
  readonly objective?: number;
  /** Trees of the forest, 1 to 10 000. Default 64. */
  readonly trees?: number;
  /** Largest depth of a tree, at least 1. Default 64. */
  readonly maxDepth?: number;
  /** Decides the samples of the trees; a whole number in [0, 2^53). Default 0. */
  readonly seed?: number;
}

/** A dimension as a column without values: its range on its own scale; undefined where there is one value only. */
function rangeOf(
  dimension: Dimension,
): { readonly low: number; readonly high: number; readonly log: boolean } | readonly ParamValue[] | undefined {
  if (dimension.type === 'fixed') return undefined;
  if (dimension.type === 'categorical') return dimension.values.length === 1 ? undefined : dimension.values;
  const { low, high, log, step = 0 } = dimension;
  if (low === high) return undefined;
  // a value with steps stands for half a step to both sides, as where it is sampled
  const half = log && low - step / 2 <= 0 ? 0 : step / 2;
  const scale = log ? Math.log : (x: number): number => x;
  return { low: scale(low - half), high: scale(high + half), log };
}

function columnOf(dimension: Dimension, values: readonly ParamValue[]): TreeColumn | undefined {
  const range = rangeOf(dimension);
  if (range === undefined) return undefined;
  if ('length' in range) {
    const known = [...range, ...new Set(values.filter((value) => !range.includes(value)))];
    return { kind: 'category', size: known.length, values: Int32Array.from(values, (value) => known.indexOf(value)) };
  }
  const { low, high, log } = range;
  const places = Float64Array.from(values, (value) =>
    Math.min(high, Math.max(low, log ? Math.log(Number(value)) : Number(value))),
  );
  const order = Int32Array.from(places.keys()).sort((a, b) => places[a]! - places[b]! || a - b);
  return { kind: 'number', low, high, values: places, order };
}

/** Values from -1 to 1 around their mean; undefined where all are equal. */
function centred(values: readonly number[]): Float64Array | undefined {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0 || values.every((value) => value === values[0])) return undefined;
  const scaled = values.map((value) => value / largest);
  const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length;
  const distance = scaled.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  return Float64Array.from(scaled, (value) => (value - mean) / distance);
}

function shareOf(side: Side, column: TreeColumn): number {
  if ('categories' in side) return side.categories.length / (column as { readonly size: number }).size;
  const { low, high } = column as { readonly low: number; readonly high: number };
  return (side.high - side.low) / (high - low);
}

/** The mean prediction of a tree along one column, over all the others: steps along numbers, or a value for each category. */
class Marginal {
  readonly #column: TreeColumn;
  readonly #steps: [at: number, change: number][] = [];
  readonly #categories: Float64Array;

  constructor(column: TreeColumn) {
    this.#column = column;
    this.#categories = new Float64Array(column.kind === 'category' ? column.size : 0);
  }

  add(side: Side, value: number): void {
    if ('categories' in side) {
      for (const category of side.categories) this.#categories[category] = this.#categories[category]! + value;
      return;
    }
    this.#steps.push([side.low, value], [side.high, -value]);
  }

  variance(mean: number): number {
    const column = this.#column;
    if (column.kind === 'category')
      return this.#categories.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.size;
    const steps = this.#steps.sort((a, b) => a[0] - b[0]);
    let sum = 0;
    let value = 0;
    for (const [i, [at, change]] of steps.entries()) {
      value += change;
      const to = steps[i + 1]?.[0] ?? at;
      if (to > at) sum += ((to - at) / (column.high - column.low)) * (value - mean) ** 2;
    }
    return sum;
  }
}

/** By column, the share of the variance of a tree's predictions that it explains by itself; undefined where they do not vary. */
function sharesOfTree(
  columns: readonly TreeColumn[],
  y: Float64Array,
  maxDepth: number,
  rng: Rng,
): number[] | undefined {
  const weights = new Int32Array(y.length);
  for (let i = 0; i < y.length; i++) {
    const row = rng.int(y.length);
    weights[row] = weights[row]! + 1;
  }
  const marginals = columns.map((column) => new Marginal(column));
  let mean = 0;
  let squares = 0;
  growTree(columns, y, weights, {
    maxDepth,
    rng,
    onLeaf: (value, box) => {
      const shares = box.map((side, j) => shareOf(side, columns[j]!));
      const volume = shares.reduce((product, share) => product * share, 1);
      if (volume === 0) return;
      mean += volume * value;
      squares += volume * value ** 2;
      for (const [j, side] of box.entries()) marginals[j]!.add(side, (value * volume) / shares[j]!);
    },
  });
  const total = squares - mean ** 2;
  return total > 1e-12 ? marginals.map((marginal) => marginal.variance(mean) / total) : undefined;
}

function checkOptions({ trees, maxDepth, objective }: Required<Omit<FanovaOptions, 'seed'>>): void {
  for (const [name, value, low, high] of [
    ['trees', trees, 1, 10_000],
    ['maxDepth', maxDepth, 1, Number.MAX_SAFE_INTEGER],
    ['objective', objective, 0, Number.MAX_SAFE_INTEGER],
  ] as const) {
    if (Number.isSafeInteger(value) && value >= low && value <= high) continue;
    throw new InvalidArgumentError(
      `${name} must be a whole number of at least ${low}${high === 10_000 ? ' and at most 10000' : ''}, got ${value}`,
      { subject: 'fanovaImportances' },
    );
  }
}

/**
 * How much each hyperparameter by itself explains of the differences between values: functional analysis of variance (fANOVA). Shares of 1.
 *
 * A forest of regression trees learns the values of complete trials; for each tree, the variance of its mean prediction along one hyperparameter, over the
 * ranges of all others, is divided by its variance over the whole space; the shares are the means over trees, divided by their sum. Ranges count on their own
 * scale, logarithmic where the space says so, and steps and choices are equally likely. Unlike `paramImportances` it looks at the whole space, bad regions
 * included. Below about 20 trials it is rough.
 *
 * @param trials - Only complete ones count.
 * @param options - See {@link FanovaOptions}.
 * @returns By name, the largest first; 0 for one with a single value. Those that a complete trial lacks are left out. All equal where nothing can be said:
 * fewer than two complete trials, or all equally good. The same for the same trials and seed.
 * @throws {InvalidArgumentError} An option is out of range.
 * @see Hutter, Hoos and Leyton-Brown (2014), "An efficient approach for assessing hyperparameter importance", ICML.
 */
export function fanovaImportances(
  space: SearchSpace,
  trials: readonly TrialHistory[],
  { objective = 0, trees = 64, maxDepth = 64, seed = 0 }: FanovaOptions = {},
): Readonly<Record<string, number>> {
  checkOptions({ trees, maxDepth, objective });
  const rng = new Rng(seed).stream('fanova');
  const complete = trials.flatMap((trial) => {
    const value = valuesOf(trial)?.[objective];
    return value === undefined ? [] : [{ params: trial.params, value }];
  });
  const names = Object.keys(space).filter((name) => complete.every(({ params }) => Object.hasOwn(params, name)));
  const known = names.flatMap((name) => {
    const values = complete.map(({ params }) => params[name]!);
    const column = columnOf(space[name]!, values);
    return column === undefined ? [] : [{ name, column }];
  });
  const y = centred(complete.map(({ value }) => value));
  const sums = new Float64Array(known.length);
  if (y !== undefined && known.length > 0) {
    const columns = known.map(({ column }) => column);
    for (let tree = 0; tree < trees; tree++) {
      const shares = sharesOfTree(columns, y, maxDepth, rng.stream(String(tree)));
      for (const [j, share] of (shares ?? []).entries()) sums[j] = sums[j]! + share;
    }
  }
  const total = sums.reduce((sum, share) => sum + share, 0);
  const shares = names.map((name) => {
    if (total === 0) return [name, 1 / names.length] as const;
    const j = known.findIndex((one) => one.name === name);
    return [name, j === -1 ? 0 : sums[j]! / total] as const;
  });
  return Object.fromEntries(shares.toSorted((a, b) => b[1] - a[1]));
}
