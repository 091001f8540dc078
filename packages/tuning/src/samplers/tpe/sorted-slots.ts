/** Slots in the order of a key, then of their number, which come and go one at a time. The keys, by slot, are given at each call. */
export class SortedSlots {
  #slots = new Int32Array(64);
  #n = 0;

  get size(): number {
    return this.#n;
  }

  /** The slot at a position; undefined outside. */
  at(position: number): number | undefined {
    return position >= 0 && position < this.#n ? this.#slots[position] : undefined;
  }

  /** All of them, in order. */
  slots(): Int32Array {
    return this.#slots.subarray(0, this.#n);
  }

  /** The position of a slot that is held, or that it would get. */
  positionOf(slot: number, keys: Float64Array): number {
    const slots = this.#slots;
    const key = keys[slot]!;
    let low = 0;
    let high = this.#n;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = slots[middle]!;
      const otherKey = keys[other]!;
      if (otherKey < key || (otherKey === key && other < slot)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** @returns The position that it gets. */
  insert(slot: number, keys: Float64Array): number {
    const position = this.positionOf(slot, keys);
    if (this.#n === this.#slots.length) {
      const larger = new Int32Array(2 * this.#n);
      larger.set(this.#slots);
      this.#slots = larger;
    }
    this.#slots.copyWithin(position + 1, position, this.#n);
    this.#slots[position] = slot;
    this.#n += 1;
    return position;
  }

  /** @returns The position that it had. */
  remove(slot: number, keys: Float64Array): number {
    const position = this.positionOf(slot, keys);
    this.#slots.copyWithin(position, position + 1, this.#n);
    this.#n -= 1;
    return position;
  }
}
