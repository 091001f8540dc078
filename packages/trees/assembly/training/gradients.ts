// Gradients of the logistic loss, and their quantised form. See ../kernels.ts.

/** As in ../../src/kernels/kernels.ts. */
const EXACT_QUANTA: f64 = 16;

@inline
function logistic(margin: v128): v128 {
  const x = f64x2.pmin(f64x2.splat(80), f64x2.pmax(f64x2.splat(-80), f64x2.neg(margin)));
  const k = f64x2.floor(f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), f64x2.splat(0.5)));
  const r = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.6931471805599453)));
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  const p01 = f64x2.add(f64x2.splat(1), r);
  const p23 = f64x2.add(f64x2.splat(0.5), f64x2.mul(r, f64x2.splat(0.16666666666666666)));
  const p45 = f64x2.add(f64x2.splat(4.1666666666666664e-2), f64x2.mul(r, f64x2.splat(8.333333333333333e-3)));
  const p67 = f64x2.add(f64x2.splat(1.388888888888889e-3), f64x2.mul(r, f64x2.splat(1.984126984126984e-4)));
  const low = f64x2.add(p01, f64x2.mul(r2, p23));
  const high = f64x2.add(f64x2.add(p45, f64x2.mul(r2, p67)), f64x2.mul(r4, f64x2.splat(2.48015873015873e-5)));
  // 2^k by its bits: adding 2^52 puts k + 1023 into the low bits
  const power = i64x2.shl(f64x2.add(k, f64x2.splat(4503599627370496 + 1023)), 52);
  const exp = f64x2.mul(f64x2.add(low, f64x2.mul(r4, high)), power);
  return f64x2.div(f64x2.splat(1), f64x2.add(f64x2.splat(1), exp));
}

/** Hessians of two rows that are not less than XGBoost's smallest, before weights. */
@inline
function curvature(p: v128): v128 {
  return f64x2.pmax(f64x2.splat(1e-16), f64x2.mul(p, f64x2.sub(f64x2.splat(1), p)));
}

@inline
function upper(x: v128): v128 {
  return v128.shuffle<i32>(x, x, 2, 3, 2, 3);
}

export function gradients(margins: usize, labels: usize, weights: usize, grads: usize, hessians: usize, from: i32, to: i32, sums: usize): void {
  // four sums, of every fourth row
  let sumG = f64x2.splat(0);
  let sumG2 = f64x2.splat(0);
  let sumH = f64x2.splat(0);
  let sumH2 = f64x2.splat(0);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const at = <usize>i << 2;
    const m = v128.load(margins + at);
    const w = v128.load(weights + at);
    const y = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(labels + <usize>i)));
    const w1 = f64x2.promote_low_f32x4(w);
    const w2 = f64x2.promote_low_f32x4(upper(w));
    const p1 = logistic(f64x2.promote_low_f32x4(m));
    const p2 = logistic(f64x2.promote_low_f32x4(upper(m)));
    const g1 = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(p1, f64x2.convert_low_i32x4_s(y)), w1));
    const g2 = f32x4.demote_f64x2_zero(f64x2.mul(f64x2.sub(p2, f64x2.convert_low_i32x4_s(upper(y))), w2));
    const h1 = f32x4.demote_f64x2_zero(f64x2.mul(curvature(p1), w1));
    const h2 = f32x4.demote_f64x2_zero(f64x2.mul(curvature(p2), w2));
    v128.store(grads + at, v128.shuffle<i32>(g1, g2, 0, 1, 4, 5));
    v128.store(hessians + at, v128.shuffle<i32>(h1, h2, 0, 1, 4, 5));
    sumG = f64x2.add(sumG, f64x2.abs(f64x2.promote_low_f32x4(g1)));
    sumG2 = f64x2.add(sumG2, f64x2.abs(f64x2.promote_low_f32x4(g2)));
    sumH = f64x2.add(sumH, f64x2.promote_low_f32x4(h1));
    sumH2 = f64x2.add(sumH2, f64x2.promote_low_f32x4(h2));
  }
  for (let lane = 0; i < to; i++, lane++) {
    const at = <usize>i << 2;
    const w = f64x2.splat(<f64>load<f32>(weights + at));
    const p = logistic(f64x2.splat(<f64>load<f32>(margins + at)));
    const g = <f32>f64x2.extract_lane(f64x2.mul(f64x2.sub(p, f64x2.splat(<f64>load<u8>(labels + <usize>i))), w), 0);
    const h = <f32>f64x2.extract_lane(f64x2.mul(curvature(p), w), 0);
    store<f32>(grads + at, g);
    store<f32>(hessians + at, h);
    const pairG = lane == 1 ? f64x2(0, Math.abs(<f64>g)) : f64x2(Math.abs(<f64>g), 0);
    const pairH = lane == 1 ? f64x2(0, <f64>h) : f64x2(<f64>h, 0);
    if (lane < 2) {
      sumG = f64x2.add(sumG, pairG);
      sumH = f64x2.add(sumH, pairH);
    } else {
      sumG2 = f64x2.add(sumG2, pairG);
      sumH2 = f64x2.add(sumH2, pairH);
    }
  }
  sumG = f64x2.add(sumG, sumG2);
  sumH = f64x2.add(sumH, sumH2);
  store<f64>(sums, load<f64>(sums) + (f64x2.extract_lane(sumG, 0) + f64x2.extract_lane(sumG, 1)));
  store<f64>(sums, load<f64>(sums, 8) + (f64x2.extract_lane(sumH, 0) + f64x2.extract_lane(sumH, 1)), 8);
}

