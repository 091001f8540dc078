import { InvalidArgumentError, knownValues, roundedText } from '@fraudx/core';
import type { SliceColumn } from './slice-column.ts';

function text(value: number): string {
  return roundedText(value, 4);
}

/**
 * Cuts a number, such as the amount, into bands with about equal rows.
 *
 * @param values - Length n; NaN belongs to the band `missing`.
 * @param nBands - In [2, 100]; fewer when values tie. Default 5.
 * @param format - How an edge reads. Default four significant digits.
 * @throws {InvalidArgumentError} A number of bands out of range.
 */
export function sliceByBands(
  name: string,
  values: Float64Array,
  nBands = 5,
  format: (value: number) => string = text,
): SliceColumn {
  if (!(Number.isInteger(nBands) && nBands >= 2 && nBands <= 100)) {
    throw new InvalidArgumentError(`nBands must be a whole number in [2, 100], got ${nBands}`, {
      subject: 'sliceByBands',
    });
  }
  const known = knownValues(values).sort();
  const cuts = Array.from({ length: nBands - 1 }, (_, b) => known[Math.floor(((b + 1) * known.length) / nBands)]);
  const edges = [...new Set(cuts)].filter((edge): edge is number => edge !== undefined && edge > known[0]!);
  const labels = Array.from({ length: edges.length + 1 }, (_, b) => {
    if (edges.length === 0) return 'all';
    if (b === 0) return `below ${format(edges[0]!)}`;
    return b === edges.length
      ? `${format(edges[b - 1]!)} and above`
      : `${format(edges[b - 1]!)} to ${format(edges[b]!)}`;
  });
  const codes = Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return labels.length;
    let band = 0;
    while (band < edges.length && value >= edges[band]!) band++;
    return band;
  });
  return { name, codes, values: known.length === values.length ? labels : [...labels, 'missing'] };
}
