import { takeValues } from '@fraudx/core';
import { quantile } from '@fraudx/stats';

/** Values of one block, and of the smallest batch that is compared. */
export const blockSize = 100;
/** Fewer blocks say little of how the rows of a day or a night differ from those of others. */
const fewestBlocks = 3;
const mostBlocks = 300;
/** Share of blocks that take a usual time at most. */
const nearlyAll = 0.95;
/** Values that quantiles are taken of. */
const mostSampled = 20_000;
/** Different values among 100 rows in any order from which on a column is no part of a calendar, of which one day has one value. */
const manyDifferent = 40;

/** Which numbers a column of training usually has. */
export interface UsualValues {
  /** The 1st, 50th and 99th percentile of the values that are not 0, which is 0 in every unit. */
  readonly low: number;
  readonly middle: number;
  readonly high: number;
  /** Smallest and largest median of 100 of them that follow each other in time, or in the file; absent where `fewestDifferent` is. */
  readonly lowestMiddle?: number | undefined;
  readonly highestMiddle?: number | undefined;
  /** Fewest different values among 100 that follow each other, 0 included; without a time column absent where that is fewer than 40. */
  readonly fewestDifferent?: number | undefined;
  /** Time that 19 of 20 blocks of 100 values took at most, in what the time column counts: rows of less time may be those of one hour. Absent without a time column. */
  readonly span?: number | undefined;
}

/** Every k-th of the values, so that at most `mostSampled` are left, ascending. */
export function sortedSample(values: Float64Array): Float64Array {
  const step = Math.max(1, Math.ceil(values.length / mostSampled));
  return step === 1 ? values.slice().sort() : values.filter((_, i) => i % step === 0).sort();
}

/** Rows of training in the order of time, and their times; rows without a time come first. */
export interface RowsInOrder {
  readonly rows: Uint32Array;
  /** Of all rows of the frame. */
  readonly times: Float64Array;
}

/** Rows by time, those of equal time as they stand. */
export function inTimeOrder(rows: Uint32Array, times: Float64Array): RowsInOrder {
  const key = (row: number): number => (Number.isNaN(times[row]) ? -Infinity : times[row]!);
  const isInOrder = rows.every((row, i) => i === 0 || key(rows[i - 1]!) <= key(row));
  return { rows: isInOrder ? rows : rows.slice().sort((a, b) => key(a) - key(b) || a - b), times };
}

/** Some of the blocks of 100 that rows make, in their order. */
function blocksOf(rows: Uint32Array): Uint32Array[] {
  const blocks = Math.floor(rows.length / blockSize);
  const step = Math.max(1, Math.ceil(blocks / mostBlocks));
  return Array.from({ length: Math.ceil(blocks / step) }, (_, k) =>
    rows.subarray(k * step * blockSize, (k * step + 1) * blockSize),
  );
}

/** Rows with a finite value, and those of them where it is not 0. */
function finiteRows(values: Float64Array, rows: Uint32Array): readonly [finite: Uint32Array, sizes: Uint32Array] {
  const finite = new Uint32Array(rows.length);
  const sizes = new Uint32Array(rows.length);
  let nFinite = 0;
  let nSizes = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]!]!;
    if (!Number.isFinite(value)) continue;
    finite[nFinite++] = rows[i]!;
    if (value !== 0) sizes[nSizes++] = rows[i]!;
  }
  return [finite.subarray(0, nFinite), sizes.subarray(0, nSizes)];
}

/** Every k-th row, from the first on. */
function everyOf(rows: Uint32Array, step: number): Uint32Array {
  const some = new Uint32Array(Math.ceil(rows.length / step));
  for (let i = 0; i < some.length; i++) some[i] = rows[i * step]!;
  return some;
}

/**
 * What is usual among the values of training; undefined for fewer than 300 that are not 0, which say too little.
 *
 * @param values - Of all rows of the frame.
 * @param rows - Rows of training.
 * @param ordered - The same in the order of time; undefined without a time column.
 */
export function usualValues(values: Float64Array, rows: Uint32Array, ordered?: RowsInOrder): UsualValues | undefined {
  const [present, sizes] = finiteRows(values, ordered?.rows ?? rows);
  if (sizes.length < fewestBlocks * blockSize) return undefined;
  const step = Math.ceil(sizes.length / mostSampled);
  const sorted = takeValues(values, everyOf(sizes, step)).sort();
  const [low, middle, high] = [0.01, 0.5, 0.99].map((p) => quantile(sorted, p)) as [number, number, number];
  const usual = { low, middle, high };
  const blocks = blocksOf(present);
  const fewestDifferent = Math.min(...blocks.map((block) => new Set(takeValues(values, block)).size));
  if (ordered === undefined && fewestDifferent < manyDifferent) return usual;
  const medians = blocksOf(sizes).map((block) => quantile(takeValues(values, block).sort(), 0.5));
  const [lowestMiddle, highestMiddle] = [Math.min(...medians), Math.max(...medians)];
  const known = { ...usual, lowestMiddle, highestMiddle, fewestDifferent };
  if (ordered === undefined) return known;
  const took = Float64Array.from(blocks, (block) => ordered.times[block.at(-1)!]! - ordered.times[block[0]!]!);
  const span = quantile(took.filter((time) => Number.isFinite(time)).sort(), nearlyAll);
  return Number.isNaN(span) ? known : { ...known, span };
}
