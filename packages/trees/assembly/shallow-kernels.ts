// The kernels of prediction by shallow trees in AssemblyScript; see ../src/ensemble/shallow-trees.ts for how trees and ranks are laid out.

@inline
function countBelow(values: v128, a: v128, b: v128, c: v128, d: v128): i32 {
  const low = i16x8.narrow_i32x4_s(f32x4.le(a, values), f32x4.le(b, values));
  const high = i16x8.narrow_i32x4_s(f32x4.le(c, values), f32x4.le(d, values));
  return popcnt(i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)));
}

/**
 * Ranks of n values: how many of 256 sorted thresholds (NaN fills up) are <= each. `thresholds` begins with every 16th of them.
 * Written twice, less 128: at `high` with 255 for missing values, at `low` with 0.
 */
export function rankBytes(values: usize, n: i32, thresholds: usize, high: usize, low: usize): void {
  const a = v128.load(thresholds);
  const b = v128.load(thresholds, 16);
  const c = v128.load(thresholds, 32);
  const d = v128.load(thresholds, 48);
  for (let i = 0; i < n; i++) {
    const value = v128.load32_splat(values + (<usize>i << 2));
    const sixteens = countBelow(value, a, b, c, d);
    const at = thresholds + (<usize>sixteens << 6);
    const rest = countBelow(value, v128.load(at, 64), v128.load(at, 80), v128.load(at, 96), v128.load(at, 112));
    const rank = (sixteens << 4) + rest - 128;
    const isMissing = f32x4.extract_lane(value, 0) != f32x4.extract_lane(value, 0);
    store<u8>(high + <usize>i, <u8>select<i32>(127, rank, isMissing));
    store<u8>(low + <usize>i, <u8>rank);
  }
}

// Which of 16 rows go right at a node, and at the node each of them has come to in a level of 2, 4, 8, … nodes.
@inline
function at1(node: usize, ranks: usize): v128 {
  return i8x16.gt_s(v128.load(ranks + <usize>load<u32>(node)), v128.load8_splat(node + 4));
}
@inline
function at2(node: usize, ranks: usize, a: v128): v128 {
  return v128.bitselect(at1(node + 8, ranks), at1(node, ranks), a);
}
@inline
function at4(node: usize, ranks: usize, a: v128, b: v128): v128 {
  return v128.bitselect(at2(node + 16, ranks, b), at2(node, ranks, b), a);
}
@inline
function at8(node: usize, ranks: usize, a: v128, b: v128, c: v128): v128 {
  return v128.bitselect(at4(node + 32, ranks, b, c), at4(node, ranks, b, c), a);
}
@inline
function at16(node: usize, ranks: usize, a: v128, b: v128, c: v128, d: v128): v128 {
  return v128.bitselect(at8(node + 64, ranks, b, c, d), at8(node, ranks, b, c, d), a);
}
@inline
function at32(node: usize, ranks: usize, a: v128, b: v128, c: v128, d: v128, e: v128): v128 {
  return v128.bitselect(at16(node + 128, ranks, b, c, d, e), at16(node, ranks, b, c, d, e), a);
}
@inline
function at64(node: usize, ranks: usize, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128): v128 {
  return v128.bitselect(at32(node + 256, ranks, b, c, d, e, f), at32(node, ranks, b, c, d, e, f), a);
}
@inline
function down(leaf: v128, right: v128): v128 {
  return i8x16.sub(i8x16.add(leaf, leaf), right);
}

/** Adds the leaf values of one complete tree of `depth` levels (1 to 7) to n rows, a multiple of 16. */
export function addShallowTree(nodes: usize, values: usize, depth: i32, ranks: usize, n: i32, out: usize): void {
  for (let i = 0; i < n; i += 16) {
    const a = at1(nodes, ranks);
    let leaf = i8x16.neg(a);
    if (depth > 1) {
      const b = at2(nodes + 8, ranks, a);
      leaf = down(leaf, b);
      if (depth > 2) {
        const c = at4(nodes + 24, ranks, a, b);
        leaf = down(leaf, c);
        if (depth > 3) {
          const d = at8(nodes + 56, ranks, a, b, c);
          leaf = down(leaf, d);
          if (depth > 4) {
            const e = at16(nodes + 120, ranks, a, b, c, d);
            leaf = down(leaf, e);
            if (depth > 5) {
              const f = at32(nodes + 248, ranks, a, b, c, d, e);
              leaf = down(leaf, f);
              if (depth > 6) leaf = down(leaf, at64(nodes + 504, ranks, a, b, c, d, e, f));
            }
          }
        }
      }
    }
    let first = i64x2.extract_lane(leaf, 0);
    let second = i64x2.extract_lane(leaf, 1);
    for (let j = 0; j < 8; j++) {
      store<f32>(out, load<f32>(out) + load<f32>(values + (<usize>(first & 255) << 2)));
      store<f32>(out, load<f32>(out, 32) + load<f32>(values + (<usize>(second & 255) << 2)), 32);
      first >>= 8;
      second >>= 8;
      out += 4;
    }
    out += 32;
    ranks += 16;
  }
}
