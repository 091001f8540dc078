import { InvalidArgumentError } from '@fraudx/core';
import type { Direction } from '../study/best-trial.ts';

/** The direction of a study of one value; other studies are refused. @throws {InvalidArgumentError} */
export function oneDirection(sampler: string, directions: readonly Direction[]): Direction {
  const [direction] = directions;
  if (directions.length === 1 && direction !== undefined) return direction;
  throw new InvalidArgumentError(`sampler ${sampler}: direction must be one, got ${directions.length}`, {
    hint: 'Optimise one value, or use the tpe or nsga-ii strategy.',
  });
}
