// The best split of a node among a group of features. See ../kernels.ts.

@inline
function threshold(g: f64, alpha: f64): f64 {
  return g > alpha ? g - alpha : g < -alpha ? g + alpha : 0;
}
@inline
function clippedWeight(g: f64, h: f64, lambda: f64, alpha: f64, lower: f64, upper: f64): f64 {
  const d = h + lambda;
  const w = d <= 0 ? 0 : -threshold(g, alpha) / d;
  return w > upper ? upper : w < lower ? lower : w;
}
@inline
function scoreAt(g: f64, h: f64, lambda: f64, alpha: f64, w: f64): f64 {
  return -(2 * threshold(g, alpha) * w + (h + lambda) * w * w);
}

/** Scans one feature with leaf weights in [lower, upper], in the order of `sign`; returns the best bin or -1, score at scratch. */
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
  store<f64>(scratch, best);
  return at;
}

@inline
function threshold2(g: v128, alpha: v128): v128 {
  // sign(g) × max(|g| - alpha, 0)
  const size = f64x2.pmax(f64x2.splat(0), f64x2.sub(f64x2.abs(g), alpha));
  return v128.or(size, v128.and(g, f64x2.splat(-0.0)));
}

/**
 * Scans one feature, two bins at a time, even and odd ones for themselves. Scores are fractions that are compared without dividing.
 * Returns the best bin or -1, its score at scratch.
 */
@inline
function scan(h: usize, last: i32, startG: i32, startH: i32, G: f64, H: f64, lambda: f64, alpha: f64, minH: f64, floor: f64, scratch: usize, isSoftened: bool): i32 {
  let sum = i64x2.splat((<i64>startG << 32) + <i64>startH);
  const zero = i64x2.splat(0);
  const vG = f64x2.splat(G);
  const vH = f64x2.splat(H);
  const vLambda = f64x2.splat(lambda);
  const vAlpha = f64x2.splat(alpha);
  const vMin = f64x2.splat(minH);
  let bestTop = f64x2.splat(floor);
  let bestBottom = f64x2.splat(1);
  let bin = i64x2.splat(-1);
  // with an odd count the second lane of the last pair lies beyond the end
  let lanes = i64x2.splat(-1);
  for (let b: i32 = 0; b < last; b += 2) {
    if (b + 1 == last) lanes = i64x2(-1, 0);
    const cells = v128.load(h + (<usize>b << 3));
    const pair = i64x2.add(sum, i64x2.add(cells, v128.shuffle<i64>(zero, cells, 0, 2)));
    sum = v128.shuffle<i64>(pair, pair, 1, 1);
    const left = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(pair, pair, 0, 2, 0, 2));
    const g = f64x2.convert_low_i32x4_s(v128.shuffle<i32>(pair, pair, 1, 3, 1, 3));
    const rest = f64x2.sub(vH, left);
    let gl = g;
    let gr = f64x2.sub(vG, g);
    if (isSoftened) {
      gl = threshold2(gl, vAlpha);
      gr = threshold2(gr, vAlpha);
    }
    const dl = f64x2.add(left, vLambda);
    const dr = f64x2.add(rest, vLambda);
    const top = f64x2.add(f64x2.mul(f64x2.mul(gl, gl), dr), f64x2.mul(f64x2.mul(gr, gr), dl));
    const bottom = f64x2.mul(dl, dr);
    const better = v128.and(
      v128.and(lanes, v128.and(f64x2.ge(left, vMin), f64x2.ge(rest, vMin))),
      f64x2.gt(f64x2.mul(top, bestBottom), f64x2.mul(bestTop, bottom)),
    );
    if (v128.any_true(better)) {
      bestTop = v128.bitselect(top, bestTop, better);
      bestBottom = v128.bitselect(bottom, bestBottom, better);
      bin = v128.bitselect(i64x2.splat(<i64>b), bin, better);
    }
  }
  const score = f64x2.div(bestTop, bestBottom);
  const even = <i32>i64x2.extract_lane(bin, 0);
  const odd = <i32>i64x2.extract_lane(bin, 1);
  const a = f64x2.extract_lane(score, 0);
  const b = f64x2.extract_lane(score, 1);
  if (odd >= 0 && (even < 0 || b > a || (b == a && odd < even))) {
    store<f64>(scratch, b);
    return odd + 1;
  }
  store<f64>(scratch, a);
  return even;
}
function scanPlain(h: usize, last: i32, startG: i32, startH: i32, G: f64, H: f64, lambda: f64, minH: f64, floor: f64, scratch: usize): i32 {
  return scan(h, last, startG, startH, G, H, lambda, 0, minH, floor, scratch, false);
}
function scanSoftened(h: usize, last: i32, startG: i32, startH: i32, G: f64, H: f64, lambda: f64, alpha: f64, minH: f64, floor: f64, scratch: usize): i32 {
  return scan(h, last, startG, startH, G, H, lambda, alpha, minH, floor, scratch, true);
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
          : alpha == 0
            ? scanPlain(base, last, startG, startH, gradient, hessian, lambda, minHessian, best, scratch)
            : scanSoftened(base, last, startG, startH, gradient, hessian, lambda, alpha, minHessian, best, scratch);
      // scans compare without dividing: a score that only equals the best can pass them by rounding, and the first feature wins ties
      if (b < 0 || load<f64>(scratch) <= best) continue;
      best = load<f64>(scratch);
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