/**
 * The whole numbers nearest to x, |result| < 2^31, in the low words: adding 3 × 2^51 puts them there, halves to even. Below
 * `EXACT_QUANTA` the draw u in (0, 1) decides.
 */
@inline
function roundQuanta(x: v128, u: v128): v128 {
  const isSmall = f64x2.lt(f64x2.abs(x), f64x2.splat(EXACT_QUANTA));
  const moved = f64x2.add(x, v128.and(f64x2.sub(u, f64x2.splat(0.5)), isSmall));
  return f64x2.add(moved, f64x2.splat(6755399441055744));
}

export function quantise(grads: usize, hessians: usize, packed: usize, from: i32, to: i32, gradientScale: f64, hessianScale: f64, seed: i32, keepBelow: f64, sums: usize): void {
  const keepsAll = keepBelow >= 4294967296;
  const below = i32x4.splat(keepsAll ? -1 : <i32><u32>keepBelow);
  const scaleG = f64x2.splat(gradientScale);
  const scaleH = f64x2.splat(hessianScale);
  const half = f64x2.splat(0.5);
  const unit = f64x2.splat(1.0 / 4294967296.0);
  let row = i32x4.add(i32x4.splat(from), i32x4(0, 1, 2, 3));
  let sum = i32x4.splat(0);
  for (let i = from; i < to; i += 4) {
    let word = i32x4.mul(v128.xor(row, i32x4.splat(seed)), i32x4.splat(0x85ebca6b));
    word = i32x4.mul(v128.xor(word, i32x4.shr_u(word, 15)), i32x4.splat(0xc2b2ae35));
    word = v128.xor(word, i32x4.shr_u(word, 16));
    const other = i32x4.mul(v128.xor(word, i32x4.splat(0x27d4eb2f)), i32x4.splat(0x9e3779b1));
    const u1 = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(other), half), unit);
    const u2 = f64x2.mul(f64x2.add(f64x2.convert_low_i32x4_u(upper(other)), half), unit);
    const at = <usize>i << 2;
    // up to three values past the end are read; they are not written
    const g = v128.load(grads + at);
    const h = v128.load(hessians + at);
    const one = f64x2.splat(1);
    const g1 = roundQuanta(f64x2.mul(f64x2.promote_low_f32x4(g), scaleG), u1);
    const g2 = roundQuanta(f64x2.mul(f64x2.promote_low_f32x4(upper(g)), scaleG), u2);
    const h1 = roundQuanta(f64x2.mul(f64x2.promote_low_f32x4(h), scaleH), f64x2.sub(one, u1));
    const h2 = roundQuanta(f64x2.mul(f64x2.promote_low_f32x4(upper(h)), scaleH), f64x2.sub(one, u2));
    let first = v128.shuffle<i32>(h1, g1, 0, 4, 2, 6);
    let second = v128.shuffle<i32>(h2, g2, 0, 4, 2, 6);
    if (!keepsAll) {
      const drawn = i32x4.lt_u(word, below);
      first = v128.and(first, v128.shuffle<i32>(drawn, drawn, 0, 0, 1, 1));
      second = v128.and(second, v128.shuffle<i32>(drawn, drawn, 2, 2, 3, 3));
    }
    const out = packed + (<usize>i << 3);
    if (i + 4 <= to) {
      v128.store(out, first);
      v128.store(out, second, 16);
      sum = i32x4.add(sum, i32x4.add(first, second));
    } else {
      const rest = to - i;
      v128.store64_lane(out, first, 0);
      sum = i32x4.add(sum, v128.and(first, i64x2(-1, rest > 1 ? -1 : 0)));
      if (rest > 1) v128.store64_lane(out, first, 1, 8);
      if (rest > 2) {
        v128.store64_lane(out, second, 0, 16);
        sum = i32x4.add(sum, v128.and(second, i64x2(-1, 0)));
      }
    }
    row = i32x4.add(row, i32x4.splat(4));
  }
  store<i32>(sums, load<i32>(sums) + i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 2));
  store<i32>(sums, load<i32>(sums, 4) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 3), 4);
}
