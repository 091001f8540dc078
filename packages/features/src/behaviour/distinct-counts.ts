/** How many different counterparties each window has. A window of one row keeps nothing; negative numbers are nobody. */
export class DistinctCounts {
  readonly #counts: (Map<number, number> | undefined)[] = [];
  readonly #otherAt: (entity: number, row: number) => number;

  constructor(otherAt: (entity: number, row: number) => number) {
    this.#otherAt = otherAt;
  }

  /** Different counterparties of rows in [start, end). */
  of(entity: number, slot: number, start: number, end: number): number {
    const counts = this.#counts[slot];
    if (counts !== undefined) return counts.size;
    return start === end || this.#otherAt(entity, start) < 0 ? 0 : 1;
  }

  /** Row `row` joins those from `start` on. */
  enter(entity: number, slot: number, start: number, row: number): void {
    if (start === row) {
      this.#counts[slot] = undefined;
      return;
    }
    let counts = this.#counts[slot];
    if (counts === undefined) {
      counts = new Map();
      this.#counts[slot] = counts;
      this.#count(counts, this.#otherAt(entity, start));
    }
    this.#count(counts, this.#otherAt(entity, row));
  }

  /** Row `row`, the oldest, leaves. */
  leave(entity: number, slot: number, row: number): void {
    const counts = this.#counts[slot];
    const other = this.#otherAt(entity, row);
    if (counts === undefined || other < 0) return;
    const left = counts.get(other)! - 1;
    if (left === 0) counts.delete(other);
    else counts.set(other, left);
  }

  #count(counts: Map<number, number>, other: number): void {
    if (other >= 0) counts.set(other, (counts.get(other) ?? 0) + 1);
  }
}
