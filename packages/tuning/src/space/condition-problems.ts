import { nearest, shownValue } from '@fraudx/core';
import type { Dimension, ParamValue } from './search-space.ts';

const none: Dimension = { type: 'fixed', value: 0 };

function valuesOf(dimension: Dimension): readonly ParamValue[] | undefined {
  if (dimension.type === 'categorical') return dimension.values;
  return dimension.type === 'fixed' ? [dimension.value] : undefined;
}

/** Combinations of values that conditions name, at most: more could not be counted. */
const mostCombinations = 100_000;

/** What is wrong with the conditions of a space: each must name lists that stand further up, and values that they have. */
export function conditionProblems(space: readonly (readonly [name: string, dimension: Dimension])[]): string[] {
  const all = new Map(space);
  const above = new Set<string>();
  const named = new Set(space.flatMap(([, { when = {} }]) => Object.keys(when)));
  const combinations = [...named].reduce((n, name) => n * (valuesOf(all.get(name) ?? none)?.length ?? 1), 1);
  if (combinations > mostCombinations)
    return [`when: conditions must name at most ${mostCombinations} combinations of values, got ${combinations}`];
  return space.flatMap(([name, { when = {} }]) => {
    const problems = Object.entries(when).flatMap(([parent, wanted]) => {
      const at = `${name}.when.${parent}`;
      const dimension = all.get(parent);
      if (dimension === undefined) {
        const near = nearest(parent, [...all.keys()]);
        return [`${at}: must be a searched parameter${near === undefined ? '' : `, did you mean "${near}"?`}`];
      }
      if (!above.has(parent)) return [`${at}: ${parent} must stand above ${name}`];
      const values = valuesOf(dimension);
      if (values === undefined) return [`${at}: ${parent} must be a list of values, got a range`];
      return wanted
        .filter((value) => !values.includes(value))
        .map(
          (value) => `${at}: must be of ${values.map((one) => shownValue(one)).join(', ')}, got ${shownValue(value)}`,
        );
    });
    above.add(name);
    return problems;
  });
}
