import type { CategoricalColumn, Column, NumericColumn } from '@fraudx/core';
import { knownValues } from '@fraudx/core';
import type { Encoding } from './encodings.ts';

/** Texts with rows in this frame, in the order of the category table. */
function textCategories(column: CategoricalColumn): string[] {
  const seen = new Uint8Array(column.categories.length);
  for (const code of column.codes) if (code >= 0) seen[code] = 1;
  return column.categories.filter((_, code) => seen[code] === 1);
}

function numberCategories(column: NumericColumn): number[] {
  return [...new Set(knownValues(column.values))].sort((a, b) => a - b);
}

/** At most 201 quantiles of the values, ascending. */
export function knotsOf(values: Float64Array): number[] {
  const sorted = knownValues(values).sort();
  if (sorted.length === 0) return [0];
  const n = Math.min(201, sorted.length);
  return Array.from({ length: n }, (_, k) => sorted[Math.round((k * (sorted.length - 1)) / Math.max(1, n - 1))]!);
}

/** The encoding of a column taken as it is, learned from its rows. */
export function identityEncoding(column: Column, categorical: readonly string[]): Encoding {
  const input = column.name;
  if (column.kind === 'categorical') return { kind: 'text-codes', input, categories: textCategories(column) };
  if (column.kind === 'timestamp') return { kind: 'seconds', input };
  if (categorical.includes(input)) return { kind: 'number-codes', input, categories: numberCategories(column) };
  return { kind: 'number', input };
}
