// The kernels of random forests in AssemblyScript; see ../src/forest/forest-kernels.ts for what each does and how memory is laid
// out. Every kernel gives the same bits as its twin in ../src/forest/js-forest-kernels.ts: exact sums of whole numbers, float64
// operations in the same order. No heap, no static data.

const SMALL_NODE: i32 = 96;
const MISSING: u32 = 255;

// layout of the scratch area, bytes
const CELLS: usize = 0;
const ROWS: usize = 4096;
const PRESENT: usize = 5120;
const BITMAP: usize = 5376;
const ENTRIES: usize = 5440;

// layout of an open node, bytes
const ENTRY: usize = 80;
const LOW: usize = 0;
const HIGH: usize = 4;
const DEPTH: usize = 8;
const NODE: usize = 12;
const SUM: usize = 16;
const POSITIVE: usize = 24;
const IMPURITY: usize = 32;
const LEFT_SUM: usize = 40;
const LEFT_POSITIVE: usize = 48;
const FEATURE: usize = 56;
const BIN: usize = 60;
const MISSING_LEFT: usize = 64;
const GAIN: usize = 72;

// @ts-ignore: decorator
@inline
function mix(word: u32): u32 {
  let x = word;
  x = (x ^ (x >> 16)) * 0x21f0aaad;
  x = (x ^ (x >> 15)) * 0x735a2d97;
  return x ^ (x >> 15);
}

/** Streams of random words step by a number of their own, so that none is a shifted copy of another. */
// @ts-ignore: decorator
@inline
function stepOf(seed: u32): u32 {
  return mix(seed ^ 0x9e3779b9) | 1;
}

// @ts-ignore: decorator
@inline
function below(word: u32, n: f64): i32 {
  return <i32>(<f64>word * (1.0 / 4294967296.0) * n);
}

/** Count in the low word, count of positives in the high word. */
// @ts-ignore: decorator
@inline
function packed(entry: u32): i64 {
  const times = (entry >> 1) & 127;
  return <i64>times | (<i64>(times & (0 - (entry & 1))) << 32);
}

export function drawSample(counts: usize, n: i32, labels: usize, weights: usize, index: usize, seed: i32): i32 {
  memory.fill(counts, 0, <usize>n);
  let state = <u32>seed;
  const step = stepOf(<u32>seed);
  const size = <f64>n;
  for (let i = 0; i < n; i++) {
    state += step;
    const at = counts + <usize>below(mix(state), size);
    const times = load<u8>(at);
    store<u8>(at, times < 127 ? times + 1 : times);
  }
  let m = listRows(counts, n, labels, weights, index);
  if (m == 0) {
    memory.fill(counts, 1, <usize>n);
    m = listRows(counts, n, labels, weights, index);
  }
  return m;
}

function listRows(counts: usize, n: i32, labels: usize, weights: usize, index: usize): i32 {
  let to = index;
  for (let i = 0; i < n; i++) {
    const times = <u32>load<u8>(counts + <usize>i);
    if (times == 0) continue;
    if (weights != 0 && load<f64>(weights + (<usize>i << 3)) == 0) continue;
    store<u32>(to, (<u32>i << 8) | (times << 1) | <u32>load<u8>(labels + <usize>i));
    to += 4;
  }
  return <i32>((to - index) >> 2);
}

