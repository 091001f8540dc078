import { InvalidArgumentError } from '@fraudx/core';
import type { AlgorithmName } from '@fraudx/models';
import { paramProblems, paramSchema } from '@fraudx/models';
import type { Dimension, SearchSpace } from '@fraudx/tuning';

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
function decisive(dimension: Dimension): readonly unknown[] {
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

/**
 * Refuses a search space whose trials would fail: names that the algorithm does not have, values and ends of ranges that it does not
 * allow, one hyperparameter under two names.
 *
 * @param spellings - How the names of the space were written.
 * @param file - Where the space was written. Default `fraudx.yaml`.
 * @throws {InvalidArgumentError} `INVALID_SEARCH_SPACE`, listing every problem by its field.
 */
export function checkSpace(
  algorithm: AlgorithmName,
  space: SearchSpace,
  spellings: readonly Spelling[],
  file = 'fraudx.yaml',
): void {
  const { params } = paramSchema(algorithm);
  const wrong = Object.entries(space).flatMap(([canonical, dimension]) => {
    const name = spellings.find(([, other]) => other === canonical)?.[0] ?? canonical;
    const found = decisive(dimension).flatMap((value) => paramProblems(algorithm, { [name]: value }));
    const isWhole = params.some((param) => param.name === canonical && param.type === 'int');
    if (isWhole && dimension.type === 'float') found.push(`${name} must be searched with type int, got float`);
    return [...new Set(found)].map((problem) => `tuning.space.${name}: ${problem}`);
  });
  const problems = [...wrong, ...repeated(spellings)];
  if (problems.length === 0) return;
  throw new InvalidArgumentError(`tune: search space of ${file}: ${problems.join('; ')}`, {
    code: 'INVALID_SEARCH_SPACE',
    details: { file, problems },
    hint: `Parameters of ${algorithm}: ${params.map((param) => param.name).join(', ')}.`,
  });
}
