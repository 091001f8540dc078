/**
 * Sorting of scores, the one costly step of all rank metrics.
 *
 * Values are dealt into buckets by the upper half of their bit pattern (monotone in the value, fine near 0 and near 1 alike,
 * so that piled-up fraud scores spread out), then each small bucket is sorted by insertion. About n steps for real scores,
 * O(n log n) for any. The buckets span 32 octaves below the largest value; what is smaller shares the lowest one.
 */

const maxBuckets = 1 << 17;
const insertionLimit = 48;
const octaves = 32 * (1 << 20);

/** How values fall into buckets; {@link dealing} makes one, which serves every step on the same values. */
export interface Dealing {
  /** Halves of the values as integers; the upper half of value i is at 2 i + 1. */
  readonly words: Int32Array;
  /** Key of the lowest bucket. */
  readonly low: number;
  readonly scale: number;
  readonly nBuckets: number;
}

/** Finds the range of the values and divides it into buckets. Values must be finite, at least 1. */
export function dealing(values: Float64Array): Dealing {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length);
  let low = Infinity;
  let high = -Infinity;
  for (let i = 1; i < words.length; i += 2) {
    const word = words[i]!;
    const key = word < 0 ? -(word & 0x7fffffff) : word;
    if (key < low) low = key;
    if (key > high) high = key;
  }
  if (low < high - octaves && low >= 0) low = high - octaves;
  let nBuckets = 1;
  while (nBuckets < values.length && nBuckets < maxBuckets) nBuckets *= 2;
  return { words, low, scale: (nBuckets - 1) / (high - low || 1), nBuckets };
}

/** Bucket of a value by the upper half of its bits, which grows with the value once negative ones are turned round. */
function bucketOf(word: number, low: number, scale: number): number {
  const key = word < 0 ? -(word & 0x7fffffff) : word;
  return key <= low ? 0 : ((key - low) * scale) | 0;
}

/** Running sums in place: counts at b + 1 become starts at b. */
function accumulate(start: Uint32Array): void {
  for (let b = 1; b < start.length; b++) start[b]! += start[b - 1]!;
}

/** Rows by distinct value, in buckets of ascending value; a bucket without rows counts 0. */
export interface Tally {
  readonly value: Float64Array;
  readonly rows: Uint32Array;
  /** Rows with label 1. */
  readonly positives: Uint32Array;
}

/**
 * Counts tied values without sorting: one pass that works where no bucket holds two values, and gives up at the first that does, which
 * comes early among distinct values.
 */
export function tally(
  values: Float64Array,
  labels: Uint8Array,
  { words, low, scale, nBuckets }: Dealing,
): Tally | undefined {
  const value = new Float64Array(nBuckets);
  const rows = new Uint32Array(nBuckets);
  const positives = new Uint32Array(nBuckets);
  for (let i = 0; i < values.length; i++) {
    const b = bucketOf(words[2 * i + 1]!, low, scale);
    if (rows[b] === 0) value[b] = values[i]!;
    else if (value[b] !== values[i]) return undefined;
    rows[b]!++;
    positives[b]! += labels[i]!;
  }
  return { value, rows, positives };
}

function sortSmall(values: Float64Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const value = values[i]!;
    let j = i - 1;
    while (j >= from && values[j]! > value) {
      values[j + 1] = values[j]!;
      j--;
    }
    values[j + 1] = value;
  }
}

/**
 * The values whose label is the wanted one, in ascending order, as a new array.
 *
 * Values must be finite; -0 and 0 stay in any order.
 *
 * @param count - How many values have the label.
 * @param deal - Of the values.
 */
export function sortedValues(
  values: Float64Array,
  labels: Uint8Array,
  wanted: number,
  count: number,
  deal: Dealing,
): Float64Array {
  const n = values.length;
  const out = new Float64Array(count);
  if (count < 4096) {
    for (let i = 0, k = 0; i < n; i++) if (labels[i] === wanted) out[k++] = values[i]!;
    return out.sort();
  }
  const { words, low, scale, nBuckets } = deal;
  const next = new Uint32Array(nBuckets + 1);
  for (let i = 0; i < n; i++) if (labels[i] === wanted) next[bucketOf(words[2 * i + 1]!, low, scale) + 1]!++;
  accumulate(next);
  for (let i = 0; i < n; i++)
    if (labels[i] === wanted) out[next[bucketOf(words[2 * i + 1]!, low, scale)]!++] = values[i]!;
  for (let b = 0, from = 0; b < nBuckets; b++) {
    const to = next[b]!;
    if (to - from <= insertionLimit) sortSmall(out, from, to);
    else if (!allEqual(out, from, to)) out.subarray(from, to).sort();
    from = to;
  }
  return out;
}

function allEqual(values: Float64Array, from: number, to: number): boolean {
  const first = values[from];
  for (let i = from + 1; i < to; i++) if (values[i] !== first) return false;
  return true;
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

function allEqualRows(rows: Uint32Array, from: number, to: number, values: Float64Array): boolean {
  const first = values[rows[from]!]!;
  for (let i = from + 1; i < to; i++) if (values[rows[i]!] !== first) return false;
  return true;
}

/** Positions of the values in ascending order of value; equal values keep their order (stable). Values must be finite. */
export function sortedRows(values: Float64Array): Uint32Array {
  const n = values.length;
  const { words, low, scale, nBuckets } = dealing(values);
  const next = new Uint32Array(nBuckets + 1);
  for (let i = 0; i < n; i++) next[bucketOf(words[2 * i + 1]!, low, scale) + 1]!++;
  accumulate(next);
  const rows = new Uint32Array(n);
  for (let i = 0; i < n; i++) rows[next[bucketOf(words[2 * i + 1]!, low, scale)]!++] = i;
  for (let b = 0, from = 0; b < nBuckets; b++) {
    const to = next[b]!;
    if (to - from > insertionLimit) {
      if (!allEqualRows(rows, from, to, values)) mergeSort(rows, from, to, values);
    } else {
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
    from = to;
  }
  return rows;
}
