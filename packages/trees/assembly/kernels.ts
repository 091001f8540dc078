// The training kernels in AssemblyScript; see ../src/kernels/kernels.ts for what each does. Every kernel gives the same bits as its
// twin in ../src/kernels/js-kernels.ts: float64 operations in the same order, integer sums. No heap, no static data.

const GATHER: i32 = 512;

// @ts-ignore: decorator
@inline
function exp2lanes(x: v128): v128 {
  const c = f64x2.min(f64x2.max(x, f64x2.splat(-80)), f64x2.splat(80));
  const k = f64x2.floor(f64x2.add(f64x2.mul(c, f64x2.splat(1.4426950408889634)), f64x2.splat(0.5)));
  const r = f64x2.sub(
    f64x2.sub(c, f64x2.mul(k, f64x2.splat(0.693147180369123816))),
    f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10)),
  );
  let p = f64x2.splat(2.505210838544172e-8);
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.755731922398589e-7));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.7557319223985893e-6));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(2.48015873015873e-5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.984126984126984e-4));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.388888888888889e-3));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(8.333333333333333e-3));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(4.1666666666666664e-2));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.16666666666666666));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  // 2^k by its bits: adding 2^52 puts k + 1023 into the low bits
  const power = i64x2.shl(f64x2.add(k, f64x2.splat(4503599627370496 + 1023)), 52);
  return f64x2.mul(p, power);
}

export function gradients(margins: usize, labels: usize, weights: usize, grads: usize, hessians: usize, from: i32, to: i32, sums: usize): void {
  let sumG = f64x2.splat(0);
  let sumH = f64x2.splat(0);
  const one = f64x2.splat(1);
  let i = from;
  for (; i < to; i += 2) {
    const at = <usize>i << 2;
    const half = i + 1 < to;
    const m = half ? v128.load64_zero(margins + at) : v128.load32_zero(margins + at);
    const w32 = half ? v128.load64_zero(weights + at) : v128.load32_zero(weights + at);
    const y = f64x2(<f64>load<u8>(labels + <usize>i), half ? <f64>load<u8>(labels + <usize>i, 1) : 0);
    const w = f64x2.promote_low_f32x4(w32);
    const p = f64x2.div(one, f64x2.add(one, exp2lanes(f64x2.neg(f64x2.promote_low_f32x4(m)))));
    const g = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(p, y), w));
    const h = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.max(f64x2.mul(p, f64x2.sub(one, p)), f64x2.splat(1e-16)), w));
    if (half) {
      v128.store64_lane(grads + at, g, 0);
      v128.store64_lane(hessians + at, h, 0);
    } else {
      v128.store32_lane(grads + at, g, 0);
      v128.store32_lane(hessians + at, h, 0);
    }
    sumG = f64x2.add(sumG, f64x2.abs(f64x2.promote_low_f32x4(g)));
    sumH = f64x2.add(sumH, f64x2.promote_low_f32x4(h));
  }
  store<f64>(sums, load<f64>(sums) + (f64x2.extract_lane(sumG, 0) + f64x2.extract_lane(sumG, 1)));
  store<f64>(sums, load<f64>(sums, 8) + (f64x2.extract_lane(sumH, 0) + f64x2.extract_lane(sumH, 1)), 8);
}

export function quantise(grads: usize, hessians: usize, packed: usize, from: i32, to: i32, gradientScale: f64, hessianScale: f64, seed: i32, keepBelow: f64, sums: usize): void {
  let sumG: i32 = 0;
  let sumH: i32 = 0;
  for (let i = from; i < to; i++) {
    let word = <u32>(i ^ seed) * 0x85ebca6b;
    word = (word ^ (word >> 15)) * 0xc2b2ae35;
    word ^= word >> 16;
    let g: i32 = 0;
    let h: i32 = 0;
    if (<f64>word < keepBelow) {
      const other = (word ^ 0x27d4eb2f) * 0x9e3779b1;
      const u = (<f64>other + 0.5) * (1.0 / 4294967296.0);
      const at = <usize>i << 2;
      g = <i32>Math.floor(<f64>load<f32>(grads + at) * gradientScale + u);
      h = <i32>Math.floor(<f64>load<f32>(hessians + at) * hessianScale + (1 - u));
    }
    const to8 = packed + (<usize>i << 3);
    store<i32>(to8, h);
    store<i32>(to8, g, 4);
    sumG += g;
    sumH += h;
  }
  store<i32>(sums, load<i32>(sums) + sumH);
  store<i32>(sums, load<i32>(sums, 4) + sumG, 4);
}

