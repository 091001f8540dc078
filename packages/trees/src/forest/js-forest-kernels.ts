// Above 150 lines: the loops share the typed-array views made once per memory.
import type { ForestKernels } from './forest-kernels.ts';

const SMALL_NODE = 96;
const MISSING = 255;

function mix(word: number): number {
  let x = word;
  x = Math.imul(x ^ (x >>> 16), 0x21f0aaad);
  x = Math.imul(x ^ (x >>> 15), 0x735a2d97);
  return (x ^ (x >>> 15)) >>> 0;
}

/** Streams of random words step by a number of their own, so that none is a shifted copy of another. */
function stepOf(seed: number): number {
  return mix(seed ^ 0x9e3779b9) | 1;
}

function below(word: number, n: number): number {
  return Math.trunc(word * (1 / 4294967296) * n);
}

/** A node that is not split yet. */
interface OpenNode {
  readonly low: number;
  readonly high: number;
  readonly depth: number;
  readonly node: number;
  readonly sum: number;
  readonly positive: number;
  impurity: number;
  leftSum: number;
  leftPositive: number;
  feature: number;
  bin: number;
  missingLeft: number;
  gain: number;
}

function openNode(low: number, high: number, depth: number, node: number, sum: number, positive: number): OpenNode {
  const split = { impurity: Infinity, leftSum: 0, leftPositive: 0, feature: -1, bin: 0, missingLeft: 0, gain: 0 };
  return { low, high, depth, node, sum, positive, ...split };
}

