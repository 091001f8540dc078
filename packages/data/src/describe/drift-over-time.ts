import type { CategoricalColumn, Column, Frame } from '@fraudx/core';
import { InvalidArgumentError } from '@fraudx/core';

/** One stretch of time. */
export interface TimeSegment {
  /** First and last time in it. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Of the rows with a label; absent where there is none. */
  readonly fraudRate?: number;
}

/** How the table changes over time. */
export interface TimeDrift {
  /** Ten stretches of about equally many rows, in time order. */
  readonly segments: readonly TimeSegment[];
  /** Population stability index between the first and the last half of the rows, largest first; above 0.25 is a strong shift. */
  readonly columns: readonly { readonly column: string; readonly psi: number }[];
}

/** Categories with a bin of their own, the most frequent ones; of the texts of a free field or an id each is rare, which is no shift. */
const mostCategories = 20;

/** The bin of each category: those that are rare share the last one. */
function categoryBins(column: CategoricalColumn): Int32Array {
  const counts = new Uint32Array(column.categories.length);
  for (const code of column.codes) if (code >= 0) counts[code]!++;
  const order = counts.map((_, code) => code).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const bins = new Int32Array(counts.length).fill(mostCategories);
  order.subarray(0, mostCategories).forEach((code, bin) => {
    bins[code] = bin;
  });
  return bins;
}

/** PSI over ten quantile bins of the first half (numbers) or the categories; empty bins count as half a row. */
function stabilityIndex(column: Column, order: Uint32Array): number {
  const half = order.length >> 1;
  let binOf: (row: number) => number;
  let nBins: number;
  if (column.kind === 'categorical') {
    const bins = categoryBins(column);
    nBins = mostCategories + 2;
    binOf = (row) => (bins[column.codes[row]!] ?? -1) + 1;
  } else {
    const first = Float64Array.from(order.subarray(0, half), (row) => column.values[row]!)
      .filter((value) => !Number.isNaN(value))
      .sort();
    const cuts = [...new Set(Array.from({ length: 9 }, (_, k) => first[Math.floor(((k + 1) * first.length) / 10)]!))];
    nBins = cuts.length + 2;
    binOf = (row) => {
      const value = column.values[row]!;
      if (Number.isNaN(value)) return 0;
      let bin = 1;
      while (bin <= cuts.length && value >= cuts[bin - 1]!) bin++;
      return bin;
    };
  }
  const counts = [new Float64Array(nBins), new Float64Array(nBins)];
  order.forEach((row, position) => {
    counts[position < half ? 0 : 1]![binOf(row)]!++;
  });
  let psi = 0;
  for (let bin = 0; bin < nBins; bin++) {
    const [before, after] = [counts[0]![bin]!, counts[1]![bin]!];
    if (before === 0 && after === 0) continue;
    const p = Math.max(before, 0.5) / half;
    const q = Math.max(after, 0.5) / (order.length - half);
    psi += (q - p) * Math.log(q / p);
  }
  return psi;
}

/**
 * Fraud rate in ten stretches of time, and which columns shift between the first and the last half of the rows.
 *
 * Rows without a time are left out.
 *
 * @param labels - Length nRows; NaN where not known.
 * @throws {InvalidArgumentError} The time column holds texts.
 */
export function driftOverTime(
  frame: Frame,
  time: string,
  labels: Float64Array | undefined,
  target: string | undefined,
): TimeDrift {
  const column = frame.column(time);
  if (column.kind === 'categorical') {
    throw new InvalidArgumentError(
      `exploreFrame: time must be a timestamp or numeric column, got the texts of "${time}"`,
    );
  }
  const { values } = column;
  const order = Uint32Array.from(values, (_, i) => i)
    .filter((row) => !Number.isNaN(values[row]!))
    .sort((a, b) => values[a]! - values[b]! || a - b);
  const n = Math.min(10, order.length);
  const segments = Array.from({ length: n }, (_, k): TimeSegment => {
    const rows = order.subarray(Math.floor((k * order.length) / n), Math.floor(((k + 1) * order.length) / n));
    const facts = { from: values[rows[0]!]!, to: values[rows.at(-1)!]!, rows: rows.length };
    const known = labels === undefined ? rows.subarray(0, 0) : rows.filter((row) => !Number.isNaN(labels[row]!));
    if (known.length === 0) return facts;
    return { ...facts, fraudRate: known.reduce((sum, row) => sum + labels![row]!, 0) / known.length };
  });
  const columns = frame.columns
    .filter(({ name }) => name !== time && name !== target)
    .map((other) => ({ column: other.name, psi: order.length < 20 ? 0 : stabilityIndex(other, order) }))
    .sort((a, b) => b.psi - a.psi);
  return { segments, columns };
}
