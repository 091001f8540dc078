import { byName, nameList, NotFoundError, nearest } from '@fraudx/core';
import type { ReadFrameOptions } from './read-frame-options.ts';
import type { DecimalMark } from './number-texts.ts';
import type { ColumnKind, Declared } from './text-column.ts';

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

type DeclaringOptions = Pick<
  ReadFrameOptions,
  'texts' | 'types' | 'quantities' | 'ids' | 'decimalMark' | 'dateOrder' | 'readings'
>;

/** The kinds that are declared for columns of these names, or were found when they were read before; times stay times by their cells. */
export function declaredKinds(
  names: readonly string[],
  options: DeclaringOptions,
): Readonly<Record<string, ColumnKind>> {
  const isThere = new Set(names);
  const before = Object.entries(options.readings ?? {}).flatMap(([name, { kind }]) =>
    isThere.has(name) && kind !== undefined && kind !== 'timestamp' ? [[name, kind] as const] : [],
  );
  const texts = (options.texts ?? []).filter((name) => isThere.has(name));
  return byName({
    ...Object.fromEntries(before),
    ...Object.fromEntries(texts.map((name) => [name, 'categorical' as const])),
    ...options.types,
  });
}

/** The columns of these names that are said to hold quantities, or numbers. */
export function declaredQuantities(names: readonly string[], options: DeclaringOptions): ReadonlySet<string> {
  const kinds = declaredKinds(names, options);
  const numeric = names.filter((name) => kinds[name] === 'numeric');
  return new Set([...numeric, ...(options.quantities ?? []).filter((name) => kinds[name] !== 'categorical')]);
}

/** The columns of these names that are said to name something, and whose kind is not. */
function declaredIds(names: readonly string[], options: DeclaringOptions): ReadonlySet<string> {
  const kinds = declaredKinds(names, options);
  const quantities = declaredQuantities(names, options);
  const isThere = new Set(names);
  const ids = options.ids ?? [];
  return new Set(ids.filter((name) => isThere.has(name) && kinds[name] === undefined && !quantities.has(name)));
}

/** What is known of columns of these names before their cells are looked at. */
export function declaredOf(names: readonly string[], options: DeclaringOptions): Declared {
  return {
    types: declaredKinds(names, options),
    quantities: declaredQuantities(names, options),
    ids: declaredIds(names, options),
    decimalMark: options.decimalMark,
    dateOrder: options.dateOrder,
    readings: byName(options.readings ?? {}),
  };
}

/** The decimal mark by which the numbers of a column are to be read where both fit; undefined where neither training nor the user says so. */
export function knownMark(
  name: string,
  { readings, decimalMark }: Pick<Declared, 'readings' | 'decimalMark'>,
): DecimalMark | undefined {
  const { kind, numbers } = readings[name] ?? {};
  return numbers ?? (kind === 'numeric' ? 'point' : decimalMark);
}

/** Why zeros in front mean nothing in a column; undefined where nobody says so. */
export function whyQuantity(
  name: string,
  { quantities, readings }: Pick<Declared, 'quantities' | 'readings'>,
): 'declared' | 'trained' | undefined {
  if (!quantities.has(name)) return undefined;
  return readings[name]?.kind === 'numeric' ? 'trained' : 'declared';
}
