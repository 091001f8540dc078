import type { Frame } from '@fraudx/core';
import { lowerBound, takeValues } from '@fraudx/core';

/** Test rows that also occur among the training rows. */
export interface Overlap {
  readonly testRows: number;
  /** Test rows equal to a training row in every column. */
  readonly shared: number;
  /** shared ÷ testRows, in [0, 1]. */
  readonly share: number;
  /**
   * Whether rows of this table repeat by themselves as often as that: training rows repeat among themselves about as much, in each
   * class. False for copies put into one part only. True when nothing is shared.
   */
  readonly natural: boolean;
  /** Positions in the frame of the first few. */
  readonly examples: readonly number[];
}

function mix(hash: number, word: number): number {
  let h = Math.imul(hash ^ word, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Fingerprints by frame, which never changes: rows that repeat and rows of the test are looked for in the same ones. */
const printsOf = new WeakMap<Frame, Float64Array>();

/** A 53-bit fingerprint of every row over all columns; equal rows have equal ones, missing values are equal. */
export function rowFingerprints(frame: Frame): Float64Array {
  const kept = printsOf.get(frame) ?? computePrints(frame);
  printsOf.set(frame, kept);
  return kept;
}

function computePrints(frame: Frame): Float64Array {
  const n = frame.nRows;
  const high = new Int32Array(n).fill(0x243f6a88);
  const low = new Int32Array(n).fill(0x13198a2e);
  for (const column of frame.columns) {
    if (column.kind === 'categorical') {
      for (let i = 0; i < n; i++) {
        high[i] = mix(high[i]!, column.codes[i]! + 0x9e3779b9);
        low[i] = mix(low[i]!, Math.imul(column.codes[i]!, 0x01000193) + 0x3c6ef372);
      }
      continue;
    }
    const one = new Float64Array(1);
    const words = new Int32Array(one.buffer);
    for (let i = 0; i < n; i++) {
      one[0] = column.values[i]! + 0;
      high[i] = mix(mix(high[i]!, words[0]!), words[1]!);
      low[i] = mix(mix(low[i]!, words[1]! ^ 0x5bd1e995), words[0]!);
    }
  }
  const prints = new Float64Array(n);
  for (let i = 0; i < n; i++) prints[i] = (high[i]! >>> 0) * 2 ** 21 + (low[i]! >>> 11);
  return prints;
}

/** As many repeated test rows as chance gives when `repeated` of `trainRows` repeat: the mean and four deviations of pairs. */
function atMost(repeated: number, trainRows: number, testRows: number): number {
  const mean = trainRows === 0 ? 0 : (testRows * repeated) / trainRows;
  return mean + 4 * Math.sqrt(2 * mean);
}

/**
 * Finds test rows that are, in every column, a training row again: what a model may know by heart.
 *
 * @param frame - All columns as read, the label included.
 * @param train - Positions of the rows that the model learned from, validation rows included.
 * @param test - Positions of the test rows.
 * @param y - Labels of all rows of the frame, length frame.nRows: repetition is then judged in each class. Default one class.
 * @remarks By 53-bit fingerprints: a false find among a million rows has a chance near 1 in 10 000. O(n log n) time.
 */
export function findOverlap(frame: Frame, train: Uint32Array, test: Uint32Array, y?: Uint8Array): Overlap {
  const prints = rowFingerprints(frame);
  const known = takeValues(prints, train).sort();
  // Few rows repeat: those that do are looked up, not all.
  const repeating = new Set<number>();
  for (let i = 1; i < known.length; i++) if (known[i] === known[i - 1]) repeating.add(known[i]!);
  const classOf = (row: number): 0 | 1 => (y?.[row] === 1 ? 1 : 0);
  const trainRows = [0, 0];
  const repeated = [0, 0];
  for (const row of train) {
    trainRows[classOf(row)]!++;
    if (repeating.size > 0 && repeating.has(prints[row]!)) repeated[classOf(row)]!++;
  }
  const testRows = [0, 0];
  const found = [0, 0];
  const examples: number[] = [];
  for (const row of test) {
    testRows[classOf(row)]!++;
    const print = prints[row]!;
    if (known[lowerBound(known, print)] !== print) continue;
    found[classOf(row)]!++;
    if (examples.length < 5) examples.push(row);
  }
  const shared = found[0]! + found[1]!;
  return {
    testRows: test.length,
    shared,
    share: test.length === 0 ? 0 : shared / test.length,
    natural: found.every((count, k) => count <= atMost(repeated[k]!, trainRows[k]!, testRows[k]!)),
    examples,
  };
}
