import { InvalidArgumentError } from '@fraudx/core';
import type { AlgorithmName } from '@fraudx/models';
import { combinationProblems, paramProblems, paramSchema, relatedParams } from '@fraudx/models';
import type { Dimension, ParamValue, SearchSpace } from '@fraudx/tuning';
import { isActive } from '@fraudx/tuning';

/** A name as it was written, and the algorithm's own. */
type Spelling = readonly [written: string, canonical: string];

/** Every accepted spelling of a hyperparameter with the algorithm's own name. */
export function canonicalNames(algorithm: AlgorithmName): Map<string, string> {
  const names = new Map<string, string>();
  for (const rule of paramSchema(algorithm).params) {
    for (const name of [rule.name, rule.camelName, ...rule.aliases]) names.set(name, rule.name);
  }
  return names;
}

/** The values of a dimension that decide whether all of them are allowed. */
function decisive(dimension: Dimension): readonly ParamValue[] {
  if (dimension.type === 'fixed') return [dimension.value];
  return dimension.type === 'categorical' ? dimension.values : [dimension.low, dimension.high];
}

/** One hyperparameter under two names, of which only one would be searched. */
function repeated(spellings: readonly Spelling[]): string[] {
  return spellings.flatMap(([name, canonical], i) => {
    const earlier = spellings.slice(0, i).find(([, other]) => other === canonical);
    return earlier === undefined ? [] : [`tuning.space.${name}: ${earlier[0]} and ${name} are one parameter`];
  });
}

/** The values of a dimension that decide what others may be; of a range of whole numbers also the second, which 0 may set apart. */
function telling(dimension: Dimension): readonly ParamValue[] {
  if (dimension.type !== 'int') return decisive(dimension);
  const { low, high, step } = dimension;
  return [...new Set([low, Math.min(low + step, high), high])];
}

/** More combinations of related values than anybody searches by hand; those beyond are left to the trials. */
const MOST_COMBINATIONS = 20_000;

/** Some hyperparameters and those on which it depends whether they have a value, in the order of the space. */
function withParents(space: SearchSpace, names: readonly string[]): readonly string[] {
  const wanted = new Set(names);
  // conditions name hyperparameters further up
  for (const name of Object.keys(space).toReversed()) {
    if (wanted.has(name)) for (const parent of Object.keys(space[name]!.when ?? {})) wanted.add(parent);
  }
  return Object.keys(space).filter((name) => wanted.has(name));
}

/** Values that exclude each other, or a fixed one, of all that trials would try together. */
function excluding(
  algorithm: AlgorithmName,
  space: SearchSpace,
  fixed: Readonly<Record<string, unknown>>,
  writtenAs: (canonical: string) => string,
): string[] {
  const found = new Set<string>();
  for (const group of relatedParams(algorithm)) {
    const searched = group.filter((name) => Object.hasOwn(space, name));
    if (searched.length === 0) continue;
    const combinations = withParents(space, searched).reduce<readonly Readonly<Record<string, ParamValue>>[]>(
      (all, name) =>
        all
          .flatMap((one) =>
            isActive(space[name]!, one) ? telling(space[name]!).map((value) => ({ ...one, [name]: value })) : [one],
          )
          .slice(0, MOST_COMBINATIONS),
      [{}],
    );
    for (const combination of combinations) {
      const own = Object.entries(combination).filter(([name]) => searched.includes(name));
      for (const problem of combinationProblems(algorithm, { ...fixed, ...Object.fromEntries(own) })) {
        const named = searched.filter((name) => new RegExp(`\\b${name}\\b`).test(problem));
        if (named.length > 0)
          found.add(`${named.map((name) => `tuning.space.${writtenAs(name)}`).join(', ')}: ${problem}`);
      }
    }
  }
  return [...found];
}

/**
 * Refuses a search space whose trials would fail: names that the algorithm does not have, values and ends of ranges that it does not
 * allow, values that exclude each other or a fixed hyperparameter in any of the combinations, one hyperparameter under two names.
 *
 * @param fixed - Hyperparameters of every trial, none of which the space has.
 * @param spellings - How the names of the space were written.
 * @param file - Where the space was written. Default `the settings`.
 * @throws {InvalidArgumentError} `INVALID_SEARCH_SPACE`, listing every problem by its field.
 */
export function checkSpace(
  algorithm: AlgorithmName,
  space: SearchSpace,
  fixed: Readonly<Record<string, unknown>>,
  spellings: readonly Spelling[],
  file = 'the settings',
): void {
  const { params } = paramSchema(algorithm);
  const writtenAs = (canonical: string): string => spellings.find(([, other]) => other === canonical)?.[0] ?? canonical;
  const wrong = Object.entries(space).flatMap(([canonical, dimension]) => {
    const name = writtenAs(canonical);
    const found = decisive(dimension).flatMap((value) => paramProblems(algorithm, { [name]: value }));
    const isWhole = params.some((param) => param.name === canonical && param.type === 'int');
    if (isWhole && dimension.type === 'float') found.push(`${name} must be searched with type int, got float`);
    return [...new Set(found)].map((problem) => `tuning.space.${name}: ${problem}`);
  });
  const problems = [...wrong, ...excluding(algorithm, space, fixed, writtenAs), ...repeated(spellings)];
  if (problems.length === 0) return;
  throw new InvalidArgumentError(`tune: search space of ${file}: ${problems.join('; ')}`, {
    code: 'INVALID_SEARCH_SPACE',
    details: { file, problems },
    hint: `Parameters of ${algorithm}: ${params.map((param) => param.name).join(', ')}.`,
  });
}
