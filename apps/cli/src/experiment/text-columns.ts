import type { Frame } from '@fraudx/core';
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

/**
 * The frame with what is declared a category as one, also where a Parquet file says that it is a number: for commands that look at data.
 *
 * @param given - Columns that the command line names.
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`: one of those; a config may speak of another file.
 */
export function withCategories(
  frame: Frame,
  { categorical = [] }: { readonly categorical?: readonly string[] | undefined },
  given: readonly string[] = [],
): Frame {
  for (const name of given) frame.column(name);
  return asCategories(frame, categorical);
}