/** The forest kernels in plain JavaScript: the fallback where WebAssembly is absent, and the oracle for it in tests. */
export function createJsForestKernels(buffer: SharedArrayBuffer): ForestKernels {
  const u8 = new Uint8Array(buffer);
  const i32 = new Int32Array(buffer);
  const u32 = new Uint32Array(buffer);
  const f32 = new Float32Array(buffer);
  const f64 = new Float64Array(buffer);
  const cells = new Float64Array(512);
  const counts = new Int32Array(256);
  const present = new Uint8Array(256);
  const bitmap = new Uint32Array(8);

  function listRows(times: number, n: number, labels: number, weights: number, index: number): number {
    let to = index >>> 2;
    for (let i = 0; i < n; i++) {
      const k = u8[times + i]!;
      if (k === 0 || (weights !== 0 && f64[(weights >>> 3) + i] === 0)) continue;
      u32[to++] = (i << 8) | (k << 1) | u8[labels + i]!;
    }
    return to - (index >>> 2);
  }

  function weightOf(row: number, weights: number): number {
    const times = (row >>> 1) & 127;
    return weights === 0 ? times : f64[(weights >>> 3) + (row >>> 8)]! * times;
  }

  /** Sums of the rows [from, to) of the index by bin; returns how many bins occur, missing values left out. */
  function addRows(bins: number, nBins: number, weights: number, from: number, to: number, counted: boolean): number {
    const small = to - from < SMALL_NODE;
    if (small) bitmap.fill(0);
    for (let at = from; at < to; at++) {
      const row = u32[at]!;
      const bin = u8[bins + (row >>> 8)]!;
      const w = weightOf(row, weights);
      cells[2 * bin] = cells[2 * bin]! + w;
      if ((row & 1) !== 0) cells[2 * bin + 1] = cells[2 * bin + 1]! + w;
      if (small) bitmap[bin >>> 5] = bitmap[bin >>> 5]! | (1 << (bin & 31));
      if (counted) counts[bin]!++;
    }
    let n = 0;
    if (!small) {
      for (let bin = 0; bin < nBins; bin++) if (cells[2 * bin] !== 0) present[n++] = bin;
      return n;
    }
    bitmap[7] = bitmap[7]! & 0x7fffffff;
    for (let k = 0; k < 8; k++) {
      for (let word = bitmap[k]!; word !== 0; word = (word & (word - 1)) >>> 0) {
        present[n++] = 32 * k + 31 - Math.clz32(word & -word);
      }
    }
    return n;
  }

  /** Tries the splits of one feature; a better one than so far is written into the open node. Returns whether the feature varies. */
  function tryFeature(
    bins: number,
    nBins: number,
    feature: number,
    weights: number,
    from: number,
    entry: OpenNode,
    minLeaf: number,
    negative: number,
    positive: number,
  ): boolean {
    const m = entry.high - entry.low;
    const counted = minLeaf > 1;
    const nPresent = addRows(bins, nBins, weights, from, from + m, counted);
    const missing = cells[2 * MISSING]!;
    const missingPositive = cells[2 * MISSING + 1]!;
    const missingRows = counts[MISSING]!;
    cells[2 * MISSING] = 0;
    cells[2 * MISSING + 1] = 0;
    counts[MISSING] = 0;
    const { sum, positive: sumPositive } = entry;
    let left = 0;
    let leftPositive = 0;
    let leftRows = 0;
    let previous = 0;
    for (let i = 0; i <= nPresent; i++) {
      const isEnd = i === nPresent;
      const bin = isEnd ? nBins : present[i]!;
      // boundaries between two bins that occur; after the last one only if missing values are alone on the right
      const sides = i === 0 || (isEnd && missing === 0) ? 0 : missing === 0 || isEnd ? 1 : 2;
      for (let side = 0; side < sides; side++) {
        const a = side === 0 ? left : left + missing;
        const a1 = side === 0 ? leftPositive : leftPositive + missingPositive;
        const rows = side === 0 ? leftRows : leftRows + missingRows;
        if (counted && (rows < minLeaf || m - rows < minLeaf)) continue;
        const l1 = a1 * positive;
        const l0 = (a - a1) * negative;
        const r1 = (sumPositive - a1) * positive;
        const r0 = (sum - a - (sumPositive - a1)) * negative;
        const l = l1 + l0;
        const r = r1 + r0;
        const impurity = (l1 * l0 * r + r1 * r0 * l) / (l * r);
        if (impurity < entry.impurity) {
          entry.impurity = impurity;
          entry.leftSum = a;
          entry.leftPositive = a1;
          entry.feature = feature;
          entry.bin = isEnd ? nBins - 1 : (previous + bin) >> 1;
          entry.missingLeft = (missing > 0 ? side === 1 : l > r) ? 1 : 0;
        }
      }
      if (isEnd) break;
      left += cells[2 * bin]!;
      leftPositive += cells[2 * bin + 1]!;
      leftRows += counts[bin]!;
      cells[2 * bin] = 0;
      cells[2 * bin + 1] = 0;
      counts[bin] = 0;
      previous = bin;
    }
    return nPresent + (missing > 0 ? 1 : 0) > 1;
  }

  function partition(bins: number, bin: number, missingLeft: number, from: number, m: number, to: number): number {
    const limit = bin + missingLeft;
    let left = from;
    let right = to;
    for (let at = from; at < from + m; at++) {
      const row = u32[at]!;
      if (((u8[bins + (row >>> 8)]! + missingLeft) & 255) > limit) u32[right++] = row;
      else u32[left++] = row;
    }
    u32.copyWithin(left, to, right);
    return left - from;
  }

  return {
    name: 'js',
    drawSample(times, n, labels, weights, index, seed) {
      u8.fill(0, times, times + n);
      let state = seed | 0;
      const step = stepOf(seed);
      for (let i = 0; i < n; i++) {
        state = (state + step) | 0;
        const at = times + below(mix(state), n);
        if (u8[at]! < 127) u8[at]!++;
      }
      const m = listRows(times, n, labels, weights, index);
      if (m > 0) return m;
      u8.fill(1, times, times + n);
      return listRows(times, n, labels, weights, index);
    },
    growTree(
      columnBins,
      nRows,
      nFeatures,
      nBins,
      cuts,
      weights,
      index,
      nIndex,
      partitionBuffer,
      _scratch,
      order,
      nodes,
      capacity,
      seed,
      tries,
      maxDepth,
      minSplit,
      minLeaf,
      maxLeaves,
      negative,
      positive,
      valueScale,
      weightScale,
    ) {
      const features = nodes >>> 2;
      const [thresholds, lefts, rights, values, gains, covers] = [1, 2, 3, 4, 5, 6].map((k) => features + k * capacity);
      const missingLefts = nodes + 28 * capacity;
      const rows = index >>> 2;
      const drawn = order >>> 2;
      let state = seed | 0;
      const step = stepOf(seed);
      for (let j = 0; j < nFeatures; j++) i32[drawn + j] = j;
      let sum = 0;
      let sumPositive = 0;
      for (let k = 0; k < nIndex; k++) {
        const w = weightOf(u32[rows + k]!, weights);
        sum += w;
        if ((u32[rows + k]! & 1) !== 0) sumPositive += w;
      }

      /** Writes a node as a leaf; finds its best split unless it stays one. */
      const place = (entry: OpenNode): boolean => {
        const { node, low, high, positive: s1, depth } = entry;
        const m = high - low;
        const s0 = entry.sum - s1;
        const w1 = s1 * positive;
        const w0 = s0 * negative;
        const w = w1 + w0;
        i32[features + node] = -1;
        f32[thresholds! + node] = 0;
        i32[lefts! + node] = -1;
        i32[rights! + node] = -1;
        f32[values! + node] = (w1 / w) * valueScale;
        f32[gains! + node] = 0;
        f32[covers! + node] = w * weightScale;
        u8[missingLefts + node] = 0;
        if (s1 === 0 || s0 === 0 || m < minSplit || m < 2 * minLeaf || depth >= maxDepth) return false;
        let varying = 0;
        for (let j = 0; j < nFeatures && (j < tries || varying === 0) && entry.impurity !== 0; j++) {
          state = (state + step) | 0;
          const at = drawn + j + below(mix(state), nFeatures - j);
          const f = i32[at]!;
          i32[at] = i32[drawn + j]!;
          i32[drawn + j] = f;
          const bins = columnBins + f * nRows;
          const count = i32[(nBins >>> 2) + f]!;
          if (tryFeature(bins, count, f, weights, rows + low, entry, minLeaf, negative, positive)) varying++;
        }
        entry.gain = 2 * ((w1 * w0) / w - entry.impurity) * weightScale;
        return entry.impurity !== Infinity;
      };

      const open: OpenNode[] = [];
      const root = openNode(0, nIndex, 0, 0, sum, sumPositive);
      if (place(root)) open.push(root);
      let nNodes = 1;
      for (let leaves = 1; open.length > 0 && leaves < maxLeaves; leaves++) {
        const end = open.length - 1;
        let chosen = end;
        if (maxLeaves < 0x7fffffff) for (let e = 0; e < end; e++) if (open[e]!.gain > open[chosen]!.gain) chosen = e;
        // the chosen node goes last, the last one takes its place
        const entry = open[chosen]!;
        open[chosen] = open[end]!;
        open.pop();
        const { node, low, high, feature, bin, missingLeft, leftSum, leftPositive } = entry;
        const bins = columnBins + feature * nRows;
        const left = partition(bins, bin, missingLeft, rows + low, high - low, partitionBuffer >>> 2);
        const isLast = bin >= i32[(nBins >>> 2) + feature]! - 1;
        i32[features + node] = feature;
        f32[thresholds! + node] = isLast ? Infinity : f32[(cuts >>> 2) + feature * 256 + bin]!;
        i32[lefts! + node] = nNodes;
        i32[rights! + node] = nNodes + 1;
        f32[gains! + node] = entry.gain;
        u8[missingLefts + node] = missingLeft;
        const depth = entry.depth + 1;
        const toLeft = openNode(low, low + left, depth, nNodes, leftSum, leftPositive);
        const rest = [entry.sum - leftSum, entry.positive - leftPositive] as const;
        const toRight = openNode(low + left, high, depth, nNodes + 1, ...rest);
        nNodes += 2;
        // the smaller child goes last and is split first, so that few nodes are open at a time
        const children = left <= high - low - left ? [toRight, toLeft] : [toLeft, toRight];
        for (const child of children) if (place(child)) open.push(child);
      }
      return nNodes;
    },
  };
}