// @ts-ignore: decorator
@inline
function addRow(h: usize, w: u64, v: i64, width: i32): void {
  let p = h + (<usize>(w & 255) << 3);
  store<i64>(p, load<i64>(p) + v);
  p = h + (<usize>((w >> 8) & 255) << 3);
  store<i64>(p, load<i64>(p, 2048) + v, 2048);
  p = h + (<usize>((w >> 16) & 255) << 3);
  store<i64>(p, load<i64>(p, 4096) + v, 4096);
  p = h + (<usize>((w >> 24) & 255) << 3);
  store<i64>(p, load<i64>(p, 6144) + v, 6144);
  if (width > 4) {
    p = h + (<usize>((w >> 32) & 255) << 3);
    store<i64>(p, load<i64>(p, 8192) + v, 8192);
    p = h + (<usize>((w >> 40) & 255) << 3);
    store<i64>(p, load<i64>(p, 10240) + v, 10240);
  }
  if (width > 6) {
    p = h + (<usize>((w >> 48) & 255) << 3);
    store<i64>(p, load<i64>(p, 12288) + v, 12288);
    p = h + (<usize>(w >> 56) << 3);
    store<i64>(p, load<i64>(p, 14336) + v, 14336);
  }
}
function addRows8(bins: usize, stride: usize, packed: usize, end: usize, h: usize): void {
  while (packed < end) {
    addRow(h, load<u64>(bins), load<i64>(packed), 8);
    bins += stride;
    packed += 8;
  }
}
function addRows6(bins: usize, stride: usize, packed: usize, end: usize, h: usize): void {
  while (packed < end) {
    addRow(h, load<u64>(bins), load<i64>(packed), 6);
    bins += stride;
    packed += 8;
  }
}
function addRows4(bins: usize, stride: usize, packed: usize, end: usize, h: usize): void {
  while (packed < end) {
    addRow(h, load<u64>(bins), load<i64>(packed), 4);
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

// @ts-ignore: decorator
@inline
function threshold(g: f64, alpha: f64): f64 {
  return g > alpha ? g - alpha : g < -alpha ? g + alpha : 0;
}
// @ts-ignore: decorator
@inline
function clippedWeight(g: f64, h: f64, lambda: f64, alpha: f64, lower: f64, upper: f64): f64 {
  const d = h + lambda;
  const w = d <= 0 ? 0 : -threshold(g, alpha) / d;
  return w > upper ? upper : w < lower ? lower : w;
}
// @ts-ignore: decorator
@inline
function scoreAt(g: f64, h: f64, lambda: f64, alpha: f64, w: f64): f64 {
  return -(2 * threshold(g, alpha) * w + (h + lambda) * w * w);
}

/** Scans one feature with leaf weights in [lower, upper], in the order of `sign`; returns the best bin or -1, score at scratch + 2048. */
function scanBounded(h: usize, last: i32, startG: i32, startH: i32, G: f64, H: f64, lambda: f64, alpha: f64, lower: f64, upper: f64, sign: i32, minH: f64, floor: f64, scratch: usize): i32 {
  let g = startG;
  let hs = startH;
  let best = floor;
  let at: i32 = -1;
  for (let b: i32 = 0; b < last; b++) {
    hs += load<i32>(h + (<usize>b << 3));
    g += load<i32>(h + (<usize>b << 3), 4);
    const left = <f64>hs;
    if (left < minH) continue;
    const rest = H - left;
    if (rest < minH) break;
    const gl = <f64>g;
    const gr = G - gl;
    const wl = clippedWeight(gl, left, lambda, alpha, lower, upper);
    const wr = clippedWeight(gr, rest, lambda, alpha, lower, upper);
    if ((sign > 0 && wl > wr) || (sign < 0 && wl < wr)) continue;
    const score = scoreAt(gl, left, lambda, alpha, wl) + scoreAt(gr, rest, lambda, alpha, wr);
    if (score > best) {
      best = score;
      at = b;
    }
  }
  store<f64>(scratch, best, 2048);
  return at;
}

// @ts-ignore: decorator
@inline
function threshold2(g: v128, alpha: v128): v128 {
  // sign(g) × max(|g| - alpha, 0); exact for alpha = 0
  const size = f64x2.max(f64x2.sub(f64x2.abs(g), alpha), f64x2.splat(0));
  return v128.or(size, v128.and(g, f64x2.splat(-0.0)));
}

/** Scans one feature, two bins at a time; prefix sums go through `scratch` (2048 bytes). Returns the best bin or -1, score at scratch + 2048. */
function scan(h: usize, last: i32, startG: i32, startH: i32, G: f64, H: f64, lambda: f64, alpha: f64, minH: f64, floor: f64, scratch: usize): i32 {
  const even = (last + 1) & ~1;
  let sum: i64 = (<i64>startG << 32) + <i64>startH;
  for (let b: i32 = 0; b < even; b += 2) {
    const at = <usize>b << 3;
    sum += load<i64>(h + at);
    store<i64>(scratch + at, sum);
    sum += load<i64>(h + at, 8);
    store<i64>(scratch + at, sum, 8);
  }
  const vG = f64x2.splat(G);
  const vH = f64x2.splat(H);
  const vLambda = f64x2.splat(lambda);
  const vAlpha = f64x2.splat(alpha);
  const vMin = f64x2.splat(minH);
  let best = f64x2.splat(floor);
  let bin = i64x2.splat(-1);
  let current = i64x2(0, 1);
  const two = i64x2.splat(2);
  // with an odd count the second lane of the last pair lies beyond the end
  const end = i64x2.splat(<i64>last);
  for (let b: i32 = 0; b < even; b += 2) {
    const pair = v128.load(scratch + (<usize>b << 3));
    const left = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(pair, pair, 0, 2, 0, 2));
    const g = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(pair, pair, 1, 3, 1, 3));
    const rest = f64x2.sub(vH, left);
    const tl = threshold2(g, vAlpha);
    const tr = threshold2(f64x2.sub(vG, g), vAlpha);
    const dl = f64x2.add(left, vLambda);
    const dr = f64x2.add(rest, vLambda);
    const score = f64x2.div(
      f64x2.add(f64x2.mul(f64x2.mul(tl, tl), dr), f64x2.mul(f64x2.mul(tr, tr), dl)),
      f64x2.mul(dl, dr),
    );
    const better = v128.and(
      v128.and(f64x2.ge(left, vMin), f64x2.ge(rest, vMin)),
      v128.and(f64x2.gt(score, best), v128.gt<i64>(end, current)),
    );
    best = v128.bitselect(score, best, better);
    bin = v128.bitselect(current, bin, better);
    current = i64x2.add(current, two);
  }
  const a = f64x2.extract_lane(best, 0);
  const b = f64x2.extract_lane(best, 1);
  const i = <i32>i64x2.extract_lane(bin, 0);
  const j = <i32>i64x2.extract_lane(bin, 1);
  if (j >= 0 && (i < 0 || b > a || (b == a && j < i))) {
    store<f64>(scratch, b, 2048);
    return j;
  }
  store<f64>(scratch, i >= 0 ? a : floor, 2048);
  return i;
}
export function findSplit(histogram: usize, nBins: usize, width: i32, gradient: f64, hessian: f64, lambda: f64, alpha: f64, lower: f64, upper: f64, signs: usize, minHessian: f64, out: usize, scratch: usize): void {
  const bounded = signs != 0 || lower != -Infinity || upper != Infinity;
  let best: f64 = -Infinity;
  let bestFeature: i32 = -1;
  let bestBin: i32 = 0;
  let bestG: i32 = 0;
  let bestH: i32 = 0;
  for (let f: i32 = 0; f < width; f++) {
    const bins = load<i32>(nBins + (<usize>f << 2));
    if (bins == 0) continue;
    const sign = signs == 0 ? 0 : load<i32>(signs + (<usize>f << 2));
    const base = histogram + (<usize>f << 11);
    const missingH = load<i32>(base, 2040);
    const missingG = load<i32>(base, 2044);
    const hasMissing = missingH != 0 || missingG != 0;
    const sides = hasMissing ? 2 : 1;
    for (let side: i32 = 0; side < sides; side++) {
      const startG = side == 1 ? missingG : 0;
      const startH = side == 1 ? missingH : 0;
      const last = hasMissing && side == 0 ? bins : bins - 1;
      if (last <= 0) continue;
      const b =
        bounded
          ? scanBounded(base, last, startG, startH, gradient, hessian, lambda, alpha, lower, upper, sign, minHessian, best, scratch)
          : scan(base, last, startG, startH, gradient, hessian, lambda, alpha, minHessian, best, scratch);
      if (b < 0) continue;
      best = load<f64>(scratch, 2048);
      let g = startG;
      let h = startH;
      for (let c: i32 = 0; c <= b; c++) {
        h += load<i32>(base + (<usize>c << 3));
        g += load<i32>(base + (<usize>c << 3), 4);
      }
      bestFeature = f;
      bestG = g;
      bestH = h;
      bestBin = side == 1 || (!hasMissing && <f64>h > hessian - <f64>h) ? b + 256 : b;
    }
  }
  store<f64>(out, best);
  store<i32>(out, bestFeature, 8);
  store<i32>(out, bestBin, 12);
  store<i32>(out, bestH, 16);
  store<i32>(out, bestG, 20);
}

