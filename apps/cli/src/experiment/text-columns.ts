import type { Frame, FraudxConfig } from '@fraudx/core';
import { asCategories } from '@fraudx/data';

/**
 * Column types that make these columns text when the file is read.
 *
 * Only for files without types (CSV, JSON lines): Parquet says itself what is a number, and a number that is a category stays one.
 */
export function textColumns(path: string, names: readonly string[]): Record<string, 'categorical'> {
  if (path.endsWith('.parquet')) return {};
  return Object.fromEntries(names.map((name) => [name, 'categorical' as const]));
}

/** Columns that a config declares to be categories, by themselves or by naming their encoding. */
export function declaredCategories({
  categorical = [],
  categoryEncoding = {},
  tuning,
}: Pick<FraudxConfig, 'categorical' | 'categoryEncoding' | 'tuning'>): readonly string[] {
  return [
    ...new Set([
      ...categorical,
      ...Object.keys(categoryEncoding),
      ...searchedEncodings(Object.keys(tuning?.space ?? {})),
    ]),
  ];
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
