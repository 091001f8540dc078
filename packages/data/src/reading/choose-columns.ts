import { nameList, NotFoundError, nearest } from '@fraudx/core';
import type { ColumnKind } from './infer-kinds.ts';

/** The error for a column that no row has. */
export function columnNotFound(name: string, names: readonly string[]): NotFoundError {
  const near = nearest(name, names);
  return new NotFoundError('COLUMN_NOT_FOUND', `data: column must exist, got "${name}"`, {
    details: { column: name, columns: names.slice(0, 50) },
    hint: near === undefined ? `Columns: ${nameList(names)}` : `Did you mean "${near}"?`,
  });
}

/**
 * The columns that are asked for, in that order; all where none are.
 *
 * @throws {NotFoundError} `COLUMN_NOT_FOUND`: one that is asked for, or whose kind is declared, does not exist.
 */
export function chooseColumns(
  names: readonly string[],
  options: { readonly columns?: readonly string[]; readonly types?: Readonly<Record<string, ColumnKind>> },
): readonly string[] {
  for (const name of [...(options.columns ?? []), ...Object.keys(options.types ?? {})]) {
    if (!names.includes(name)) throw columnNotFound(name, names);
  }
  return options.columns ?? names;
}

/** The kinds that are declared for columns of these names. */
export function declaredKinds(
  names: readonly string[],
  options: { readonly texts?: readonly string[]; readonly types?: Readonly<Record<string, ColumnKind>> },
): Readonly<Record<string, ColumnKind>> {
  const texts = (options.texts ?? []).filter((name) => names.includes(name));
  return { ...Object.fromEntries(texts.map((name) => [name, 'categorical' as const])), ...options.types };
}
