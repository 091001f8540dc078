import { Buffer } from 'node:buffer';

/** Distinct texts as bytes, numbered in the order in which they come. */
export class TextDictionary {
  #slots = new Int32Array(1024).fill(-1);
  #hashes = new Int32Array(512);
  /** Where each text begins in the pool; one more than there are texts. */
  #offsets = new Uint32Array(513);
  #pool = Buffer.alloc(8192);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The number of the text in these bytes; a new one where it has not been seen. */
  intern(bytes: Uint8Array, start: number, end: number): number {
    let hash = end - start;
    for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193);
    hash ^= hash >>> 15;
    const mask = this.#slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const known = this.#slots[slot]!;
      if (known < 0) return this.#add(bytes, start, end, hash, slot);
      if (this.#hashes[known] === hash && this.#equals(known, bytes, start, end)) return known;
    }
  }

  #equals(known: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#offsets[known]!;
    if (this.#offsets[known + 1]! - from !== end - start) return false;
    for (let i = start, k = from; i < end; i++, k++) if (this.#pool[k] !== bytes[i]) return false;
    return true;
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number, slot: number): number {
    const number = this.#size;
    const at = this.#offsets[number]!;
    if (at + end - start > this.#pool.length) {
      const larger = Buffer.alloc(2 * (at + end - start));
      larger.set(this.#pool.subarray(0, at));
      this.#pool = larger;
    }
    this.#pool.set(bytes.subarray(start, end), at);
    this.#slots[slot] = number;
    this.#hashes[number] = hash;
    this.#offsets[number + 1] = at + end - start;
    this.#size++;
    if (this.#size === this.#hashes.length) this.#grow();
    return number;
  }

  #grow(): void {
    const hashes = new Int32Array(2 * this.#size);
    hashes.set(this.#hashes);
    const offsets = new Uint32Array(2 * this.#size + 1);
    offsets.set(this.#offsets);
    const slots = new Int32Array(4 * this.#size).fill(-1);
    for (let number = 0; number < this.#size; number++) {
      let slot = hashes[number]! & (slots.length - 1);
      while (slots[slot]! >= 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = number;
    }
    this.#hashes = hashes;
    this.#offsets = offsets;
    this.#slots = slots;
  }

  /** All texts in order of their numbers; the bytes must be UTF-8. */
  texts(): string[] {
    return Array.from({ length: this.#size }, (_, number) =>
      this.#pool.toString('utf8', this.#offsets[number], this.#offsets[number + 1]),
    );
  }
}
