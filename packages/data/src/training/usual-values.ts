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
  /** Largest share, in [0, 1], of one value among 100 that follow each other which other rows have so seldom that chance does not explain it; absent where `fewestDifferent` is. */
  readonly newShare?: number | undefined;
  /** Values that 1 % of the rows or more have, 0 included; absent where `fewestDifferent` is. */
  readonly frequent?: readonly number[] | undefined;
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

/** Share of rows from which on a value of training is frequent. */
const frequentShare = 0.01;

function countsOf(values: Float64Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** More cells of one value among 100 than this, where `usual` are expected, are none by chance. */
function mostByChance(usual: number): number {
  return usual + 5 * Math.sqrt(usual) + 4;
}

/** How many of 100 rows have one value that other rows have much less often, and the values that many rows have. */
function repeatedValues(
  values: Float64Array,
  present: Uint32Array,
  blocks: readonly Uint32Array[],
): Required<Pick<UsualValues, 'newShare' | 'frequent'>> {
  const step = Math.max(1, Math.ceil(present.length / mostSampled));
  const some = everyOf(present, step);
  const counts = countsOf(takeValues(values, some));
  let most = 0;
  for (const block of blocks) {
    for (const [value, count] of countsOf(takeValues(values, block))) {
      if (count <= most) continue;
      // Of a sample of many rows a block is a small part.
      const elsewhere =
        step === 1 ? (counts.get(value)! - count) / (some.length - blockSize) : (counts.get(value) ?? 0) / some.length;
      if (count > mostByChance(blockSize * elsewhere)) most = count;
    }
  }
  const frequent = [...counts].filter(([, count]) => count >= frequentShare * some.length).map(([value]) => value);
  return { newShare: most / blockSize, frequent: frequent.sort((a, b) => a - b) };
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
  const known = {
    ...usual,
    lowestMiddle,
    highestMiddle,
    fewestDifferent,
    ...repeatedValues(values, present, blocks),
  };
  if (ordered === undefined) return known;
  const took = Float64Array.from(blocks, (block) => ordered.times[block.at(-1)!]! - ordered.times[block[0]!]!);
  const span = quantile(took.filter((time) => Number.isFinite(time)).sort(), nearlyAll);
  return Number.isNaN(span) ? known : { ...known, span };
}
