import { InvalidArgumentError } from '@fraudx/core';
import type { SearchSpace } from '@fraudx/tuning';

/** A condition by the algorithm's own names, in which null stands as the text that hyperparameters know. */
function ownCondition(when: Readonly<Record<string, unknown>>, canonical: ReadonlyMap<string, string>): unknown {
  return Object.fromEntries(
    Object.entries(when).map(([name, value]) => [
      canonical.get(name) ?? name,
      Array.isArray(value) ? value.map((one: unknown) => one ?? 'none') : (value ?? 'none'),
    ]),
  );
}

/** A dimension in which null stands as the text that hyperparameters know, and a condition has the algorithm's own names. */
export function ownDimension(dimension: unknown, canonical: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(dimension)) return dimension.map((value: unknown) => value ?? 'none');
  const { values, when } = dimension as { readonly values?: unknown; readonly when?: Record<string, unknown> };
  return {
    ...(dimension as object),
    ...(values === undefined ? {} : { values: ownDimension(values, canonical) }),
    ...(when === undefined ? {} : { when: ownCondition(when, canonical) }),
  };
}

/** A name and its dimension as it is written. */
type Written = readonly [name: string, dimension: unknown];

/**
 * The dimensions that are searched beside fixed hyperparameters: conditions on a fixed one are met, and gone, or can never be, and their hyperparameter is
 * not searched.
 *
 * @param space - By the algorithm's own names.
 * @param fixed - Values of fixed hyperparameters by the algorithm's own names; null is the text none.
 */
export function withFixedParents(space: readonly Written[], fixed: ReadonlyMap<string, unknown>): readonly Written[] {
  const gone = new Set<string>();
  return space.flatMap(([name, dimension]): readonly Written[] => {
    if (fixed.has(name)) return [];
    const { when } = dimension as { readonly when?: Readonly<Record<string, unknown>> };
    if (Array.isArray(dimension) || when === undefined) return [[name, dimension]];
    const isMet = ([parent, wanted]: readonly [string, unknown]): boolean =>
      [wanted].flat().includes(fixed.get(parent) ?? 'none');
    const known = Object.entries(when).filter(([parent]) => fixed.has(parent));
    const open = Object.entries(when).filter(([parent]) => !fixed.has(parent));
    if (!known.every(isMet) || open.some(([parent]) => gone.has(parent))) {
      gone.add(name);
      return [];
    }
    const { when: _, ...rest } = dimension as Record<string, unknown>;
    return [[name, open.length === 0 ? rest : { ...rest, when: Object.fromEntries(open) }]];
  });
}

/** @throws {InvalidArgumentError} `CONDITIONAL_SPACE`: some hyperparameters have a value in some trials only, which the Gaussian process of the terminator cannot learn. */
export function checkNoConditions(space: SearchSpace): void {
  const conditional = Object.keys(space).find((name) => space[name]!.when !== undefined);
  if (conditional === undefined) return;
  throw new InvalidArgumentError(
    `tune: the terminator must have hyperparameters with a value in every trial, got a condition of ${conditional}`,
    {
      code: 'CONDITIONAL_SPACE',
      details: { settings: ['tuning.terminator'] },
      hint: 'Leave out the condition under tuning.space, or end the search by patience.',
    },
  );
}
