import type { Frame } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';
import { asCategories } from '@fraudx/data';
import type { FraudxConfig } from '../config/config-fields.ts';

/** Whether a file says itself what is a number and what a text: Parquet does. */
export function hasTypes(path: string): boolean {
  return path.endsWith('.parquet');
}

/**
 * Column types that make these columns text when the file is read.
 *
 * Only for files without types (CSV, JSON lines): Parquet says itself what is a number, and a number that is a category stays one.
 */
export function textColumns(path: string, names: readonly string[]): Record<string, 'categorical'> {
  if (hasTypes(path)) return {};
  return Object.fromEntries(names.map((name) => [name, 'categorical' as const]));
}

/**
 * Columns that a config declares to be categories, by themselves or by naming their encoding.
 *
 * @throws {InvalidArgumentError} `CATEGORICAL_TIME`: the time column is among them.
 */
export function declaredCategories({
  categorical = [],
  categoryEncoding = {},
  time,
  tuning,
}: Pick<FraudxConfig, 'categorical' | 'categoryEncoding' | 'time' | 'tuning'>): readonly string[] {
  const encoded = [...Object.keys(categoryEncoding), ...searchedEncodings(Object.keys(tuning?.space ?? {}))];
  const declared = [...new Set([...categorical, ...encoded])];
  if (typeof time === 'string' && declared.includes(time)) {
    // YAML and an expression in it: the name may hold anything
    const quoted = /^[A-Za-z_]\w*$/.test(time) ? time : `"${time.replaceAll('"', '""')}"`;
    const by = categorical.includes(time) ? 'categorical' : 'categoryEncoding';
    throw new InvalidArgumentError(`categories: ${by} must not name the time column, got "${time}"`, {
      code: 'CATEGORICAL_TIME',
      details: { column: time, namedBy: by },
      hint: `Times are not categories. Derive a column (derive: { hour: ${JSON.stringify(`hour(${quoted})`)} }) and name that, or leave "${time}" out of ${by}.`,
    });
  }
  return declared;
}

/** How a search space names the encoding of a column. */
export const ENCODING_PREFIX = 'categoryEncoding.';

/** Columns whose encoding is searched, by the names of a search space. */
export function searchedEncodings(names: readonly string[]): readonly string[] {
  return names.filter((name) => name.startsWith(ENCODING_PREFIX)).map((name) => name.slice(ENCODING_PREFIX.length));
}

/**
 * The frame with what is declared a category as one, also where a Parquet file says that it is a number: for commands that look at data.
 *
 * @param given - Columns that the command line names.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`: one of those; a config may speak of another file.
 */
export function withCategories(
  frame: Frame,
  config: Parameters<typeof declaredCategories>[0],
  given: readonly string[] = [],
): Frame {
  for (const name of given) frame.column(name);
  return asCategories(frame, declaredCategories(config));
}
