// Decimal digits to the nearest double, in AssemblyScript.

/** Largest power of ten in the table of {@link eiselLemire}. */
export const MAX_POWER: i32 = 64;

/** Whether eight bytes, each less '0', are digits. */
@inline
export function areEightDigits(x: u64): bool {
  return (((x + 0x7676767676767676) | x) & 0x8080808080808080) == 0;
}

/** The number that eight digits are, the first in the lowest byte. */
@inline
export function eightDigits(x: u64): u64 {
  const pairs = x * 10 + (x >> 8);
  return (
    ((pairs & 0x000000ff000000ff) * 0x000f424000000064 + ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >> 32
  );
}

let low: u64 = 0;

/** The high half of a product; the low half is left in `low`. */
function multiply(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const p00 = a0 * b0;
  const p01 = a0 * b1;
  const p10 = a1 * b0;
  const middle = (p00 >> 32) + (p01 & 0xffffffff) + (p10 & 0xffffffff);
  low = (middle << 32) | (p00 & 0xffffffff);
  return a1 * b1 + (p01 >> 32) + (p10 >> 32) + (middle >> 32);
}

/**
 * The double nearest to w × 10^q, for w > 0 and |q| <= 64; NaN where 128 bits do not decide. fives: the powers of five, see `configure`.
 *
 * Lemire (2021), "Number parsing at a gigabyte per second", Software: Practice and Experience 51.
 */
export function eiselLemire(w: u64, q: i32, fives: usize): f64 {
  const zeros = clz(w);
  const shifted = w << zeros;
  const five = fives + ((<usize>(q + MAX_POWER)) << 4);
  let high = multiply(shifted, load<u64>(five));
  let rest = low;
  if ((high & 0x1ff) == 0x1ff) {
    const second = multiply(shifted, load<u64>(five + 8));
    rest += second;
    if (second > rest) high++;
  }
  if (rest == 0xffffffffffffffff && (q < -27 || q > 55)) return NaN;
  const upper = high >> 63;
  let m = high >> (upper + 9);
  let power: i32 = ((217706 * q) >> 16) + 63 + <i32>upper - <i32>zeros + 1023;
  if (rest <= 1 && q >= -4 && q <= 23 && (m & 3) == 1 && m << (upper + 9) == high) m &= ~1;
  m += m & 1;
  m >>= 1;
  if (m >= 0x20000000000000) {
    m = 0x10000000000000;
    power++;
  }
  return reinterpret<f64>((m & 0xfffffffffffff) | ((<u64>power) << 52));
}
