// From values to bins. See ../kernels.ts.

export function orderKeys(keys: usize, n: i32): i32 {
  const highest = i32x4.splat(0x80000000);
  let missing: i32 = 0;
  for (let i = 0; i < n; i += 4) {
    const at = keys + (<usize>i << 2);
    // up to three words past the end are turned, too; they are no keys
    const u = v128.load(at);
    const size = v128.andnot(u, highest);
    const isNan = i32x4.gt_s(size, i32x4.splat(0x7f800000));
    const turned = v128.xor(u, v128.or(i32x4.shr_s(u, 31), highest));
    const key = v128.bitselect(highest, turned, i32x4.eq(size, i32x4.splat(0)));
    v128.store(at, v128.or(key, isNan));
    missing += popcnt(i32x4.bitmask(isNan) & (i + 4 <= n ? 15 : (1 << (n - i)) - 1));
  }
  return missing;
}

export function radixSort(keys: usize, sorted: usize, n: i32, counters: usize): void {
  memory.fill(counters, 0, 24576);
  const c1 = counters + 8192;
  const c2 = counters + 16384;
  const end = <usize>n << 2;
  for (let i: usize = 0; i < end; i += 4) {
    const u = load<u32>(keys + i);
    let p = counters + <usize>((u & 2047) << 2);
    store<u32>(p, load<u32>(p) + 1);
    p = c1 + <usize>(((u >> 11) & 2047) << 2);
    store<u32>(p, load<u32>(p) + 1);
    p = c2 + <usize>((u >> 22) << 2);
    store<u32>(p, load<u32>(p) + 1);
  }
  let a: u32 = 0;
  let b: u32 = 0;
  let d: u32 = 0;
  for (let k: usize = 0; k < 8192; k += 4) {
    let t = load<u32>(counters + k);
    store<u32>(counters + k, a);
    a += t;
    t = load<u32>(c1 + k);
    store<u32>(c1 + k, b);
    b += t;
    t = load<u32>(c2 + k);
    store<u32>(c2 + k, d);
    d += t;
  }
  for (let i: usize = 0; i < end; i += 4) {
    const u = load<u32>(keys + i);
    const p = counters + <usize>((u & 2047) << 2);
    const t = load<u32>(p);
    store<u32>(p, t + 1);
    store<u32>(sorted + (<usize>t << 2), u);
  }
  for (let i: usize = 0; i < end; i += 4) {
    const u = load<u32>(sorted + i);
    const p = c1 + <usize>(((u >> 11) & 2047) << 2);
    const t = load<u32>(p);
    store<u32>(p, t + 1);
    store<u32>(keys + (<usize>t << 2), u);
  }
  for (let i: usize = 0; i < end; i += 4) {
    const u = load<u32>(keys + i);
    const p = c2 + <usize>((u >> 22) << 2);
    const t = load<u32>(p);
    store<u32>(p, t + 1);
    store<u32>(sorted + (<usize>t << 2), u);
  }
}

export function binKeys(keys: usize, n: i32, cuts: usize, nCuts: i32, table: usize, rowBins: usize, stride: usize, columnBins: usize): void {
  let below: i32 = 0;
  for (let t: u32 = 0; t < 65536; t++) {
    while (below < nCuts && load<u32>(cuts + (<usize>below << 2)) < t << 16) below++;
    store<u8>(table + <usize>t, <u8>below);
  }
  store<u8>(table + 65536, <u8>nCuts);
  for (let i: i32 = 0; i < n; i++) {
    const key = load<u32>(keys + (<usize>i << 2));
    let bin: u32 = 255;
    if (key != 0xffffffff) {
      const t = <usize>(key >> 16);
      let low = <u32>load<u8>(table + t);
      let high = <u32>load<u8>(table + t, 1);
      while (low < high) {
        const middle = (low + high) >> 1;
        if (load<u32>(cuts + (<usize>middle << 2)) <= key) low = middle + 1;
        else high = middle;
      }
      bin = low;
    }
    store<u8>(rowBins + <usize>i * stride, <u8>bin);
    store<u8>(columnBins + <usize>i, <u8>bin);
  }
}
