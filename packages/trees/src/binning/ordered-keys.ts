const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

/** Key of a missing value; no finite float32 has it. */
export const MISSING_KEY = 0xffffffff;

/** Writes keys of float32 bit patterns that order like the values as unsigned integers; -0 like 0, NaN as {@link MISSING_KEY}. Returns how many are missing. */
export function writeOrderedKeys(bits: Uint32Array, keys: Uint32Array): number {
  let missing = 0;
  for (let i = 0; i < bits.length; i++) {
    const u = bits[i]!;
    if ((u & 0x7fffffff) > 0x7f800000) {
      keys[i] = MISSING_KEY;
      missing++;
    } else if (u === 0x80000000) keys[i] = 0x80000000;
    else keys[i] = u ^ ((u >> 31) | 0x80000000);
  }
  return missing;
}

/** The float32 value of a key. */
export function valueOfKey(key: number): number {
  word[0] = key >>> 31 === 1 ? key ^ 0x80000000 : ~key;
  return float[0]!;
}

/** The key of a float32 value that is not NaN. */
export function keyOfValue(value: number): number {
  float[0] = value + 0;
  const u = word[0]!;
  return (u ^ ((u >> 31) | 0x80000000)) >>> 0;
}
