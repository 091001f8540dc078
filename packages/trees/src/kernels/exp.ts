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
