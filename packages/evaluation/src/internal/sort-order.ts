/**
 * Sorting of scores, the one costly step of all rank metrics.
 *
 * Values are dealt into buckets by the upper half of their bit pattern (monotone in the value, fine near 0 and near 1 alike,
 * so that piled-up fraud scores spread out), then each small bucket is sorted by insertion. About n steps for real scores,
 * O(n log n) for any. The buckets span 32 octaves below the largest value; what is smaller shares the lowest one.
 */

const maxBuckets = 1 << 18;
const insertionLimit = 48;
const octaves = 32 * (1 << 20);

/** Upper 32 bits of a float64 as an integer that grows with the value. */
function keyOf(high: number): number {
  return high < 0 ? -(high & 0x7fffffff) : high;
}

interface Buckets {
  /** Bucket of each value, length n; higher means larger. */
  readonly bucket: Uint32Array;
  /** Start of each bucket, length nBuckets + 1. */
  readonly start: Uint32Array;
}

function deal(values: Float64Array): Buckets {
  const n = values.length;
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * n);
  let low = Infinity;
  let high = -Infinity;
  for (let i = 1; i < 2 * n; i += 2) {
    const key = keyOf(words[i]!);
    if (key < low) low = key;
    if (key > high) high = key;
  }
  if (low < high - octaves && low >= 0) low = high - octaves;
  let nBuckets = 1;
  while (nBuckets < n && nBuckets < maxBuckets) nBuckets *= 2;
  const scale = (nBuckets - 1) / (high - low || 1);
  const bucket = new Uint32Array(n);
  const start = new Uint32Array(nBuckets + 1);
  for (let i = 0; i < n; i++) {
    const key = keyOf(words[2 * i + 1]!);
    const b = key <= low ? 0 : Math.trunc((key - low) * scale);
    bucket[i] = b;
    start[b + 1]!++;
  }
  for (let b = 0; b < nBuckets; b++) start[b + 1]! += start[b]!;
  return { bucket, start };
}

/** Values in ascending order, as a new array. Values must be finite; -0 and 0 stay in any order. */
export function sortedValues(values: Float64Array): Float64Array {
  if (values.length < 256) return values.slice().sort();
  const { bucket, start } = deal(values);
  const next = start.slice();
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[next[bucket[i]!]!++] = values[i]!;
  for (let b = 0; b < start.length - 1; b++) {
    const from = start[b]!;
    const to = start[b + 1]!;
    if (to - from > insertionLimit) out.subarray(from, to).sort();
    else {
      for (let i = from + 1; i < to; i++) {
        const value = out[i]!;
        let j = i - 1;
        while (j >= from && out[j]! > value) {
          out[j + 1] = out[j]!;
          j--;
        }
        out[j + 1] = value;
      }
    }
  }
  return out;
}

function mergeSort(rows: Uint32Array, from: number, to: number, values: Float64Array): void {
  const n = to - from;
  let source = rows.slice(from, to);
  let target = new Uint32Array(n);
  for (let width = 1; width < n; width *= 2) {
    for (let low = 0; low < n; low += 2 * width) {
      const middle = Math.min(low + width, n);
      const high = Math.min(low + 2 * width, n);
      let i = low;
      let j = middle;
      for (let k = low; k < high; k++) {
        const left = i < middle && (j >= high || values[source[i]!]! <= values[source[j]!]!);
        target[k] = left ? source[i++]! : source[j++]!;
      }
    }
    [source, target] = [target, source];
  }
  rows.set(source, from);
}

function allEqual(rows: Uint32Array, from: number, to: number, values: Float64Array): boolean {
  const first = values[rows[from]!]!;
  for (let i = from + 1; i < to; i++) if (values[rows[i]!] !== first) return false;
  return true;
}

/** Positions of the values in ascending order of value; equal values keep their order (stable). Values must be finite. */
export function sortedRows(values: Float64Array): Uint32Array {
  const n = values.length;
  const { bucket, start } = deal(values);
  const next = start.slice();
  const rows = new Uint32Array(n);
  for (let i = 0; i < n; i++) rows[next[bucket[i]!]!++] = i;
  for (let b = 0; b < start.length - 1; b++) {
    const from = start[b]!;
    const to = start[b + 1]!;
    if (to - from > insertionLimit) {
      if (!allEqual(rows, from, to, values)) mergeSort(rows, from, to, values);
      continue;
    }
    for (let i = from + 1; i < to; i++) {
      const row = rows[i]!;
      const value = values[row]!;
      let j = i - 1;
      while (j >= from && values[rows[j]!]! > value) {
        rows[j + 1] = rows[j]!;
        j--;
      }
      rows[j + 1] = row;
    }
  }
  return rows;
}
