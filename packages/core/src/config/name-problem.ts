import { nearest } from '../suggest.ts';

/** What is wrong with a name that is not among the known ones, with the nearest of them. */
export function nameProblem(got: string, known: readonly string[]): string {
  const near = nearest(got, known);
  return `must be one of ${known.join(', ')}, got "${got}"${near === undefined ? '' : `, did you mean "${near}"?`}`;
}
