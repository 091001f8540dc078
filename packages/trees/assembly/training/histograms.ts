// Sums of quantised gradients by bin. See ../kernels.ts.

const GATHER: i32 = 512;

@inline
function addCell(h: usize, bin: usize, v: i64): void {
  const p = h + (bin << 3);
  store<i64>(p, load<i64>(p) + v);
}
@inline
function addRow(h: usize, bins: usize, v: i64, width: i32): void {
  addCell(h, <usize>load<u8>(bins), v);
  addCell(h + 2048, <usize>load<u8>(bins, 1), v);
  addCell(h + 4096, <usize>load<u8>(bins, 2), v);
  addCell(h + 6144, <usize>load<u8>(bins, 3), v);
  if (width > 4) {
    addCell(h + 8192, <usize>load<u8>(bins, 4), v);
    addCell(h + 10240, <usize>load<u8>(bins, 5), v);
  }
  if (width > 6) {
    addCell(h + 12288, <usize>load<u8>(bins, 6), v);
    addCell(h + 14336, <usize>load<u8>(bins, 7), v);
  }
}
function addRows8(bins: usize, stride: usize, packed: usize, end: usize, h: usize): void {
  while (packed < end) {
    addRow(h, bins, load<i64>(packed), 8);
    bins += stride;
    packed += 8;
  }
}
function addRows6(bins: usize, stride: usize, packed: usize, end: usize, h: usize): void {
  while (packed < end) {
    addRow(h, bins, load<i64>(packed), 6);
    bins += stride;
    packed += 8;
  }
}
function addRows4(bins: usize, stride: usize, packed: usize, end: usize, h: usize): void {
  while (packed < end) {
    addRow(h, bins, load<i64>(packed), 4);
    bins += stride;
    packed += 8;
  }
}
function addGroup(bins: usize, stride: usize, packed: usize, n: i32, h: usize, width: i32): void {
  const end = packed + (<usize>n << 3);
  if (width > 6) addRows8(bins, stride, packed, end, h);
  else if (width > 4) addRows6(bins, stride, packed, end, h);
  else addRows4(bins, stride, packed, end, h);
}

export function histogramRange(rowBins: usize, nGroups: i32, lastWidth: i32, packed: usize, from: i32, to: i32, histogram: usize): void {
  const stride = <usize>nGroups << 3;
  for (let i = from; i < to; i += GATHER) {
    const n = min(GATHER, to - i);
    for (let g: i32 = 0; g < nGroups; g++) {
      addGroup(rowBins + <usize>i * stride + (<usize>g << 3), stride, packed + (<usize>i << 3), n, histogram + (<usize>g << 14), g == nGroups - 1 ? lastWidth : 8);
    }
  }
}

export function histogramRows(rowBins: usize, nGroups: i32, lastWidth: i32, index: usize, n: i32, packed: usize, histogram: usize, gatherBins: usize, gatherPacked: usize): void {
  const stride = <usize>nGroups << 3;
  for (let i: i32 = 0; i < n; i += GATHER) {
    const m = min(GATHER, n - i);
    let at = index + (<usize>i << 2);
    const end = at + (<usize>m << 2);
    let bins = gatherBins;
    let out = gatherPacked;
    if (nGroups == 4) {
      while (at < end) {
        const row = <usize>load<u32>(at);
        const source = rowBins + (row << 5);
        v128.store(bins, v128.load(source));
        v128.store(bins, v128.load(source, 16), 16);
        store<i64>(out, load<i64>(packed + (row << 3)));
        at += 4;
        bins += 32;
        out += 8;
      }
    } else {
      while (at < end) {
        const row = <usize>load<u32>(at);
        const source = rowBins + row * stride;
        for (let b: usize = 0; b < stride; b += 8) store<u64>(bins + b, load<u64>(source + b));
        store<i64>(out, load<i64>(packed + (row << 3)));
        at += 4;
        bins += stride;
        out += 8;
      }
    }
    for (let g: i32 = 0; g < nGroups; g++) {
      addGroup(gatherBins + (<usize>g << 3), stride, gatherPacked, m, histogram + (<usize>g << 14), g == nGroups - 1 ? lastWidth : 8);
    }
  }
}

export function wideHistogramRange(bins: usize, packed: usize, from: i32, to: i32, histogram: usize): void {
  for (let i = from; i < to; i++) {
    addCell(histogram, <usize>load<u16>(bins + (<usize>i << 1)), load<i64>(packed + (<usize>i << 3)));
  }
}

export function wideHistogramRows(bins: usize, index: usize, n: i32, packed: usize, histogram: usize): void {
  const end = index + (<usize>n << 2);
  while (index < end) {
    const row = <usize>load<u32>(index);
    addCell(histogram, <usize>load<u16>(bins + (row << 1)), load<i64>(packed + (row << 3)));
    index += 4;
  }
}

export function zero(at: usize, bytes: usize): void {
  memory.fill(at, 0, bytes);
}
export function add(target: usize, source: usize, cells: i32): void {
  const end = target + (<usize>cells << 3);
  while (target < end) {
    v128.store(target, i32x4.add(v128.load(target), v128.load(source)));
    target += 16;
    source += 16;
  }
}
export function subtract(target: usize, source: usize, cells: i32): void {
  const end = target + (<usize>cells << 3);
  while (target < end) {
    v128.store(target, i32x4.sub(v128.load(target), v128.load(source)));
    target += 16;
    source += 16;
  }
}
