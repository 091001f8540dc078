import type { Rng } from '@fraudx/core';

/**
 * A seeded permutation of 0 … n-1, one element at a time, in O(1) memory.
 *
 * A four-round Feistel network over the next power of four, walking the cycle until the result falls below n.
 *
 * @param n - In [1, 2^30].
 * @see Black and Rogaway (2002), "Ciphers with arbitrary finite domains", CT-RSA.
 */
export function createPermutation(n: number, rng: Rng): (index: number) => number {
  let bits = 1;
  while (2 ** (2 * bits) < n) bits++;
  const mask = 2 ** bits - 1;
  const keys = [rng.uint32(), rng.uint32(), rng.uint32(), rng.uint32()];
  const round = (word: number, key: number): number => {
    let h = Math.imul(word ^ key, 0x9e3779b1);
    h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
    return (h ^ (h >>> 13)) & mask;
  };
  return (index) => {
    let value = index;
    do {
      let left = value >>> bits;
      let right = value & mask;
      for (const key of keys) [left, right] = [right, left ^ round(right, key)];
      value = left * (mask + 1) + right;
    } while (value >= n);
    return value;
  };
}
