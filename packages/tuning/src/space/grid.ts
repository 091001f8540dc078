import { InvalidArgumentError } from '@fraudx/core';
import { GridPoints } from './grid-points.ts';
import type { Dimension, Params, ParamValue, SearchSpace } from './search-space.ts';

/** How many steps of size `step` fit into [low, high], forgiving the rounding of decimal steps such as 0.1. */
export function stepCount(low: number, high: number, step: number): number {
  return Math.floor((high - low) / step + 1e-9) + 1;
}

/** The k-th value low + k·step, never above high and without the dust of binary fractions (0.1 + 2·0.1 is 0.3). */
export function stepValue(low: number, high: number, step: number, k: number): number {
  return Math.max(low, Math.min(high, Number((low + k * step).toPrecision(15))));
}

/** How many values a dimension has, or undefined when it is continuous. */
export function dimensionSize(dimension: Dimension): number | undefined {
  switch (dimension.type) {
    case 'fixed':
      return 1;
    case 'categorical':
      return dimension.values.length;
    case 'int':
      return stepCount(dimension.low, dimension.high, dimension.step);
    case 'float':
      if (dimension.low === dimension.high) return 1;
      return dimension.step === undefined ? undefined : stepCount(dimension.low, dimension.high, dimension.step);
  }
}

/** The k-th value of a dimension with a finite number of values. */
export function dimensionValue(dimension: Dimension, k: number): ParamValue {
  switch (dimension.type) {
    case 'fixed':
      return dimension.value;
    case 'categorical':
      return dimension.values[k]!;
    case 'int':
      return dimension.low + k * dimension.step;
    case 'float':
      return stepValue(dimension.low, dimension.high, dimension.step ?? 1, k);
  }
}

const known = new WeakMap<SearchSpace, GridPoints>();

/** The points of a space whose dimensions are all finite. */
function gridPoints(space: SearchSpace): GridPoints {
  let points = known.get(space);
  if (points === undefined) {
    points = new GridPoints(space, (dimension) => dimensionSize(dimension)!, dimensionValue);
    known.set(space, points);
  }
  return points;
}

/** The number of points of a space, or undefined when a dimension is continuous or there are more than 2^53. */
export function finiteSize(space: SearchSpace): number | undefined {
  if (Object.values(space).some((dimension) => dimensionSize(dimension) === undefined)) return undefined;
  const { size } = gridPoints(space);
  return Number.isSafeInteger(size) ? size : undefined;
}

/**
 * The number of points of the grid over a space: the product of the sizes of its dimensions; with conditions fewer, since those without a value do not multiply.
 *
 * @throws {InvalidArgumentError} `GRID_NOT_FINITE`: a float dimension has no `step`, or there are more than 2^53 points.
 * @example
 * gridSize(parseSearchSpace({ max_depth: [4, 6, 8], subsample: { type: 'float', low: 0.7, high: 0.9, step: 0.1 } })); // 9
 */
export function gridSize(space: SearchSpace): number {
  const continuous = Object.keys(space).filter((name) => dimensionSize(space[name]!) === undefined);
  if (continuous.length > 0) {
    throw new InvalidArgumentError(
      `every hyperparameter must have finitely many values, got a range without step for ${continuous.join(', ')}`,
      {
        subject: 'gridSize',
        code: 'GRID_NOT_FINITE',
        details: { hyperparameters: continuous },
        hint: `Give ${continuous[0]} a list of values or a step, or use the random strategy.`,
      },
    );
  }
  const size = finiteSize(space);
  if (size === undefined) {
    throw new InvalidArgumentError('the grid must have fewer than 2^53 points, got more', {
      subject: 'gridSize',
      code: 'GRID_NOT_FINITE',
      hint: 'Use fewer values, or the random strategy.',
    });
  }
  return size;
}

/**
 * One point of the grid; the last hyperparameter of the space varies fastest.
 *
 * @param index - A whole number in [0, gridSize(space)). Different indices give different points.
 * @throws {InvalidArgumentError} The index is outside, or the grid is not finite.
 * @example
 * gridPoint(parseSearchSpace({ max_depth: [4, 6], eta: [0.1, 0.3] }), 1); // {"max_depth":4,"eta":0.3}
 */
export function gridPoint(space: SearchSpace, index: number): Params {
  const size = gridSize(space);
  if (!Number.isInteger(index) || index < 0 || index >= size) {
    throw new InvalidArgumentError(`index must be an integer in [0, ${size}), got ${index}`, { subject: 'gridPoint' });
  }
  return gridPoints(space).point(index);
}
