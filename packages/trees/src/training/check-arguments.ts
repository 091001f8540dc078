import { InvalidArgumentError, unknownKeys } from '@fraudx/core';
import type { LabelledRows } from './check-rows.ts';
import { optionProblems } from './option-problems.ts';

/** All keys of a type. */
export type NamesOf<T> = Readonly<Record<keyof T, true>>;

const ROWS: NamesOf<LabelledRows> = { x: true, y: true, sampleWeight: true };

/**
 * Refuses misspelt names in the arguments of a fit, which would silently have no effect, and options of a wrong kind; types
 * reach no script in JavaScript.
 *
 * @throws {InvalidArgumentError} All options out of range; `UNKNOWN_OPTION`: also names that are not known, each with the nearest known one.
 */
export function checkArguments<Spec extends object, Options extends object>(
  rows: object,
  [spec, specNames]: readonly [Spec, NamesOf<Spec>],
  [options, optionNames]: readonly [Options & { readonly validation?: object }, NamesOf<Options>],
): void {
  const unknown = [
    ...unknownKeys('part of rows', rows, Object.keys(ROWS)),
    ...unknownKeys('part of validation', options.validation ?? {}, Object.keys(ROWS)),
    ...unknownKeys('part of spec', spec, Object.keys(specNames)),
    ...unknownKeys('option', options, Object.keys(optionNames)),
  ];
  const problems = [...unknown, ...optionProblems(options)];
  if (problems.length === 0) return;
  throw new InvalidArgumentError(`fit: ${problems.join('; ')}`, {
    ...(unknown.length === 0 ? {} : { code: 'UNKNOWN_OPTION' }),
    details: { problems },
  });
}
