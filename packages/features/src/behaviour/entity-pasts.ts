import { DistinctCounts } from './distinct-counts.ts';
import { SlidingMaximum } from './sliding-maximum.ts';

/** A stretch of the past: rows with time in (t − from, t − to], as t moves on. Milliseconds, from > to >= 0. */
export interface PastWindow {
  readonly from: number;
  readonly to: number;
  /** Rows at exactly t − to are not in it either. */
  readonly open?: boolean;
}

/** Which totals to keep beside the count. */
export interface KeptTotals {
  readonly sum?: boolean;
  readonly squares?: boolean;
  readonly max?: boolean;
  /** Of how many kinds of counterparties different ones are counted; default 0. */
  readonly distinct?: number;
}

/** Sum in two parts. */
const sumFields = 2;
/** Sum of squares in two parts, and the value they are taken around. */
const squareFields = 3;

/** Two-sum (Knuth, "The Art of Computer Programming", volume 2, 4.2.2): what a sum loses in rounding is kept in the next field. */
function addExactly(state: Float64Array, at: number, value: number): void {
  const high = state[at]!;
  const sum = high + value;
  const part = sum - high;
  state[at + 1]! += high - (sum - part) + (value - part);
  state[at] = sum;
}

function longer<T extends Float64Array | Uint32Array | Int32Array | Uint8Array>(array: T, length: number): T {
  if (length <= array.length) return array;
  const grown = new (array.constructor as new (length: number) => T)(Math.max(length, 2 * array.length));
  grown.set(array);
  return grown;
}

/**
 * The recent past of many entities and its totals per window.
 *
 * The rows of an entity come in time order and t never goes back. Rows younger than the longest window lie in a ring of the entity's own; each row
 * enters and leaves each window once, so that a row costs the number of windows on average. Sums do not drift. All rings and totals share a few
 * arrays, because most cards of a large table are seen only once or twice.
 */
export class EntityPasts {
  readonly #windows: readonly PastWindow[];
  readonly #nWindows: number;
  readonly #numbers = new Map<number | string, number>();
  readonly #sums: boolean;
  readonly #squares: boolean;
  /** Per entity. */
  #rows = new Uint32Array(64);
  #lastTimes = new Float64Array(64);
  #ringStarts = new Uint32Array(64);
  /** Capacity of the ring as a power of two; 0 stands for one row. */
  #ringSizes = new Uint8Array(64);
  /** Per entity and window: number of the first row in it and of the first one not in it yet. */
  #starts: Uint32Array;
  #ends: Uint32Array;
  #sumStates = new Float64Array(0);
  #squareStates = new Float64Array(0);
  readonly #maxima: SlidingMaximum | undefined;
  /** Per kind of counterparty. */
  readonly #others: readonly DistinctCounts[];
  /** Per place in a ring. */
  #times = new Float64Array(64);
  #values = new Float64Array(0);
  /** Per kind of counterparty, and place in a ring. */
  readonly #counterparties: Int32Array[];
  #used = 0;
  /** Starts of rings given back, per size. */
  readonly #free: number[][] = [];

  constructor(windows: readonly PastWindow[], kept: KeptTotals = {}) {
    this.#windows = windows;
    this.#nWindows = windows.length;
    this.#squares = kept.squares === true;
    this.#sums = kept.sum === true || this.#squares;
    this.#starts = new Uint32Array(64 * windows.length);
    this.#ends = new Uint32Array(64 * windows.length);
    const valueAt = (entity: number, row: number): number => this.#values[this.#placeOf(entity, row)]!;
    this.#maxima = kept.max ? new SlidingMaximum(valueAt) : undefined;
    this.#counterparties = Array.from({ length: kept.distinct ?? 0 }, () => new Int32Array(0));
    this.#others = this.#counterparties.map(
      (_, kind) => new DistinctCounts((entity, row) => this.#counterparties[kind]![this.#placeOf(entity, row)]!),
    );
  }

  /** The entity of a key, a new one where the key has not been seen. */
  entityOf(key: number | string): number {
    let entity = this.#numbers.get(key);
    if (entity === undefined) {
      entity = this.#numbers.size;
      this.#numbers.set(key, entity);
      this.#makeRoom(entity);
    }
    return entity;
  }

