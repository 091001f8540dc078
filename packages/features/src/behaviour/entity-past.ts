/** A stretch of the past: rows with time in (t − from, t − to], as t moves on. Milliseconds, from > to >= 0. */
export interface PastWindow {
  readonly from: number;
  readonly to: number;
}

/** Which totals to keep beside count and sum. */
export interface KeptTotals {
  readonly squares?: boolean;
  readonly max?: boolean;
  readonly distinct?: boolean;
}

const ringFields = 3;
/** Per window: start, end, sum (two parts), sum of squares (two parts). */
const stateFields = 6;

/** Two-sum (Knuth, "The Art of Computer Programming", volume 2, 4.2.2): what a sum loses in rounding is kept in the next field. */
function addExactly(state: Float64Array, at: number, value: number): void {
  const high = state[at]!;
  const sum = high + value;
  const part = sum - high;
  state[at + 1]! += high - (sum - part) + (value - part);
  state[at] = sum;
}

/**
 * The recent past of one entity and its totals per window.
 *
 * Rows come in time order and t never goes back. Rows younger than the longest window lie in a ring; each row enters and leaves each window
 * once, so that a row costs the number of windows on average. Sums do not drift.
 */
export class EntityPast {
  readonly #windows: readonly PastWindow[];
  readonly #kept: KeptTotals;
  readonly #state: Float64Array;
  readonly #peaks: { items: number[]; head: number }[] | undefined;
  readonly #others: Map<number, number>[] | undefined;
  #ring = new Float64Array(4 * ringFields);
  #capacity = 4;
  #end = 0;
  /** Squares are taken around the first value, so that they keep their digits. */
  #origin = Number.NaN;

  constructor(windows: readonly PastWindow[], kept: KeptTotals = {}) {
    this.#windows = windows;
    this.#kept = kept;
    this.#state = new Float64Array(windows.length * stateFields);
    this.#peaks = kept.max ? windows.map(() => ({ items: [], head: 0 })) : undefined;
    this.#others = kept.distinct ? windows.map(() => new Map()) : undefined;
  }

  /** Time of the last row, or NaN when there is none. */
  get lastTime(): number {
    return this.#end === 0 ? Number.NaN : this.#ring[((this.#end - 1) & (this.#capacity - 1)) * ringFields]!;
  }

