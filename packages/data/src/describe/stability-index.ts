import type { CategoricalColumn, Column } from '@fraudx/core';
import { lowerBound } from '@fraudx/core';
import { chiSquareInverseSf } from '@fraudx/stats';

/** How far a column moved between the first and the last half of the rows. */
export interface ColumnShift {
  readonly column: string;
  /** Population stability index: the sum over bins of (q − p) ln(q / p), p and q the shares of the halves; a bin empty in one half counts as half a row. */
  readonly psi: number;
  /** What chance alone gives on average where nothing moved: (bins − 1) (1 / n₁ + 1 / n₂). */
  readonly expected: number;
  /** `some` from 0.1 above `expected` on, `strong` from 0.25, each only where chance would give such an index to one column in 30,000; else `none`. */
  readonly shift: 'strong' | 'some' | 'none';
}

interface Bins {
  readonly count: number;
  readonly binOf: (row: number) => number;
}

/** Categories with a bin of their own, the most frequent ones; of the texts of a free field or an id each is rare, which is no shift. */
const mostCategories = 20;
/** Numbers with a bin for each value, flags, counts, codes: at most so many, which come at least so often on average. */
const mostValues = 20;
const leastRepeats = 5;
/** About as many rows as a bin of quantiles has; a value with so many has a bin of its own. */
const binShare = 0.1;

/** Rare categories share the last bin; the first one is for missing values. */
function categoryBins(column: CategoricalColumn): Bins {
  const counts = new Uint32Array(column.categories.length);
  for (const code of column.codes) if (code >= 0) counts[code]!++;
  const order = counts.map((_, code) => code).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const bins = new Int32Array(counts.length).fill(mostCategories);
  order.subarray(0, mostCategories).forEach((code, bin) => {
    bins[code] = bin;
  });
  return { count: mostCategories + 2, binOf: (row) => (bins[column.codes[row]!] ?? -1) + 1 };
}

/** A bin for each of a few values; else one for each heavy value, and quantiles of the others. The first one is for missing values. */
function numberBins(values: Float64Array, order: Uint32Array): Bins {
  const known = Float64Array.from(order, (row) => values[row]!)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const runs: { readonly value: number; readonly rows: number }[] = [];
  for (let from = 0; from < known.length;) {
    let to = from + 1;
    while (to < known.length && known[to] === known[from]) to++;
    runs.push({ value: known[from]!, rows: to - from });
    from = to;
  }
  const hasFew = runs.length <= Math.min(mostValues, known.length / leastRepeats);
  const own = hasFew ? runs : runs.filter(({ rows }) => rows >= binShare * known.length);
  const binOfValue = new Map(own.map(({ value }, bin) => [value, bin + 1]));
  const others = known.filter((value) => !binOfValue.has(value));
  const nQuantiles = Math.max(1, Math.round(others.length / (binShare * known.length)));
  const cuts = [
    ...new Set(
      Array.from({ length: nQuantiles - 1 }, (_, k) => others[Math.floor(((k + 1) * others.length) / nQuantiles)]!),
    ),
  ];
  const binOf = (row: number): number => {
    const value = values[row]!;
    if (Number.isNaN(value)) return 0;
    const bin = binOfValue.get(value);
    if (bin !== undefined) return bin;
    const cut = lowerBound(cuts, value);
    return own.length + 1 + (cuts[cut] === value ? cut + 1 : cut);
  };
  return { count: own.length + cuts.length + 2, binOf };
}

/** How often chance may call a column shifted that is not. */
const falseShifts = 1 / 30_000;

/**
 * Population stability index of a column between the first and the last half of `order`.
 *
 * Bins are those of both halves together: one for missing values; for numbers one per value where there are at most 20 that come five times on average, else one for each value
 * of 10 % of the rows or more, and quantiles of about 10 % of the rows each; for texts the 20 most frequent and one for all others.
 *
 * @param order - Rows in time order, at least 20, or nothing is said.
 * @see Yurdakul and Naranjo (2020), "Statistical properties of the population stability index", Journal of Risk Model Validation: without a shift,
 * the index is (1 / n₁ + 1 / n₂) times a chi-square with bins − 1 degrees of freedom.
 */
export function stabilityIndex(column: Column, order: Uint32Array): ColumnShift {
  const nothing = { column: column.name, psi: 0, expected: 0, shift: 'none' } as const;
  if (order.length < 20) return nothing;
  const half = order.length >> 1;
  const { count, binOf } = column.kind === 'categorical' ? categoryBins(column) : numberBins(column.values, order);
  const counts = [new Float64Array(count), new Float64Array(count)] as const;
  order.forEach((row, position) => {
    counts[position < half ? 0 : 1][binOf(row)]!++;
  });
  let psi = 0;
  let filled = 0;
  for (let bin = 0; bin < count; bin++) {
    const [before, after] = [counts[0][bin]!, counts[1][bin]!];
    if (before === 0 && after === 0) continue;
    filled++;
    const p = Math.max(before, 0.5) / half;
    const q = Math.max(after, 0.5) / (order.length - half);
    psi += (q - p) * Math.log(q / p);
  }
  if (filled < 2) return nothing;
  const unit = 1 / half + 1 / (order.length - half);
  const expected = (filled - 1) * unit;
  const beyond = psi > unit * chiSquareInverseSf(falseShifts, filled - 1) ? psi - expected : 0;
  return { column: column.name, psi, expected, shift: beyond >= 0.25 ? 'strong' : beyond >= 0.1 ? 'some' : 'none' };
}