  /** Time of the last row, or NaN when there is none. */
  lastTime(entity: number): number {
    return this.#rows[entity] === 0 ? Number.NaN : this.#lastTimes[entity]!;
  }

  /**
   * Adds a row; `time` not before the entity's last one.
   *
   * @param others - Number of the counterparty of each kind, for distinct counts; negative: none.
   */
  add(entity: number, time: number, value = 0, others: ArrayLike<number> = []): void {
    const rows = this.#rows[entity]!;
    if (rows - this.#oldest(entity) === 1 << this.#ringSizes[entity]!) this.#growRing(entity);
    const at = this.#placeOf(entity, rows);
    this.#times[at] = time;
    if (this.#values.length > 0) this.#values[at] = value;
    for (let kind = 0; kind < this.#counterparties.length; kind++) this.#counterparties[kind]![at] = others[kind] ?? -1;
    this.#lastTimes[entity] = time;
    this.#rows[entity] = rows + 1;
  }

  /** Moves window k of an entity to time t. */
  advance(entity: number, k: number, t: number): void {
    const window = this.#windows[k]!;
    const newest = t - window.to;
    const oldest = t - window.from;
    const slot = entity * this.#nWindows + k;
    const rows = this.#rows[entity]!;
    for (let end = this.#ends[slot]!; end < rows; end++) {
      const time = this.#times[this.#placeOf(entity, end)]!;
      if (time > newest || (window.open === true && time === newest)) break;
      this.#enter(entity, slot, end);
      this.#ends[slot] = end + 1;
    }
    const end = this.#ends[slot]!;
    let start = this.#starts[slot]!;
    while (start < end && this.#times[this.#placeOf(entity, start)]! <= oldest) this.#leave(entity, slot, start++);
    this.#starts[slot] = start;
  }

  /** Rows in window k as of the last {@link advance}. */
  count(entity: number, k: number): number {
    const slot = entity * this.#nWindows + k;
    return this.#ends[slot]! - this.#starts[slot]!;
  }

  /** Sum of the values; needs `sum` or `squares`. */
  sum(entity: number, k: number): number {
    const at = (entity * this.#nWindows + k) * sumFields;
    return this.#sumStates[at]! + this.#sumStates[at + 1]!;
  }

  /** Sample standard deviation (n − 1); NaN below two rows. Needs `squares`. */
  standardDeviation(entity: number, k: number): number {
    const n = this.count(entity, k);
    if (n < 2) return Number.NaN;
    const slot = entity * this.#nWindows + k;
    const at = slot * squareFields;
    const off = this.sum(entity, k) - n * this.#squareStates[at + 2]!;
    const squares = this.#squareStates[at]! + this.#squareStates[at + 1]!;
    // All values equal the one they are taken around, as regular payments do.
    if (squares === 0) return 0;
    const around = squares - (off * off) / n;
    // Where the values lie close together and far from that one, the difference has lost its digits.
    return Math.sqrt((around > 1e-6 * squares ? around : this.#recentre(entity, slot)) / (n - 1));
  }

  /** Largest value; NaN without rows. Needs `max`. */
  max(entity: number, k: number): number {
    const slot = entity * this.#nWindows + k;
    return this.#maxima!.of(entity, slot, this.#starts[slot]!, this.#ends[slot]!);
  }

  /** Distinct counterparties of a kind. Needs `distinct`. */
  distinct(entity: number, k: number, kind: number): number {
    const slot = entity * this.#nWindows + k;
    return this.#others[kind]!.of(entity, slot, this.#starts[slot]!, this.#ends[slot]!);
  }

  /**
   * Takes the squares of a window around its mean from now on, and returns their sum. The mean must move far away, in standard deviations, before
   * this is needed again, so that it costs little per row.
   */
  #recentre(entity: number, slot: number): number {
    const at = slot * squareFields;
    const [start, end] = [this.#starts[slot]!, this.#ends[slot]!];
    const first = this.#values[this.#placeOf(entity, start)]!;
    let off = 0;
    for (let row = start; row < end; row++) off += this.#values[this.#placeOf(entity, row)]! - first;
    const mean = first + off / (end - start);
    this.#squareStates.fill(0, at, at + 2);
    this.#squareStates[at + 2] = mean;
    for (let row = start; row < end; row++) {
      addExactly(this.#squareStates, at, (this.#values[this.#placeOf(entity, row)]! - mean) ** 2);
    }
    return this.#squareStates[at]! + this.#squareStates[at + 1]!;
  }

  #enter(entity: number, slot: number, row: number): void {
    const start = this.#starts[slot]!;
    if (this.#sums) {
      const value = this.#values[this.#placeOf(entity, row)]!;
      if (start === row) this.#sumStates.fill(0, slot * sumFields, (slot + 1) * sumFields);
      addExactly(this.#sumStates, slot * sumFields, value);
      if (this.#squares) {
        const at = slot * squareFields;
        if (start === row) {
          this.#squareStates.fill(0, at, at + 2);
          this.#squareStates[at + 2] = value;
        }
        addExactly(this.#squareStates, at, (value - this.#squareStates[at + 2]!) ** 2);
      }
    }
    this.#maxima?.enter(entity, slot, start, row);
    for (const others of this.#others) others.enter(entity, slot, start, row);
  }

  #leave(entity: number, slot: number, row: number): void {
    if (this.#sums) {
      const value = this.#values[this.#placeOf(entity, row)]!;
      addExactly(this.#sumStates, slot * sumFields, -value);
      if (row + 1 === this.#ends[slot]) this.#sumStates.fill(0, slot * sumFields, (slot + 1) * sumFields);
      if (this.#squares) {
        const at = slot * squareFields;
        addExactly(this.#squareStates, at, -((value - this.#squareStates[at + 2]!) ** 2));
      }
    }
    this.#maxima?.leave(slot, row);
    for (const others of this.#others) others.leave(entity, slot, row);
  }

  #placeOf(entity: number, row: number): number {
    return this.#ringStarts[entity]! + (row & ((1 << this.#ringSizes[entity]!) - 1));
  }

  /** The first row that a window may still need. */
  #oldest(entity: number): number {
    let oldest = this.#rows[entity]!;
    const slot = entity * this.#nWindows;
    for (let k = 0; k < this.#nWindows; k++) oldest = Math.min(oldest, this.#starts[slot + k]!);
    return oldest;
  }

  #makeRoom(entity: number): void {
    const slots = (entity + 1) * this.#nWindows;
    this.#rows = longer(this.#rows, entity + 1);
    this.#lastTimes = longer(this.#lastTimes, entity + 1);
    this.#ringStarts = longer(this.#ringStarts, entity + 1);
    this.#ringSizes = longer(this.#ringSizes, entity + 1);
    this.#starts = longer(this.#starts, slots);
    this.#ends = longer(this.#ends, slots);
    if (this.#sums) this.#sumStates = longer(this.#sumStates, slots * sumFields);
    if (this.#squares) this.#squareStates = longer(this.#squareStates, slots * squareFields);
    this.#ringStarts[entity] = this.#newRing(0);
  }

  #newRing(size: number): number {
    const given = this.#free[size]?.pop();
    if (given !== undefined) return given;
    const start = this.#used;
    this.#used += 2 ** size;
    this.#times = longer(this.#times, this.#used);
    if (this.#sums || this.#maxima !== undefined) this.#values = longer(this.#values, this.#times.length);
    this.#counterparties.forEach((numbers, kind) => {
      this.#counterparties[kind] = longer(numbers, this.#times.length);
    });
    return start;
  }

  #growRing(entity: number): void {
    const size = this.#ringSizes[entity]!;
    const from = this.#ringStarts[entity]!;
    const to = this.#newRing(size + 1);
    const rows = this.#rows[entity]!;
    for (let row = this.#oldest(entity); row < rows; row++) {
      const source = from + (row & ((1 << size) - 1));
      const target = to + (row & ((2 << size) - 1));
      this.#times[target] = this.#times[source]!;
      if (this.#values.length > 0) this.#values[target] = this.#values[source]!;
      for (const numbers of this.#counterparties) numbers[target] = numbers[source]!;
    }
    (this.#free[size] ??= []).push(from);
    this.#ringStarts[entity] = to;
    this.#ringSizes[entity] = size + 1;
  }
}
