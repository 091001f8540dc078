import type { Rng } from '@fraudx/core';
import type { Axis } from './axis.ts';
import type { KernelOptions } from './kernel-rules.ts';
import {
  bandwidth,
  categoryChances,
  kernelNorm,
  leastBandwidth,
  observationWeight,
  totalWeight,
} from './kernel-rules.ts';
import { SortedSlots } from './sorted-slots.ts';
import { StepMasses } from './step-masses.ts';

/** Of an axis with at most so many steps, masses are kept. */
const MOST_TABLED = 64;

/** One axis of all kernels, by slot. */
export interface KernelColumn {
  readonly axis: Axis;
  /** Where the observation lies, or its category. */
  places: Float64Array;
  sigmas: Float64Array;
  /** Of an axis with few steps: the number of the shape in `masses`. */
  shapes: Float64Array;
  norms: Float64Array;
  readonly priorNorm: number;
  /** The slots that are held, by place; none of categories. */
  readonly order: SortedSlots | undefined;
  readonly masses: StepMasses | undefined;
  /** Of categories: logarithm of the chance of the kernel's own one, and of each other one. */
  logOwn: number;
  logOther: number;
}

function longer(array: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(length);
  result.set(array);
  return result;
}

function emptyColumn(axis: Axis): KernelColumn {
  return {
    axis,
    places: new Float64Array(0),
    sigmas: new Float64Array(0),
    shapes: new Float64Array(0),
    norms: new Float64Array(0),
    priorNorm: axis.kind === 'categories' ? -Math.log(axis.size) : kernelNorm(axis.kind, 0.5, 1),
    order: axis.kind === 'categories' ? undefined : new SortedSlots(),
    masses: axis.kind === 'steps' && axis.size <= MOST_TABLED ? new StepMasses(axis) : undefined,
    logOwn: 0,
    logOther: 0,
  };
}

/** Lists the slots at and beside a position. */
function touch(order: SortedSlots, position: number, touched: number[] | undefined): void {
  if (touched === undefined) return;
  for (let near = position - 1; near <= position + 1; near++) {
    const slot = order.at(near);
    if (slot !== undefined) touched.push(slot);
  }
}

/**
 * The kernels of a Parzen estimator over several dimensions: a mixture of one product kernel for each observation, and a prior kernel over the whole space.
 * Numeric kernels are normal, truncated to the range; over steps, they give the mass of each step. Densities are those of Optuna's `_ParzenEstimator`
 * on dimensions scaled to [0, 1].
 *
 * Observations come and go: the places of each axis are kept sorted, and a change touches its neighbours only. What the table holds follows from its
 * observations alone, not from the order of changes.
 */
export class KernelTable {
  /** Continuous ones first. */
  readonly columns: readonly KernelColumn[];
  readonly #options: KernelOptions;
  /** Slots that are held, the oldest observation first. */
  readonly #held = new SortedSlots();
  #rows = new Float64Array(0);
  #weights = new Float64Array(0);
  /** All zero: slots are in the order of age. */
  #ages = new Float64Array(0);
  readonly rowLength: number;
  #least = -1;
  /** Whether old observations weigh less. */
  readonly #weighsAge: boolean;

  /**
   * @param axes - Continuous ones first.
   * @param weighsAge - Whether observations before the newest 25 weigh less. Default true.
   */
  constructor(axes: readonly Axis[], options: KernelOptions, weighsAge = true) {
    this.#weighsAge = weighsAge;
    this.columns = axes.map(emptyColumn);
    this.#options = options;
    const nContinuous = axes.filter(({ kind }) => kind === 'continuous').length;
    this.rowLength = 1 + 8 * Math.ceil(nContinuous / 4);
  }

  /** How many observations it holds. */
  get size(): number {
    return this.#held.size;
  }

  get priorWeight(): number {
    return this.size === 0 ? 1 : this.#options.priorWeight;
  }

  /** Logarithm of the sum of all weights. */
  get logTotal(): number {
    return Math.log(this.#totalWeight() + this.priorWeight);
  }

  /** Slots that are held, the oldest observation first; changes with the table. */
  get slots(): Int32Array {
    return this.#held.slots();
  }

  /**
   * By slot, `rowLength` numbers: the sum of its norms, which is the logarithm of the kernel at its place, or −Infinity where it is not held; then of each
   * continuous axis the place and 1 / (sigma · √2); then zeros up to a multiple of four axes.
   */
  get rows(): Float64Array {
    return this.#rows;
  }

  /** By slot: the weight of its observation. */
  get weights(): Float64Array {
    return this.#weights;
  }

  /**
   * Takes observations out and in.
   *
   * @param codes - By slot, then axis; those of a slot never change.
   */
  change(added: readonly number[], removed: readonly number[], codes: Float64Array): void {
    if (added.length === 0 && removed.length === 0) return;
    for (const slot of removed) {
      this.#held.remove(slot, this.#ages);
      this.#rows[slot * this.rowLength] = -Infinity;
    }
    for (const slot of added) {
      this.#grow(slot);
      this.#held.insert(slot, this.#ages);
      this.#rows[slot * this.rowLength] = 0;
    }
    const n = this.size;
    const least = leastBandwidth(n, 1, this.#options);
    const isAll = least !== this.#least || n <= 2;
    this.#least = least;
    const changed = isAll ? [...this.slots] : [...added];
    const d = this.columns.length;
    for (let j = 0; j < d; j++) {
      const column = this.columns[j]!;
      const { axis, order, places } = column;
      const first = changed.length;
      const touched = isAll ? undefined : changed;
      if (order !== undefined) for (const slot of removed) touch(order, order.remove(slot, places), touched);
      for (const slot of added) {
        const code = codes[slot * d + j]!;
        places[slot] = order === undefined ? code : axis.place(code);
        if (order !== undefined) touch(order, order.insert(slot, places), touched);
      }
      if (order === undefined) this.#weighCategories(column);
      else this.#widenColumn(column, order, j, touched, first);
    }
    for (const slot of changed) {
      // In the order of axes, so that the sum does not depend on which of them changed.
      let top = 0;
      for (let j = 0; j < d; j++) top += this.columns[j]!.norms[slot]!;
      this.#rows[slot * this.rowLength] = top;
    }
    const { slots } = this;
    for (let i = 0; i < n; i++) this.#weights[slots[i]!] = this.#weightOf(i, n);
  }

  #weightOf(i: number, n: number): number {
    return this.#weighsAge ? observationWeight(i, n) : 1;
  }

  /** Sum of the weights of the observations. */
  #totalWeight(): number {
    return this.#weighsAge ? totalWeight(this.size) : this.size;
  }

