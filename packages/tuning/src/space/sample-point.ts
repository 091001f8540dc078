import type { Rng } from '@fraudx/core';
import { activePart } from './conditions.ts';
import { dimensionSize, dimensionValue } from './grid.ts';
import type { Dimension, Params, ParamValue, SearchSpace } from './search-space.ts';
import { valueAt } from './value-at.ts';

function drawValue(dimension: Dimension, rng: Rng): ParamValue {
  const isUniform = dimension.type !== 'int' || !dimension.log;
  const size = isUniform ? dimensionSize(dimension) : undefined;
  // Without bias, where u times the size would have some.
  if (size !== undefined && size <= 2 ** 32) return dimensionValue(dimension, rng.int(size));
  return valueAt(dimension, rng.uniform());
}

/**
 * One random point: every dimension drawn independently; uniform, log-uniform where the dimension says `log`.
 *
 * Each dimension has its own stream of `rng`, so adding a dimension leaves the draws of the others as they were.
 *
 * @returns A value inside every dimension whose condition is met, bounds included; with a step, always low plus a multiple of it.
 */
export function samplePoint(space: SearchSpace, rng: Rng): Params {
  const point = Object.fromEntries(
    Object.entries(space).map(([name, dimension]) => [name, drawValue(dimension, rng.stream(name))]),
  );
  return activePart(space, point);
}
