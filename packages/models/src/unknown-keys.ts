import { nearest } from '@fraudx/core';

/** Says of each given key that is not known which known one is nearest; a key whose value is undefined was not given. */
export function unknownKeys(what: string, given: object, known: readonly string[]): string[] {
  return Object.entries(given)
    .filter(([key, value]) => value !== undefined && !known.includes(key))
    .map(([key]) => {
      const near = nearest(key, known);
      return `unknown ${what} "${key}"${near === undefined ? '' : `, did you mean "${near}"?`}`;
    });
}