export function partition(columnBins: usize, shift: i32, limit: i32, index: usize, n: i32, buffer: usize): i32 {
  const bound = limit + shift;
  let left: i32 = 0;
  let right: i32 = 0;
  if (shift == 0) {
    for (let k: i32 = 0; k < n; k++) {
      const row = load<u32>(index + (<usize>k << 2));
      const goesRight = <i32>(<u32>(bound - <i32>load<u8>(columnBins + <usize>row)) >> 31);
      store<u32>(index + (<usize>left << 2), row);
      store<u32>(buffer + (<usize>right << 2), row);
      left += 1 - goesRight;
      right += goesRight;
    }
  } else {
    for (let k: i32 = 0; k < n; k++) {
      const row = load<u32>(index + (<usize>k << 2));
      const goesRight = <i32>(<u32>(bound - ((<i32>load<u8>(columnBins + <usize>row) + 1) & 255)) >> 31);
      store<u32>(index + (<usize>left << 2), row);
      store<u32>(buffer + (<usize>right << 2), row);
      left += 1 - goesRight;
      right += goesRight;
    }
  }
  memory.copy(index + (<usize>left << 2), buffer, <usize>right << 2);
  return left;
}

export function partitionByTable(columnBins: usize, table: usize, index: usize, n: i32, buffer: usize): i32 {
  let left: i32 = 0;
  let right: i32 = 0;
  for (let k: i32 = 0; k < n; k++) {
    const row = load<u32>(index + (<usize>k << 2));
    const goesRight = <i32>load<u8>(table + <usize>load<u8>(columnBins + <usize>row));
    store<u32>(index + (<usize>left << 2), row);
    store<u32>(buffer + (<usize>right << 2), row);
    left += 1 - goesRight;
    right += goesRight;
  }
  memory.copy(index + (<usize>left << 2), buffer, <usize>right << 2);
  return left;
}

export function addToMargins(margins: usize, index: usize, n: i32, value: f32): void {
  const end = index + (<usize>n << 2);
  while (index < end) {
    const at = margins + (<usize>load<u32>(index) << 2);
    store<f32>(at, load<f32>(at) + value);
    index += 4;
  }
}

export function iota(index: usize, from: i32, to: i32): void {
  for (let i = from; i < to; i++) store<i32>(index + (<usize>i << 2), i);
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
