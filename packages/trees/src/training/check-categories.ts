import type { Matrix } from '@fraudx/core';
import { DataError } from '@fraudx/core';

const OWNER = 'fit';
/** Codes are below this: float32 holds every whole number up to it. */
export const CATEGORY_LIMIT = 2 ** 24;

/**
 * Refuses categorical features that hold anything but codes, naming each feature with its first bad row.
 *
 * @param what - `training` or `validation`, for the message.
 * @throws {DataError} `BAD_CATEGORY`.
 */
export function checkCategories(what: string, x: Matrix, features: readonly number[]): void {
  const problems: string[] = [];
  for (const j of features) {
    const column = x.column(j);
    const row = column.findIndex((code) => !(code >= 0 && code < CATEGORY_LIMIT && code % 1 === 0) && code === code);
    if (row >= 0) problems.push(`${column[row]} in column "${x.names[j]}", row ${row}`);
  }
  if (problems.length === 0) return;
  throw new DataError(
    'BAD_CATEGORY',
    `${what} categories must be whole codes in [0, ${CATEGORY_LIMIT}) or missing, got ${problems.join('; ')}`,
    { subject: OWNER, details: { problems }, hint: 'Number the categories 0, 1, 2, … or make the feature numeric.' },
  );
}
