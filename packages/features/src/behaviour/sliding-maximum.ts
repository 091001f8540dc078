/** Rows whose value no later row of the window reaches, oldest first. */
interface Peaks {
  rows: number[];
  head: number;
}

/** The largest value of each window, in constant time per row on average. A window of one row keeps nothing. */
export class SlidingMaximum {
  readonly #peaks: (Peaks | undefined)[] = [];
  readonly #valueAt: (entity: number, row: number) => number;

  constructor(valueAt: (entity: number, row: number) => number) {
    this.#valueAt = valueAt;
  }

  /** The largest value of rows in [start, end); NaN without rows. */
  of(entity: number, slot: number, start: number, end: number): number {
    const peaks = this.#peaks[slot];
    if (peaks !== undefined) return this.#valueAt(entity, peaks.rows[peaks.head]!);
    return start === end ? Number.NaN : this.#valueAt(entity, start);
  }

  /** Row `row` joins those from `start` on. */
  enter(entity: number, slot: number, start: number, row: number): void {
    if (start === row) {
      this.#peaks[slot] = undefined;
      return;
    }
    const peaks = (this.#peaks[slot] ??= { rows: [start], head: 0 });
    const value = this.#valueAt(entity, row);
    while (peaks.rows.length > peaks.head && this.#valueAt(entity, peaks.rows.at(-1)!) <= value) peaks.rows.pop();
    peaks.rows.push(row);
  }

  /** Row `row`, the oldest, leaves. */
  leave(slot: number, row: number): void {
    const peaks = this.#peaks[slot];
    if (peaks === undefined || peaks.rows[peaks.head] !== row) return;
    peaks.head++;
    if (peaks.head === peaks.rows.length) this.#peaks[slot] = undefined;
    else if (peaks.head > 64 && peaks.head * 2 > peaks.rows.length) {
      peaks.rows = peaks.rows.slice(peaks.head);
      peaks.head = 0;
    }
  }
}
