import { takeValues } from '@fraudx/core';
import type { SplitOfRows } from '@fraudx/data';

/** Labels of these rows. */
export function labelsOf(y: Uint8Array, rows: Uint32Array): Uint8Array {
  return takeValues(y, rows);
}

/** Weights of these rows as an option of a fit; none where all rows count the same. */
export function weightsOf(
  { sampleWeight }: { readonly sampleWeight?: Float64Array },
  rows: Uint32Array,
): { readonly sampleWeight?: Float64Array } {
  return sampleWeight === undefined ? {} : { sampleWeight: takeValues(sampleWeight, rows) };
}

/** Rows of the final fit: training and validation rows together, in file order, or the whole training period of a prequential split. */
export function developmentRows(rows: SplitOfRows): Uint32Array {
  if (rows.final !== undefined) return rows.final;
  const all = new Uint32Array(rows.train.length + rows.validation.length);
  all.set(rows.train);
  all.set(rows.validation, rows.train.length);
  return all.sort();
}

/** Rows and frauds of each subset of the split. */
export function countFrauds({
  y,
  rows,
}: {
  readonly y: Uint8Array;
  readonly rows: SplitOfRows;
}): Record<string, { rows: number; frauds: number }> {
  const subsets = { train: rows.train, validation: rows.validation, test: rows.test };
  return Object.fromEntries(
    Object.entries(subsets).map(([name, of]) => [
      name,
      { rows: of.length, frauds: of.reduce((sum, row) => sum + y[row]!, 0) },
    ]),
  );
}
