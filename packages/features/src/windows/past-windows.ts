import { ExactSum } from './exact-sum.ts';

/** Count and sum over one window. */
export interface WindowTotals {
  readonly count: number;
  readonly sum: number;
}

/**
 * The recent past of one entity: for each window (from, to], rows with time in (t − from, t − to], as t moves on.
 *
 * Rows come in time order. Memory is the rows younger than the longest window, in a ring of typed arrays; each row is added to and
 * removed from each window once.
 */
export class PastWindows {
  readonly #from: readonly number[];
  readonly #to: readonly number[];
  #times = new Float64Array(8);
  #values = new Float64Array(8);
  #end = 0;
  readonly #starts: Float64Array;
  readonly #ends: Float64Array;
  readonly #sums: readonly ExactSum[];

  /** @param windows - Milliseconds; `from` > `to` >= 0. With `to` 0 the row at t itself counts. */
  constructor(windows: readonly { readonly from: number; readonly to: number }[]) {
    this.#from = windows.map((window) => window.from);
    this.#to = windows.map((window) => window.to);
    this.#starts = new Float64Array(windows.length);
    this.#ends = new Float64Array(windows.length);
    this.#sums = windows.map(() => new ExactSum());
  }

  /** Time of the last row, or NaN when there is none. */
  get lastTime(): number {
    return this.#end === 0 ? Number.NaN : this.#times[(this.#end - 1) & (this.#times.length - 1)]!;
  }

  /** Adds a row; `time` not before the last one's. */
  add(time: number, value: number): void {
    const oldest = Math.min(...this.#starts);
    if (this.#end - oldest === this.#times.length) this.#grow(oldest);
    const at = this.#end & (this.#times.length - 1);
    this.#times[at] = time;
    this.#values[at] = value;
    this.#end++;
  }

  /** Totals of window k at time t; t never goes back. */
  at(k: number, t: number): WindowTotals {
    const mask = this.#times.length - 1;
    const sum = this.#sums[k]!;
    const newest = t - this.#to[k]!;
    let end = this.#ends[k]!;
    while (end < this.#end && this.#times[end & mask]! <= newest) sum.add(this.#values[end++ & mask]!);
    this.#ends[k] = end;
    const oldest = t - this.#from[k]!;
    let start = this.#starts[k]!;
    while (start < end && this.#times[start & mask]! <= oldest) sum.add(-this.#values[start++ & mask]!);
    this.#starts[k] = start;
    if (start === end) sum.clear();
    return { count: end - start, sum: sum.value };
  }

  #grow(oldest: number): void {
    const size = this.#times.length;
    const times = new Float64Array(2 * size);
    const values = new Float64Array(2 * size);
    for (let i = oldest; i < this.#end; i++) {
      times[i & (2 * size - 1)] = this.#times[i & (size - 1)]!;
      values[i & (2 * size - 1)] = this.#values[i & (size - 1)]!;
    }
    this.#times = times;
    this.#values = values;
  }
}
