// One tree, node by node. See ../forest-kernels.ts.

import { BIN, DEPTH, ENTRIES, ENTRY, FEATURE, GAIN, HIGH, IMPURITY, LEFT_POSITIVE, LEFT_SUM, LOW, MISSING_LEFT, NODE, POSITIVE, PRESENT, SUM } from './layout';
import { mix, stepOf, below } from './random';
import { tryFeature } from './try-feature';

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