  #weighCategories(column: KernelColumn): void {
    const { own, other } = categoryChances(column.axis.size, this.size, this.#options.priorWeight);
    column.logOwn = Math.log(own);
    column.logOther = Math.log(other);
  }

  /** Sets the bandwidths along a numeric axis: of the slots from `first` on in `touched`, or of all where there is no such list. */
  #widenColumn(
    column: KernelColumn,
    order: SortedSlots,
    j: number,
    touched: number[] | undefined,
    first: number,
  ): void {
    const least = leastBandwidth(this.size, column.axis.span, this.#options);
    if (touched === undefined) {
      for (let position = 0; position < this.size; position++) this.#widen(column, order, j, position, least);
      return;
    }
    // What was touched before it was removed itself is not held any more.
    let end = first;
    for (let i = first; i < touched.length; i++) {
      const slot = touched[i]!;
      if (this.#rows[slot * this.rowLength] === -Infinity) continue;
      touched[end++] = slot;
      this.#widen(column, order, j, order.positionOf(slot, column.places), least);
    }
    touched.length = end;
  }

  /** Makes room for a slot; those before it that are new are not held. */
  #grow(slot: number): void {
    const before = this.#weights.length;
    if (slot < before) return;
    const length = Math.max(32, 2 * (slot + 1));
    this.#weights = longer(this.#weights, length);
    this.#ages = new Float64Array(length);
    this.#rows = longer(this.#rows, length * this.rowLength);
    for (let i = before; i < length; i++) this.#rows[i * this.rowLength] = -Infinity;
    for (const column of this.columns) {
      for (const name of ['places', 'sigmas', 'shapes', 'norms'] as const) column[name] = longer(column[name], length);
    }
  }

  /** Sets the bandwidth of the slot at a position by its neighbours. */
  #widen(column: KernelColumn, order: SortedSlots, j: number, position: number, least: number): void {
    const { axis, places, masses } = column;
    const slot = order.at(position)!;
    const [before, after] = [order.at(position - 1), order.at(position + 1)];
    const place = places[slot]!;
    const sigma = bandwidth(
      place,
      before === undefined ? undefined : places[before],
      after === undefined ? undefined : places[after],
      least,
      this.#options,
    );
    if (sigma === column.sigmas[slot]) return;
    column.sigmas[slot] = sigma;
    column.norms[slot] = kernelNorm(axis.kind, place, sigma);
    if (masses !== undefined) column.shapes[slot] = masses.idOf(place, sigma);
    if (axis.kind !== 'continuous') return;
    const at = slot * this.rowLength + 1 + 2 * j;
    this.#rows[at] = place;
    this.#rows[at + 1] = Math.SQRT1_2 / sigma;
  }

  /** Draws points; their codes by row. */
  draw(rng: Rng, nPoints: number): Float64Array {
    const points = new Float64Array(nPoints * this.columns.length);
    const n = this.size;
    const total = this.#totalWeight() + this.priorWeight;
    let at = 0;
    for (let row = 0; row < nPoints; row++) {
      let left = rng.uniform() * total;
      let i = 0;
      while (i < n && (left -= this.#weightOf(i, n)) >= 0) i++;
      const slot = i === n ? undefined : this.#held.at(i);
      for (const column of this.columns) points[at++] = this.#drawCode(rng, column, slot);
    }
    return points;
  }

  /** A code of a kernel; of the prior one where there is no slot. */
  #drawCode(rng: Rng, { axis, places, sigmas }: KernelColumn, slot: number | undefined): number {
    if (axis.kind === 'categories') {
      const { own, other } = categoryChances(axis.size, this.size, this.#options.priorWeight);
      return slot === undefined || rng.uniform() >= own - other ? rng.int(axis.size) : places[slot]!;
    }
    const place = slot === undefined ? 0.5 : places[slot]!;
    const sigma = slot === undefined ? 1 : sigmas[slot]!;
    // The centre lies inside and no kernel is wider than the range, so at least a third of the draws do.
    let drawn: number;
    do drawn = place + sigma * rng.normal();
    while (!(drawn >= 0 && drawn <= 1));
    return axis.kind === 'steps' ? axis.stepAt(drawn) : drawn;
  }
}
