/**
 * exp(x) in float64 by range reduction and a polynomial of degree 11, relative error below 1e-14 for |x| <= 80.
 *
 * Only additions and multiplications, so that every machine and the WebAssembly twin give the same bits; `Math.exp` may differ.
 */
export function exactExp(x: number): number {
  const clamped = x < -80 ? -80 : x > 80 ? 80 : x;
  const k = Math.floor(clamped * Math.LOG2E + 0.5);
  const r = clamped - k * 0.693147180369123816 - k * 1.90821492927058770002e-10;
  let p = 2.505210838544172e-8;
  p = p * r + 2.755731922398589e-7;
  p = p * r + 2.7557319223985893e-6;
  p = p * r + 2.48015873015873e-5;
  p = p * r + 1.984126984126984e-4;
  p = p * r + 1.388888888888889e-3;
  p = p * r + 8.333333333333333e-3;
  p = p * r + 4.1666666666666664e-2;
  p = p * r + 0.16666666666666666;
  p = p * r + 0.5;
  p = p * r + 1;
  p = p * r + 1;
  return p * POWERS[k + 128]!;
}

const POWERS = Float64Array.from({ length: 257 }, (_, i) => 2 ** (i - 128));

/**
 * 1 / (1 + e^-margin) with a relative error below 1e-9, for gradients, which are float32; the WebAssembly twin gives the same bits.
 * The polynomial of degree 8 is evaluated in pairs, which do not wait for each other.
 */
export function logistic(margin: number): number {
  const x = margin > 80 ? -80 : margin < -80 ? 80 : -margin;
  const k = Math.floor(x * Math.LOG2E + 0.5);
  const r = x - k * Math.LN2;
  const r2 = r * r;
  const r4 = r2 * r2;
  const low = 1 + r + r2 * (0.5 + r * 0.16666666666666666);
  const high =
    4.1666666666666664e-2 +
    r * 8.333333333333333e-3 +
    r2 * (1.388888888888889e-3 + r * 1.984126984126984e-4) +
    r4 * 2.48015873015873e-5;
  return 1 / (1 + (low + r4 * high) * POWERS[k + 128]!);
}
