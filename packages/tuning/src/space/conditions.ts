import type { Dimension, Params, ParamValue, SearchSpace } from './search-space.ts';

/** Whether a hyperparameter has a value in a trial: always without a condition, else where each hyperparameter that the condition names has one of its values. */
export function isActive({ when }: Dimension, params: Readonly<Record<string, unknown>>): boolean {
  if (when === undefined) return true;
  return Object.entries(when).every(
    ([name, values]) => Object.hasOwn(params, name) && (values as readonly unknown[]).includes(params[name]),
  );
}

/** The hyperparameters that have a value in a trial with these values. */
export function activeNames(space: SearchSpace, params: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(space).filter((name) => isActive(space[name]!, params));
}

/** A point without the values of hyperparameters that have none beside the others, in the order of the space. */
export function activePart(space: SearchSpace, values: Params): Params {
  const point: Record<string, ParamValue> = Object.create(null) as Record<string, ParamValue>;
  // a hyperparameter stands below those of its condition
  for (const [name, dimension] of Object.entries(space)) {
    if (Object.hasOwn(values, name) && isActive(dimension, point)) point[name] = values[name]!;
  }
  return Object.fromEntries(Object.entries(point));
}

/** Whether some hyperparameters have a value in some trials only. */
export function hasConditions(space: SearchSpace): boolean {
  return Object.values(space).some(({ when }) => when !== undefined);
}

/** A condition in words, such as `boosting is dart`. */
export function conditionText({ when = {} }: Dimension): string {
  return Object.entries(when)
    .map(([name, values]) => `${name} is ${values.map((value) => JSON.stringify(value)).join(' or ')}`)
    .join(' and ');
}
