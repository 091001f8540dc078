import { countCodes } from '../binning/bin-categories.ts';

const FOLDS = 5;

/** Share of positives by code, for a feature with more categories than a byte numbers. */
export interface CategoryRates {
  readonly codes: Float32Array;
  /** By code; see {@link ratesOfCodes}. */
  readonly rates: Float32Array;
  /** What stands for codes that are not listed. */
  readonly prior: number;
}

/** Weights of rows and of positive rows by category, in total. */
interface Sums {
  readonly total: Float64Array;
  readonly positive: Float64Array;
}

function sumsOf(
  size: number,
  slots: Uint32Array,
  labels: Uint8Array,
  weights: Float64Array | undefined,
  isCounted: (row: number) => boolean = () => true,
): Sums {
  const total = new Float64Array(size);
  const positive = new Float64Array(size);
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i]!;
    if (slot >= size || !isCounted(i)) continue;
    const weight = weights === undefined ? 1 : weights[i]!;
    total[slot] = total[slot]! + weight;
    if (labels[i] === 1) positive[slot] = positive[slot]! + weight;
  }
  return { total, positive };
}

function sum(values: Float64Array): number {
  let all = 0;
  for (const value of values) all += value;
  return all;
}

/**
 * How many rows the overall share counts for in that of a category: the variance of a row over the variance between categories, by
 * moments, in [1, 1e6]. Few rows then say much where categories differ much.
 */
function smoothingOf({ total, positive }: Sums, prior: number, unit: number): number {
  const all = sum(total);
  let between = 0;
  let squares = 0;
  let categories = 0;
  total.forEach((n, slot) => {
    if (n === 0) return;
    between += n * (positive[slot]! / n - prior) ** 2;
    squares += n * n;
    categories++;
  });
  const within = prior * (1 - prior);
  const spread = (between - (categories - 1) * within * unit) / (all - squares / all);
  return unit * (spread > 0 ? Math.min(1e6, Math.max(1, within / spread)) : 1e6);
}

/** Mean weight of a row. */
function unitOf(weights: Float64Array | undefined): number {
  return weights === undefined ? 1 : sum(weights) / weights.length;
}

/** A share of positives, drawn to the prior; float32. */
function smoothed(positive: number, total: number, prior: number, smoothing: number): number {
  return Math.fround((positive + smoothing * prior) / (total + smoothing));
}

/**
 * The share of positives of each code among all rows, drawn to the overall share: what prediction takes for the code.
 *
 * @param column - Codes; NaN is missing.
 * @param weights - By row; absent: all 1.
 */
export function ratesOfCodes(column: Float32Array, labels: Uint8Array, weights?: Float64Array): CategoryRates {
  const slots = new Uint32Array(column.length);
  const { codes } = countCodes(column, slots);
  const sums = sumsOf(codes.length, slots, labels, weights);
  const all = sum(sums.total);
  const prior = all === 0 ? 0 : sum(sums.positive) / all;
  const smoothing = smoothingOf(sums, prior, unitOf(weights));
  const rates = Float32Array.from(codes, (_, slot) =>
    smoothed(sums.positive[slot]!, sums.total[slot]!, prior, smoothing),
  );
  return { codes: Float32Array.from(codes), rates, prior: Math.fround(prior) };
}

/**
 * The share of positives that training rows may see: of their code among the rows of the other four folds, never of themselves, so that trees
 * do not learn the labels of single rows. NaN where the value is missing.
 *
 * @param salt - Divides rows into other folds.
 * @see Micci-Barreca (2001), "A preprocessing scheme for high-cardinality categorical attributes", SIGKDD Explorations 3(1).
 */
export function outOfFoldRates(
  column: Float32Array,
  labels: Uint8Array,
  weights: Float64Array | undefined,
  salt: number,
): Float32Array {
  const n = column.length;
  const slots = new Uint32Array(n);
  const { codes } = countCodes(column, slots);
  const foldOf = (row: number): number => (Math.imul((row + 1) ^ salt, 0x9e3779b1) >>> 16) % FOLDS;
  const all = sumsOf(codes.length, slots, labels, weights);
  const [total, positives] = [sum(all.total), sum(all.positive)];
  const smoothing = smoothingOf(all, total === 0 ? 0 : positives / total, unitOf(weights));
  const rates = new Float32Array(n).fill(Number.NaN);
  for (let fold = 0; fold < FOLDS; fold++) {
    const own = sumsOf(codes.length, slots, labels, weights, (row) => foldOf(row) === fold);
    const others = total - sum(own.total);
    const prior = others === 0 ? 0 : (positives - sum(own.positive)) / others;
    for (let i = 0; i < n; i++) {
      const slot = slots[i]!;
      if (slot >= codes.length || foldOf(i) !== fold) continue;
      rates[i] = smoothed(
        all.positive[slot]! - own.positive[slot]!,
        all.total[slot]! - own.total[slot]!,
        prior,
        smoothing,
      );
    }
  }
  return rates;
}
