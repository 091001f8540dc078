import { InvalidArgumentError, unknownKeys } from '@fraudx/core';
import type { LabelledRows } from './check-rows.ts';

/** All keys of a type. */
export type NamesOf<T> = Readonly<Record<keyof T, true>>;

const ROWS: NamesOf<LabelledRows> = { x: true, y: true, sampleWeight: true };

/**
 * Refuses misspelt names in the arguments of a fit, which would have no effect without a word; types reach no script in JavaScript.
 *
 * @throws {InvalidArgumentError} `UNKNOWN_OPTION`: all names that are not known, each with the nearest known one.
 */
export function checkNames<Spec extends object, Options extends object>(
  rows: object,
  [spec, specNames]: readonly [Spec, NamesOf<Spec>],
  [options, optionNames]: readonly [Options & { readonly validation?: object }, NamesOf<Options>],
): void {
  const problems = [
    ...unknownKeys('part of rows', rows, Object.keys(ROWS)),
    ...unknownKeys('part of validation', options.validation ?? {}, Object.keys(ROWS)),
    ...unknownKeys('part of spec', spec, Object.keys(specNames)),
    ...unknownKeys('option', options, Object.keys(optionNames)),
  ];
  if (problems.length === 0) return;
  throw new InvalidArgumentError(`fit: ${problems.join('; ')}`, { code: 'UNKNOWN_OPTION', details: { problems } });
}
