import { InvalidArgumentError, nameList, nearest, shownValue } from '@fraudx/core';
import { conditionText, isActive } from './conditions.ts';
import { dimensionSize, dimensionValue } from './grid.ts';
import type { Dimension, Params, ParamValue, SearchSpace } from './search-space.ts';

/** Whether a dimension can have the value. */
export function holdsValue(dimension: Dimension, value: unknown): boolean {
  if (dimension.type === 'fixed') return value === dimension.value;
  if (dimension.type === 'categorical') return dimension.values.some((one) => one === value);
  return typeof value === 'number' && nearestNumber(dimension, value) === value;
}

function nearestNumber(dimension: Extract<Dimension, { readonly low: number }>, value: number): number | undefined {
  if (!Number.isFinite(value)) return undefined;
  const { low, high, step } = dimension;
  const inside = Math.min(high, Math.max(low, value));
  if (step === undefined) return inside;
  // of the values that grids and draws have, to the last bit
  return dimensionValue(
    dimension,
    Math.min(Math.round((inside - low) / step), dimensionSize(dimension)! - 1),
  ) as number;
}

function nearestValue(dimension: Dimension, value: unknown): ParamValue | undefined {
  if (dimension.type === 'fixed') return dimension.value;
  if (dimension.type === 'categorical') return dimension.values.find((one) => one === value);
  return typeof value === 'number' ? nearestNumber(dimension, value) : undefined;
}

/**
 * The point of the space nearest to some values: numbers are moved into their range and onto their step.
 *
 * @param values - By name; others than those of the space, and those whose condition is not met, are left out.
 * @returns Undefined where a name has no value, a number that is none, or a value that is none of a list.
 */
export function nearestPoint(space: SearchSpace, values: Readonly<Record<string, unknown>>): Params | undefined {
  const point = new Map<string, ParamValue>();
  for (const [name, dimension] of Object.entries(space)) {
    if (!isActive(dimension, Object.fromEntries(point))) continue;
    const value = nearestValue(dimension, Object.hasOwn(values, name) ? values[name] : undefined);
    if (value === undefined) return undefined;
    point.set(name, value);
  }
  return Object.fromEntries(point);
}

function expected(dimension: Dimension): string {
  if (dimension.type === 'fixed') return JSON.stringify(dimension.value);
  if (dimension.type === 'categorical') return `one of ${nameList(dimension.values.map((one) => shownValue(one)))}`;
  const { type, low, high, step } = dimension;
  const steps = step === undefined || step === 1 ? '' : ` in steps of ${step} from ${low}`;
  return `${type === 'int' ? 'a whole number' : 'a number'} in [${low}, ${high}]${steps}`;
}

/**
 * Refuses a point, whole or in part, that does not lie in the space. A value whose condition is not met by the others is none of it either.
 *
 * @param owner - Who refuses, for the message.
 * @throws {InvalidArgumentError} `POINT_OUTSIDE`: an unknown name, or a value that its dimension cannot have.
 */
export function checkPoint(owner: string, space: SearchSpace, point: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(point)) {
    const dimension = Object.hasOwn(space, name) ? space[name] : undefined;
    if (dimension === undefined) {
      const names = Object.keys(space);
      const near = nearest(name, names);
      throw new InvalidArgumentError(`"${name}" must be a searched parameter, which are ${nameList(names)}`, {
        subject: owner,
        code: 'POINT_OUTSIDE',
        details: { param: name },
        ...(near === undefined ? {} : { hint: `Did you mean "${near}"?` }),
      });
    }
    const isRefuted = Object.keys(dimension.when ?? {}).some((parent) => Object.hasOwn(point, parent));
    if (isRefuted && !isActive(dimension, point)) {
      throw new InvalidArgumentError(
        `${name} has a value only where ${conditionText(dimension)}, got ${shownValue(value)}`,
        {
          subject: owner,
          code: 'POINT_OUTSIDE',
          details: { param: name },
        },
      );
    }
    if (holdsValue(dimension, value)) continue;
    throw new InvalidArgumentError(`${name} must be ${expected(dimension)}, got ${shownValue(value)}`, {
      subject: owner,
      code: 'POINT_OUTSIDE',
      details: { param: name },
    });
  }
}