/** Tries the splits of one feature; a better one than so far is written into the open node. Returns whether the feature varies. */
function tryFeature(bins: usize, nBins: i32, feature: i32, weights: usize, rows: usize, entry: usize, scratch: usize, minLeaf: i32, negative: f64, positive: f64): bool {
  const m = load<i32>(entry, HIGH) - load<i32>(entry, LOW);
  const end = rows + (<usize>m << 2);
  const weighted = weights != 0;
  const shift: usize = weighted ? 4 : 3;
  const small = m < SMALL_NODE;
  if (small) {
    store<u64>(scratch, 0, BITMAP);
    store<u64>(scratch, 0, BITMAP + 8);
    store<u64>(scratch, 0, BITMAP + 16);
    store<u64>(scratch, 0, BITMAP + 24);
  }
  if (weighted) {
    for (let at = rows; at < end; at += 4) {
      const row = load<u32>(at);
      const bin = <usize>load<u8>(bins + <usize>(row >> 8));
      const w = load<f64>(weights + (<usize>(row >> 8) << 3)) * <f64>((row >> 1) & 127);
      const cell = scratch + (bin << 4);
      store<f64>(cell, load<f64>(cell) + w);
      if (row & 1) store<f64>(cell, load<f64>(cell, 8) + w, 8);
      if (small) {
        const word = scratch + ((bin >> 6) << 3);
        store<u64>(word, load<u64>(word, BITMAP) | (<u64>1 << <u64>(bin & 63)), BITMAP);
      }
    }
  } else if (small) {
    for (let at = rows; at < end; at += 4) {
      const row = load<u32>(at);
      const bin = <usize>load<u8>(bins + <usize>(row >> 8));
      const cell = scratch + (bin << 3);
      store<i64>(cell, load<i64>(cell) + packed(row));
      const word = scratch + ((bin >> 6) << 3);
      store<u64>(word, load<u64>(word, BITMAP) | (<u64>1 << <u64>(bin & 63)), BITMAP);
    }
  } else {
    for (let at = rows; at < end; at += 4) {
      const row = load<u32>(at);
      const cell = scratch + (<usize>load<u8>(bins + <usize>(row >> 8)) << 3);
      store<i64>(cell, load<i64>(cell) + packed(row));
    }
  }
  const counted = minLeaf > 1;
  if (counted) {
    for (let at = rows; at < end; at += 4) {
      const cell = scratch + (<usize>load<u8>(bins + <usize>(load<u32>(at) >> 8)) << 2);
      store<i32>(cell, load<i32>(cell, ROWS) + 1, ROWS);
    }
  }
  // the bins that occur, in ascending order
  let present: usize = scratch + PRESENT;
  if (small) {
    store<u64>(scratch, load<u64>(scratch, BITMAP + 24) & 0x7fffffffffffffff, BITMAP + 24);
    for (let base: u32 = 0; base < 256; base += 64) {
      let word = load<u64>(scratch + (base >> 3), BITMAP);
      while (word != 0) {
        store<u8>(present++, <u8>(base + <u32>ctz(word)));
        word &= word - 1;
      }
    }
  } else {
    for (let bin: usize = 0; bin < <usize>nBins; bin++) {
      if (load<u64>(scratch + (bin << shift)) != 0) store<u8>(present++, <u8>bin);
    }
  }
  let missing: f64 = 0;
  let missingPositive: f64 = 0;
  let missingRows: i32 = 0;
  const last = scratch + (<usize>MISSING << shift);
  if (weighted) {
    missing = load<f64>(last);
    missingPositive = load<f64>(last, 8);
    store<f64>(last, 0);
    store<f64>(last, 0, 8);
  } else {
    const value = load<u64>(last);
    missing = <f64>(value & 0xffffffff);
    missingPositive = <f64>(value >> 32);
    store<u64>(last, 0);
  }
  if (counted) {
    missingRows = load<i32>(scratch, ROWS + 1020);
    store<i32>(scratch, 0, ROWS + 1020);
  }
  const nPresent = <i32>(present - scratch - PRESENT);
  const sum = load<f64>(entry, SUM);
  const sumPositive = load<f64>(entry, POSITIVE);
  let best = load<f64>(entry, IMPURITY);
  let left: f64 = 0;
  let leftPositive: f64 = 0;
  let leftRows: i32 = 0;
  let previous: i32 = 0;
  for (let i = 0; i <= nPresent; i++) {
    let bin = nBins;
    if (i < nPresent) bin = <i32>load<u8>(scratch + <usize>i, PRESENT);
    // boundaries between two bins that occur; after the last one only if missing values are alone on the right
    if (i > 0 && (i < nPresent || missing > 0)) {
      for (let side = 0; side < 2; side++) {
        if (side == 1 && (missing == 0 || i == nPresent)) break;
        const a = side == 0 ? left : left + missing;
        const a1 = side == 0 ? leftPositive : leftPositive + missingPositive;
        if (counted) {
          const r = side == 0 ? leftRows : leftRows + missingRows;
          if (r < minLeaf || m - r < minLeaf) continue;
        }
        const l1 = a1 * positive;
        const l0 = (a - a1) * negative;
        const r1 = (sumPositive - a1) * positive;
        const r0 = (sum - a - (sumPositive - a1)) * negative;
        const l = l1 + l0;
        const r = r1 + r0;
        const impurity = (l1 * l0 * r + r1 * r0 * l) / (l * r);
        if (impurity < best) {
          best = impurity;
          store<f64>(entry, impurity, IMPURITY);
          store<f64>(entry, a, LEFT_SUM);
          store<f64>(entry, a1, LEFT_POSITIVE);
          store<i32>(entry, feature, FEATURE);
          store<i32>(entry, i == nPresent ? nBins - 1 : (previous + bin) >> 1, BIN);
          store<i32>(entry, <i32>(missing > 0 ? side == 1 : l > r), MISSING_LEFT);
        }
      }
    }
    if (i == nPresent) break;
    const cell = scratch + (<usize>bin << shift);
    if (weighted) {
      left += load<f64>(cell);
      leftPositive += load<f64>(cell, 8);
      store<f64>(cell, 0);
      store<f64>(cell, 0, 8);
    } else {
      const value = load<u64>(cell);
      left += <f64>(value & 0xffffffff);
      leftPositive += <f64>(value >> 32);
      store<u64>(cell, 0);
    }
    if (counted) {
      const count = scratch + (<usize>bin << 2);
      leftRows += load<i32>(count, ROWS);
      store<i32>(count, 0, ROWS);
    }
    previous = bin;
  }
  return nPresent + <i32>(missing > 0) > 1;
}

