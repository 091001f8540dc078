import { canonicalJson, Rng } from '@fraudx/core';
import type { AlgorithmName } from '@fraudx/models';
import { paramSchema } from '@fraudx/models';
import type { DimensionInput, Params, ParamValue, SearchSpaceInput } from '@fraudx/tuning';
import type { Grid } from './broad-space.ts';

type NumberDimension = Extract<DimensionInput, { readonly low: number }>;

/** Rounded to three digits, which is finer than what trials can tell apart. */
function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** The range that numbers of a grid stand for: half a gap beyond the ends, within what the algorithm allows; logarithmic beyond a factor of 2.5. */
function rangeOf(values: readonly number[], algorithm: AlgorithmName, name: string): NumberDimension {
  const rule = paramSchema(algorithm).params.find((param) => param.name === name);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const log = least > 0 && most / least > 2.5;
  const n = values.length - 1;
  const half = log ? (most / least) ** (0.5 / n) : (most - least) / (2 * n);
  const ends = log ? [least / half, most * half] : [least - half, most + half];
  const isInside = (value: number, end: number): number => {
    const { low = -Infinity, high = Infinity, lowExclusive = false, highExclusive = false } = rule ?? {};
    if (value < low || (lowExclusive && value <= low)) return lowExclusive ? end : low;
    return value > high || (highExclusive && value >= high) ? (highExclusive ? end : high) : value;
  };
  const [low, high] = [isInside(rounded(ends[0]!), least), isInside(rounded(ends[1]!), most)];
  if (rule?.type !== 'int') return { type: 'float', low, high, log };
  return { type: 'int', low: Math.min(least, Math.ceil(low)), high: Math.max(most, Math.floor(high)), log };
}

function areNumbers(values: readonly ParamValue[]): values is readonly number[] {
  return values.length > 1 && values.every((value) => typeof value === 'number');
}

/** Where the refined stage searches: ranges around the numbers of the grid of the broad one; choices stay choices. */
export function refinedSpace(algorithm: AlgorithmName, grid: Grid): SearchSpaceInput {
  return Object.fromEntries(
    Object.entries(grid).map(([name, values]) => [
      name,
      areNumbers(values) ? rangeOf(values, algorithm, name) : [...values],
    ]),
  );
}

/** A number at most three quarters of a gap of the grid away. */
function nearNumber(value: number, { type, low, high, log = false }: NumberDimension, gaps: number, rng: Rng): number {
  const [from, to, at] = log ? [Math.log(low), Math.log(high), Math.log(value)] : [low, high, value];
  const moved = Math.min(to, Math.max(from, at + ((rng.uniform() - 0.5) * 1.5 * (to - from)) / gaps));
  const near = log ? Math.exp(moved) : moved;
  return Math.min(high, Math.max(low, type === 'int' ? Math.round(near) : rounded(near)));
}

/** Another choice one time in four. */
function nearChoice(value: ParamValue, values: readonly ParamValue[], rng: Rng): ParamValue {
  return rng.uniform() < 0.25 ? values[rng.int(values.length)]! : value;
}

/**
 * The points of the refined stage: the given ones, then others around each of them in turn, all different.
 *
 * @param best - Of the broad stage, the best first; at least one.
 * @param count - Points in all, at least 1. Fewer come where choices leave no more.
 * @param seed - The same seed gives the same points.
 */
export function refinedPoints(
  best: readonly Params[],
  { grid, space, count, seed }: { grid: Grid; space: SearchSpaceInput; count: number; seed: number },
): Params[] {
  const rng = new Rng(seed).stream('refined');
  const points = new Map(best.slice(0, count).map((point) => [canonicalJson(point), point]));
  for (let tried = 0; points.size < count && tried < 50 * count; tried++) {
    const base = best[tried % best.length]!;
    const point = Object.fromEntries(
      Object.entries(base).map(([name, value]) => {
        const dimension = space[name]!;
        const near =
          'low' in dimension && typeof value === 'number'
            ? nearNumber(value, dimension, grid[name]!.length, rng)
            : nearChoice(value, grid[name]!, rng);
        return [name, near];
      }),
    );
    points.set(canonicalJson(point), point);
  }
  return [...points.values()];
}