  /**
   * Adds a row; `time` not before the last one's.
   *
   * @param other - Number of the counterparty, for distinct counts; negative: none.
   */
  add(time: number, value: number, other = -1): void {
    if (this.#end === 0) this.#origin = value;
    if (this.#end - this.#oldest() === this.#capacity) this.#grow();
    const at = (this.#end & (this.#capacity - 1)) * ringFields;
    this.#ring[at] = time;
    this.#ring[at + 1] = value;
    this.#ring[at + 2] = other;
    this.#end++;
  }

  /** Moves window k to time t. */
  advance(k: number, t: number): void {
    const ring = this.#ring;
    const mask = this.#capacity - 1;
    const state = this.#state;
    const base = k * stateFields;
    const newest = t - this.#windows[k]!.to;
    const oldest = t - this.#windows[k]!.from;
    let end = state[base + 1]!;
    while (end < this.#end && ring[(end & mask) * ringFields]! <= newest) this.#enter(k, end++);
    state[base + 1] = end;
    let start = state[base]!;
    while (start < end && ring[(start & mask) * ringFields]! <= oldest) this.#leave(k, start++);
    state[base] = start;
    if (start === end) state.fill(0, base + 2, base + stateFields);
  }

  /** Rows in window k as of the last {@link advance}. */
  count(k: number): number {
    return this.#state[k * stateFields + 1]! - this.#state[k * stateFields]!;
  }

  sum(k: number): number {
    return this.#state[k * stateFields + 2]! + this.#state[k * stateFields + 3]!;
  }

  /** Sample standard deviation (n − 1); NaN below two rows. Needs `squares`. */
  standardDeviation(k: number): number {
    const n = this.count(k);
    if (n < 2) return Number.NaN;
    const off = this.sum(k) - n * this.#origin;
    const squares = this.#state[k * stateFields + 4]! + this.#state[k * stateFields + 5]!;
    // All values equal the origin, as regular payments do.
    if (squares === 0) return 0;
    const around = squares - (off * off) / n;
    // Where the values lie close together and far from the origin, the difference has lost its digits: take it from the rows.
    const sum = around > 1e-6 * squares ? around : this.#squaresAround(k, this.sum(k) / n);
    return Math.sqrt(sum / (n - 1));
  }

  /** Largest value; NaN without rows. Needs `max`. */
  max(k: number): number {
    const peaks = this.#peaks![k]!;
    const index = peaks.items[peaks.head];
    return index === undefined ? Number.NaN : this.#ring[(index & (this.#capacity - 1)) * ringFields + 1]!;
  }

  /** Distinct counterparties. Needs `distinct`. */
  distinct(k: number): number {
    return this.#others![k]!.size;
  }

  #squaresAround(k: number, mean: number): number {
    let sum = 0;
    for (let index = this.#state[k * stateFields]!; index < this.#state[k * stateFields + 1]!; index++) {
      sum += (this.#ring[(index & (this.#capacity - 1)) * ringFields + 1]! - mean) ** 2;
    }
    return sum;
  }

  #enter(k: number, index: number): void {
    const at = (index & (this.#capacity - 1)) * ringFields;
    const value = this.#ring[at + 1]!;
    const base = k * stateFields;
    addExactly(this.#state, base + 2, value);
    if (this.#kept.squares) addExactly(this.#state, base + 4, (value - this.#origin) ** 2);
    const peaks = this.#peaks?.[k];
    if (peaks !== undefined) {
      const valueOf = (item: number): number => this.#ring[(item & (this.#capacity - 1)) * ringFields + 1]!;
      while (peaks.items.length > peaks.head && valueOf(peaks.items.at(-1)!) <= value) peaks.items.pop();
      peaks.items.push(index);
    }
    const others = this.#others?.[k];
    const other = this.#ring[at + 2]!;
    if (others !== undefined && other >= 0) others.set(other, (others.get(other) ?? 0) + 1);
  }

  #leave(k: number, index: number): void {
    const at = (index & (this.#capacity - 1)) * ringFields;
    const value = this.#ring[at + 1]!;
    const base = k * stateFields;
    addExactly(this.#state, base + 2, -value);
    if (this.#kept.squares) addExactly(this.#state, base + 4, -((value - this.#origin) ** 2));
    const peaks = this.#peaks?.[k];
    if (peaks !== undefined && peaks.items[peaks.head] === index) {
      peaks.head++;
      if (peaks.head > 64 && peaks.head * 2 > peaks.items.length) {
        peaks.items = peaks.items.slice(peaks.head);
        peaks.head = 0;
      }
    }
    const others = this.#others?.[k];
    const other = this.#ring[at + 2]!;
    if (others === undefined || other < 0) return;
    const left = others.get(other)! - 1;
    if (left === 0) others.delete(other);
    else others.set(other, left);
  }

  #oldest(): number {
    let oldest = Infinity;
    for (let k = 0; k < this.#windows.length; k++) oldest = Math.min(oldest, this.#state[k * stateFields]!);
    return oldest;
  }

  #grow(): void {
    const capacity = 2 * this.#capacity;
    const ring = new Float64Array(capacity * ringFields);
    for (let index = this.#oldest(); index < this.#end; index++) {
      const from = (index & (this.#capacity - 1)) * ringFields;
      ring.set(this.#ring.subarray(from, from + ringFields), (index & (capacity - 1)) * ringFields);
    }
    this.#ring = ring;
    this.#capacity = capacity;
  }
}
