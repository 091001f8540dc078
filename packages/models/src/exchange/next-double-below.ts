const words = new Uint32Array(1);
const float = new Float32Array(words.buffer);
const bits = new BigInt64Array(1);
const double = new Float64Array(bits.buffer);

/** The float32 before t (-Infinity excluded). */
function previousFloat32(t: number): number {
  if (t === Infinity) return 3.4028234663852886e38;
  if (t === 0) return -1.401298464324817e-45;
  float[0] = t;
  words[0] = words[0]! + (t > 0 ? -1 : 1);
  return float[0];
}

/** The double before v, for finite v other than 0. */
function previousDouble(v: number): number {
  double[0] = v;
  bits[0] = bits[0]! + (v > 0 ? -1n : 1n);
  return double[0];
}

/**
 * The largest double v that rounds to a float32 below t: `value <= v` in double decides as `fround(value) < t` does.
 *
 * @param t - A float32 above the least one; Infinity stands for "every number".
 */
export function nextDoubleBelow(t: number): number {
  const before = previousFloat32(t);
  // midpoint of both, exact in double; 2^128 is where float32 ends
  const middle = before + ((t === Infinity ? 2 ** 128 : t) - before) / 2;
  return Math.fround(middle) < t ? middle : previousDouble(middle);
}
