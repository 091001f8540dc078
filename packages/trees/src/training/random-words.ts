/** Mixes three words into one (MurmurHash3 finaliser twice); the same in every process. */
export function mixWords(a: number, b: number, c: number): number {
  let h = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul((h ^ (h >>> 13)) + c, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Draws a sorted subset of `items` without replacement.
 *
 * The draw depends only on the key, so every thread makes the same one for itself.
 */
export function drawSubset(items: readonly number[], size: number, key: readonly [number, number, number]): number[] {
  if (size >= items.length) return [...items];
  const pool = [...items];
  for (let i = 0; i < size; i++) {
    const word = mixWords(key[0], key[1] + i, key[2]);
    const j = i + Math.floor((word / 4294967296) * (pool.length - i));
    const held = pool[i]!;
    pool[i] = pool[j]!;
    pool[j] = held;
  }
  return pool.slice(0, size).toSorted((a, b) => a - b);
}
