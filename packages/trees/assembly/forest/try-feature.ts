// The best split of a node by one feature. See ../forest-kernels.ts.

import { BIN, BITMAP, FEATURE, HIGH, IMPURITY, LEFT_POSITIVE, LEFT_SUM, LOW, MISSING, MISSING_LEFT, POSITIVE, PRESENT, ROWS, SMALL_NODE, SUM } from './layout';

/** Count in the low word, count of positives in the high word. */
@inline
function packed(entry: u32): i64 {
  const times = (entry >> 1) & 127;
  return <i64>times | (<i64>(times & (0 - (entry & 1))) << 32);
}

/** Tries the splits of one feature; a better one than so far is written into the open node. Returns whether the feature varies. */
export function tryFeature(bins: usize, nBins: i32, feature: i32, weights: usize, rows: usize, entry: usize, scratch: usize, minLeaf: i32, negative: f64, positive: f64): bool {
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
