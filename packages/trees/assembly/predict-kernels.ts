// The kernels of prediction in AssemblyScript; see ../src/ensemble/packed-trees.ts for how trees and ranks are laid out.

/**
 * Ranks of a column: how many of the 2^steps - 1 thresholds (NaN fills up) are <= each value. Written twice, at `high` with 65535
 * for missing values, at `low` with 0.
 */
export function rankColumn(values: usize, n: i32, thresholds: usize, steps: i32, high: usize, low: usize, stride: usize): void {
  for (let i = 0; i < n; i++) {
    const value = load<f32>(values + (<usize>i << 2));
    let at = thresholds;
    for (let step: usize = (<usize>1 << steps) << 1; step > 2; step >>= 1) {
      // step is 4 bytes × half of what is left
      at = select(at + step, at, load<f32>(at + step - 4) <= value);
    }
    const rank = (at - thresholds) >> 2;
    store<u16>(high, <u16>select<usize>(rank, 65535, value == value));
    store<u16>(low, <u16>rank);
    high += stride;
    low += stride;
  }
}

@inline
function next(nodes: usize, at: u32, ranks: usize): u32 {
  const node = load<u64>(nodes + (<usize>at << 3));
  const rank = <u32>load<u16>(ranks + (<usize>node & 0xffff));
  return <u32>(node >> 32) + <u32>(rank > (<u32>node >> 16));
}

/** Adds the leaf values of one tree to n rows (a multiple of 8); eight rows walk side by side, who has reached a leaf stays there. */
export function addTree(nodes: usize, values: usize, ranks: usize, stride: usize, n: i32, out: usize): void {
  for (let i = 0; i < n; i += 8) {
    const r0 = ranks;
    const r1 = r0 + stride;
    const r2 = r1 + stride;
    const r3 = r2 + stride;
    const r4 = r3 + stride;
    const r5 = r4 + stride;
    const r6 = r5 + stride;
    const r7 = r6 + stride;
    let a: u32 = 0;
    let b: u32 = 0;
    let c: u32 = 0;
    let d: u32 = 0;
    let e: u32 = 0;
    let f: u32 = 0;
    let g: u32 = 0;
    let h: u32 = 0;
    while (true) {
      const a1 = next(nodes, a, r0);
      const b1 = next(nodes, b, r1);
      const c1 = next(nodes, c, r2);
      const d1 = next(nodes, d, r3);
      const e1 = next(nodes, e, r4);
      const f1 = next(nodes, f, r5);
      const g1 = next(nodes, g, r6);
      const h1 = next(nodes, h, r7);
      a = next(nodes, a1, r0);
      b = next(nodes, b1, r1);
      c = next(nodes, c1, r2);
      d = next(nodes, d1, r3);
      e = next(nodes, e1, r4);
      f = next(nodes, f1, r5);
      g = next(nodes, g1, r6);
      h = next(nodes, h1, r7);
      if (((a1 ^ a) | (b1 ^ b) | (c1 ^ c) | (d1 ^ d) | (e1 ^ e) | (f1 ^ f) | (g1 ^ g) | (h1 ^ h)) == 0) break;
    }
    store<f32>(out, load<f32>(out, 0) + load<f32>(values + (<usize>a << 2)), 0);
    store<f32>(out, load<f32>(out, 4) + load<f32>(values + (<usize>b << 2)), 4);
    store<f32>(out, load<f32>(out, 8) + load<f32>(values + (<usize>c << 2)), 8);
    store<f32>(out, load<f32>(out, 12) + load<f32>(values + (<usize>d << 2)), 12);
    store<f32>(out, load<f32>(out, 16) + load<f32>(values + (<usize>e << 2)), 16);
    store<f32>(out, load<f32>(out, 20) + load<f32>(values + (<usize>f << 2)), 20);
    store<f32>(out, load<f32>(out, 24) + load<f32>(values + (<usize>g << 2)), 24);
    store<f32>(out, load<f32>(out, 28) + load<f32>(values + (<usize>h << 2)), 28);
    out += 32;
    ranks += stride << 3;
  }
}
