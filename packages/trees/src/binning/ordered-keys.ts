const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

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
