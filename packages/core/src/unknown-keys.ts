import { nearest } from './suggest.ts';

/**
 * Says of each given key that is not known which known one is nearest; a key whose value is undefined was not given.
 *
 * @param what - What the keys are, e.g. `option`.
 * @returns One problem per unknown key, e.g. `unknown option "sed", did you mean "seed"?`.
 */
export function unknownKeys(what: string, given: object, known: readonly string[]): string[] {
  return Object.entries(given)
    .filter(([key, value]) => value !== undefined && !known.includes(key))
    .map(([key]) => {
      const near = nearest(key, known);
      return `unknown ${what} "${key}"${near === undefined ? '' : `, did you mean "${near}"?`}`;
    });
}
