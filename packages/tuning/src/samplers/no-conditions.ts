import { InvalidArgumentError } from '@fraudx/core';
import type { SearchSpace } from '../space/search-space.ts';

/** Refuses a space of which some hyperparameters have a value in some trials only. @throws {InvalidArgumentError} */
export function withoutConditions(sampler: string, space: SearchSpace): SearchSpace {
  const conditional = Object.keys(space).find((name) => space[name]!.when !== undefined);
  if (conditional === undefined) return space;
  throw new InvalidArgumentError(
    `sampler ${sampler}: every hyperparameter must have a value in every trial, got a condition of ${conditional}`,
    { hint: 'Leave out the condition, or use the tpe strategy.' },
  );
}
