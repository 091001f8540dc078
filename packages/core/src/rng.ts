import { InvalidArgumentError } from './errors.ts';

function rotl(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

/** MurmurHash3 finaliser: a bijection of 32-bit words. */
function mix(word: number): number {
  let h = word | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function hashText(text: string, seed: number): number {
  let h = seed | 0;
  for (let i = 0; i < text.length; i++) h = mix(Math.imul(h, 31) + text.charCodeAt(i) + 0x9e3779b9);
  return h;
}

/**
 * Seeded random numbers (xoshiro128**), the same in every process and on every machine.
 *
 * `stream(name)` gives an independent generator that depends only on this generator's seed and the name, never on how many
 * numbers were drawn; use one stream per purpose, so that adding a draw in one place changes nothing elsewhere.
 *
 * @see Blackman and Vigna (2021), "Scrambled linear pseudorandom number generators", ACM TOMS 47(4).
 */
export class Rng {
  readonly #key: readonly [number, number];
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  #spare: number | undefined;

  /**
   * @param seed - An integer in [0, 2^53).
   * @throws {InvalidArgumentError} The seed is not such an integer.
   */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new InvalidArgumentError(`seed must be an integer in [0, 2^53), got ${seed}`, { subject: 'Rng' });
    }
    this.#key = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
    this.#a = mix(this.#key[0] + 0x9e3779b9);
    this.#b = mix(this.#key[1] + this.#a + 0x3c6ef372);
    this.#c = mix(this.#a ^ rotl(this.#b, 13) ^ 0x1b873593);
    this.#d = mix(this.#b + rotl(this.#c, 7) + 0x7f4a7c15) | 1;
    for (let i = 0; i < 8; i++) this.uint32();
  }

  /** A generator for one named purpose, independent of what has been drawn here. */
  stream(name: string): Rng {
    const low = hashText(name, this.#key[0] ^ 0x51ed270b);
    const high = hashText(name, mix(this.#key[1] ^ low));
    return new Rng((high & 0x1fffff) * 2 ** 32 + (low >>> 0));
  }

  /** A whole number in [0, 2^32), uniform. */
  uint32(): number {
    const result = Math.imul(rotl(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = rotl(this.#d, 11);
    return result;
  }

  /** A number in [0, 1), uniform over multiples of 2^-53. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
  }

  /** A whole number in [0, n), uniform without bias; n in [1, 2^32]. */
  int(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > 2 ** 32) {
      throw new InvalidArgumentError(`Rng.int: n must be an integer in [1, 2^32], got ${n}`);
    }
    const limit = 2 ** 32 - (2 ** 32 % n);
    let value = this.uint32();
    while (value >= limit) value = this.uint32();
    return value % n;
  }

  /** A standard normal number (polar method). */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s > 0 && s < 1) {
        const scale = Math.sqrt((-2 * Math.log(s)) / s);
        this.#spare = v * scale;
        return u * scale;
      }
    }
  }

  /** An exponential number with the given mean > 0. */
  exponential(mean: number): number {
    return -mean * Math.log1p(-this.uniform());
  }

  /** One of the items, uniform; `items` must not be empty. */
  choice<T>(items: readonly T[]): T {
    if (items.length === 0) throw new InvalidArgumentError('Rng.choice: items must not be empty, got 0 items');
    return items[this.int(items.length)] as T;
  }

  /** Shuffles in place (Fisher–Yates) and returns the same array. */
  shuffle<T extends Int32Array | Uint32Array | Float64Array | unknown[]>(items: T): T {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.int(i + 1);
      const held = items[i];
      items[i] = items[j]!;
      items[j] = held!;
    }
    return items;
  }
}