/** Orders rows by side, stable; returns how many go left. */
function partition(bins: usize, bin: u32, missingLeft: u32, rows: usize, m: i32, buffer: usize): i32 {
  const limit = bin + missingLeft;
  let left = rows;
  let right = buffer;
  const end = rows + (<usize>m << 2);
  for (let at = rows; at < end; at += 4) {
    const row = load<u32>(at);
    const isRight = <usize>((((<u32>load<u8>(bins + <usize>(row >> 8)) + missingLeft) & 255) > limit) as u32);
    store<u32>(left, row);
    store<u32>(right, row);
    left += (1 - isRight) << 2;
    right += isRight << 2;
  }
  memory.copy(left, buffer, right - buffer);
  return <i32>((left - rows) >> 2);
}

export function growTree(columnBins: usize, nRows: i32, nFeatures: i32, nBins: usize, cuts: usize, weights: usize, index: usize, nIndex: i32, buffer: usize, scratch: usize, order: usize, nodes: usize, capacity: i32, seed: i32, tries: i32, maxDepth: i32, minSplit: i32, minLeaf: i32, maxLeaves: i32, negative: f64, positive: f64, valueScale: f64, weightScale: f64): i32 {
  const stride = <usize>capacity << 2;
  const features = nodes;
  const thresholds = nodes + stride;
  const lefts = nodes + 2 * stride;
  const rights = nodes + 3 * stride;
  const values = nodes + 4 * stride;
  const gains = nodes + 5 * stride;
  const covers = nodes + 6 * stride;
  const missingLefts = nodes + 7 * stride;
  memory.fill(scratch, 0, PRESENT);
  for (let j = 0; j < nFeatures; j++) store<i32>(order + (<usize>j << 2), j);
  let state = <u32>seed;
  const step = stepOf(<u32>seed);
  let sum: f64 = 0;
  let sumPositive: f64 = 0;
  for (let k = 0; k < nIndex; k++) {
    const row = load<u32>(index + (<usize>k << 2));
    let w = <f64>((row >> 1) & 127);
    if (weights != 0) w *= load<f64>(weights + (<usize>(row >> 8) << 3));
    sum += w;
    if (row & 1) sumPositive += w;
  }
  const entries = scratch + ENTRIES;
  store<i32>(entries, 0, LOW);
  store<i32>(entries, nIndex, HIGH);
  store<i32>(entries, 0, DEPTH);
  store<i32>(entries, 0, NODE);
  store<f64>(entries, sum, SUM);
  store<f64>(entries, sumPositive, POSITIVE);
  // nodes [first, open) of the list are new: each becomes a leaf or gets its best split
  let first = 0;
  let open = 1;
  let nNodes = 1;
  let leaves = 1;
  while (true) {
    let kept = first;
    for (let e = first; e < open; e++) {
      const entry = entries + <usize>e * ENTRY;
      const node = <usize>load<i32>(entry, NODE) << 2;
      const low = load<i32>(entry, LOW);
      const m = load<i32>(entry, HIGH) - low;
      const s1 = load<f64>(entry, POSITIVE);
      const s0 = load<f64>(entry, SUM) - s1;
      const w1 = s1 * positive;
      const w0 = s0 * negative;
      const w = w1 + w0;
      store<i32>(features + node, -1);
      store<f32>(thresholds + node, 0);
      store<i32>(lefts + node, -1);
      store<i32>(rights + node, -1);
      store<f32>(values + node, <f32>((w1 / w) * valueScale));
      store<f32>(gains + node, 0);
      store<f32>(covers + node, <f32>(w * weightScale));
      store<u8>(missingLefts + (node >> 2), 0);
      if (s1 == 0 || s0 == 0 || m < minSplit || m < 2 * minLeaf || load<i32>(entry, DEPTH) >= maxDepth) continue;
      store<f64>(entry, Infinity, IMPURITY);
      let varying = 0;
      for (let j = 0; j < nFeatures && (j < tries || varying == 0); j++) {
        state += step;
        const at = order + (<usize>(j + below(mix(state), <f64>(nFeatures - j))) << 2);
        const feature = load<i32>(at);
        const here = order + (<usize>j << 2);
        store<i32>(at, load<i32>(here));
        store<i32>(here, feature);
        const bins = columnBins + <usize>feature * <usize>nRows;
        const count = load<i32>(nBins + (<usize>feature << 2));
        if (tryFeature(bins, count, feature, weights, index + (<usize>low << 2), entry, scratch, minLeaf, negative, positive)) varying++;
        if (load<f64>(entry, IMPURITY) == 0) break;
      }
      const impurity = load<f64>(entry, IMPURITY);
      if (impurity == Infinity) continue;
      store<f64>(entry, 2 * ((w1 * w0) / w - impurity) * weightScale, GAIN);
      const to = entries + <usize>kept * ENTRY;
      if (to != entry) memory.copy(to, entry, ENTRY);
      kept++;
    }
    open = kept;
    if (open == 0 || leaves >= maxLeaves) break;
    let chosen = open - 1;
    if (maxLeaves < 0x7fffffff) {
      for (let e = 0; e < open - 1; e++) {
        if (load<f64>(entries + <usize>e * ENTRY, GAIN) > load<f64>(entries + <usize>chosen * ENTRY, GAIN)) chosen = e;
      }
    }
    open--;
    const entry = entries + <usize>open * ENTRY;
    const other = entries + <usize>chosen * ENTRY;
    // the chosen node goes last, the last one takes its place
    for (let b: usize = 0; b < ENTRY; b += 8) {
      const held = load<u64>(entry + b);
      store<u64>(entry + b, load<u64>(other + b));
      store<u64>(other + b, held);
    }
    const node = <usize>load<i32>(entry, NODE) << 2;
    const low = load<i32>(entry, LOW);
    const high = load<i32>(entry, HIGH);
    const feature = load<i32>(entry, FEATURE);
    const bin = load<i32>(entry, BIN);
    const missingLeft = load<i32>(entry, MISSING_LEFT);
    const left = partition(columnBins + <usize>feature * <usize>nRows, <u32>bin, <u32>missingLeft, index + (<usize>low << 2), high - low, buffer);
    const isLast = bin >= load<i32>(nBins + (<usize>feature << 2)) - 1;
    store<i32>(features + node, feature);
    store<f32>(thresholds + node, isLast ? <f32>Infinity : load<f32>(cuts + (<usize>(feature * 256 + bin) << 2)));
    store<i32>(lefts + node, nNodes);
    store<i32>(rights + node, nNodes + 1);
    store<f32>(gains + node, <f32>load<f64>(entry, GAIN));
    store<u8>(missingLefts + (node >> 2), <u8>missingLeft);
    const depth = load<i32>(entry, DEPTH) + 1;
    const parentSum = load<f64>(entry, SUM);
    const parentPositive = load<f64>(entry, POSITIVE);
    const leftSum = load<f64>(entry, LEFT_SUM);
    const leftPositive = load<f64>(entry, LEFT_POSITIVE);
    // the smaller child goes last and is split first, so that few nodes are open at a time
    const leftLast = left <= high - low - left;
    const toLeft = leftLast ? entry + ENTRY : entry;
    const toRight = leftLast ? entry : entry + ENTRY;
    store<i32>(toLeft, low, LOW);
    store<i32>(toLeft, low + left, HIGH);
    store<i32>(toLeft, depth, DEPTH);
    store<i32>(toLeft, nNodes, NODE);
    store<f64>(toLeft, leftSum, SUM);
    store<f64>(toLeft, leftPositive, POSITIVE);
    store<i32>(toRight, low + left, LOW);
    store<i32>(toRight, high, HIGH);
    store<i32>(toRight, depth, DEPTH);
    store<i32>(toRight, nNodes + 1, NODE);
    store<f64>(toRight, parentSum - leftSum, SUM);
    store<f64>(toRight, parentPositive - leftPositive, POSITIVE);
    nNodes += 2;
    leaves++;
    first = open;
    open += 2;
  }
  return nNodes;
}
