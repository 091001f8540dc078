import type { Rng } from '@fraudx/core';
import { dimensionSize, dimensionValue } from './grid.ts';
import type { Dimension, Params, ParamValue, SearchSpace } from './search-space.ts';

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function drawIndex(rng: Rng, size: number): number {
  return size <= 2 ** 32 ? rng.int(size) : Math.floor(rng.uniform() * size);
}

function drawValue(dimension: Dimension, rng: Rng): ParamValue {
  if (dimension.type === 'int' && dimension.log) {
    // Each whole number k owns [k - 0.5, k + 0.5) on the log axis, so the ends are as likely as their width there says.
    const low = Math.log(dimension.low - 0.5);
    const high = Math.log(dimension.high + 0.5);
    return clamp(Math.round(Math.exp(low + rng.uniform() * (high - low))), dimension.low, dimension.high);
  }
  const size = dimensionSize(dimension);
  if (size !== undefined) return dimensionValue(dimension, drawIndex(rng, size));
  const { low, high, log } = dimension as { low: number; high: number; log: boolean };
  const u = rng.uniform();
  const drawn = log ? Math.exp(Math.log(low) + u * (Math.log(high) - Math.log(low))) : low * (1 - u) + high * u;
  return clamp(drawn, low, high) + 0;
}

/**
 * One random point: every dimension drawn independently; uniform, log-uniform where the dimension says `log`.
 *
 * Each dimension has its own stream of `rng`, so adding a dimension leaves the draws of the others as they were.
 *
 * @returns A value inside every dimension, bounds included; with a step, always low plus a multiple of it.
 */
export function samplePoint(space: SearchSpace, rng: Rng): Params {
  return Object.fromEntries(
    Object.entries(space).map(([name, dimension]) => [name, drawValue(dimension, rng.stream(name))]),
  );
}
