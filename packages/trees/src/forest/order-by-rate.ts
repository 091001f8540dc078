import type { CategoryBins } from '../binning/bin-categories.ts';

/**
 * Whether shares of positives differ by more than chance: Pearson's chi-square beyond three standard deviations of its mean under
 * equal shares, whose variance counts categories of few positives.
 */
function differ(rows: Float64Array, positives: Float64Array): boolean {
  const n = rows.reduce((a, b) => a + b, 0);
  const p = positives.reduce((a, b) => a + b, 0) / n;
  const spread = p * (1 - p);
  let excess = 1;
  let variance = 0;
  rows.forEach((m, bin) => {
    excess += (positives[bin]! - m * p) ** 2 / (m * spread) - 1;
    variance += 2 + (1 - 6 * spread) / (m * spread);
  });
  return excess > 3 * Math.sqrt(variance);
}

/**
 * The same bins in the order of their weighted share of positives, lowest first, ties as they were. The best of all sets of categories
 * by Gini impurity is then a prefix for two classes, so that trees can split categories like numbers.
 *
 * Categories are ordered once, on all training rows, which costs nothing per node and is as good in practice as at each node. Where
 * their shares differ no more than by chance, the order stays: it would only tell trees the labels of the rows they learn from.
 *
 * @param slots - By row, the index into `bins.binOfSlot`; others are missing values.
 * @param weights - By row; absent: all 1.
 * @see Wright and König (2019), "Splitting on categorical predictors in random forests", PeerJ 7:e6339.
 */
export function orderByRate(
  bins: CategoryBins,
  slots: Uint32Array,
  labels: Uint8Array,
  weights?: Float64Array,
): CategoryBins {
  const { codes, binOfSlot } = bins;
  const [rows, positiveRows, totals, positives] = [1, 2, 3, 4].map(() => new Float64Array(codes.length)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = 0; i < slots.length; i++) {
    const bin = binOfSlot[slots[i]!];
    if (bin === undefined) continue;
    const weight = weights === undefined ? 1 : weights[i]!;
    rows[bin]!++;
    totals[bin] = totals[bin]! + weight;
    if (labels[i] !== 1) continue;
    positiveRows[bin]!++;
    positives[bin] = positives[bin]! + weight;
  }
  if (!differ(rows, positiveRows)) return bins;
  const rates = totals.map((total, bin) => (total === 0 ? 0 : positives[bin]! / total));
  const order = [...codes.keys()].toSorted((a, b) => rates[a]! - rates[b]!);
  const place = new Uint8Array(codes.length);
  order.forEach((bin, at) => (place[bin] = at));
  return {
    codes: Float32Array.from(order, (bin) => codes[bin]!),
    binOfSlot: binOfSlot.map((bin) => place[bin]!),
  };
}
