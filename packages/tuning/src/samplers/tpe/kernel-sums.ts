import { logStepMass } from './kernel-rules.ts';
import type { KernelColumn, KernelTable } from './kernel-table.ts';

/** Kernels that are gone through at a time. */
const BLOCK = 48;

/** Kernels that together add less than this share of the sum are left out. */
const logNegligible = Math.log(1e-13);

/** The largest logarithm of a kernel in units of the sum, far below overflow. */
const LARGEST = 500;

/** The densities of a {@link KernelTable} at several points, as sums that are finished one block of kernels after the other. */
export class KernelSums {
  readonly #table: KernelTable;
  readonly #points: Float64Array;
  readonly #sequence: Int32Array;
  readonly #nContinuous: number;
  readonly #others: readonly KernelColumn[];
  readonly #margin: number;
  /** The continuous axes of one point, with zeros up to a multiple of four. */
  readonly #point: Float64Array;
  /** By row: how many kernels are in the sum, the sum in units of exp(shift), and what is too small to count. */
  readonly #counts: Int32Array;
  readonly #sums: Float64Array;
  readonly #shifts: Float64Array;
  readonly #cuts: Float64Array;
  readonly #cutAt: Float64Array;

  /**
   * @param points - Codes by row.
   * @param sequence - Slots in the order of summation: those of the table, and others, which do not count.
   */
  constructor(table: KernelTable, points: Float64Array, sequence: Int32Array) {
    const { columns, size, priorWeight } = table;
    const nPoints = points.length / columns.length;
    this.#table = table;
    this.#points = points;
    this.#sequence = sequence;
    this.#others = columns.filter(({ axis }) => axis.kind !== 'continuous');
    this.#nContinuous = columns.length - this.#others.length;
    this.#point = new Float64Array(4 * Math.ceil(this.#nContinuous / 4));
    this.#margin = logNegligible - Math.log(size + 1);
    this.#counts = new Int32Array(nPoints);
    this.#sums = new Float64Array(nPoints).fill(priorWeight);
    this.#shifts = Float64Array.from({ length: nPoints }, (_, row) => this.#logPrior(row));
    this.#cuts = new Float64Array(nPoints);
    this.#cutAt = new Float64Array(nPoints);
    for (let row = 0; row < nPoints; row++) {
      this.#cutAt[row] = priorWeight;
      this.#cuts[row] = this.log(row) + this.#margin;
    }
  }

  get nPoints(): number {
    return this.#counts.length;
  }

  #logPrior(row: number): number {
    let at = row * this.#table.columns.length;
    let sum = 0;
    for (const { axis, priorNorm } of this.#table.columns) {
      const code = this.#points[at++]!;
      sum += priorNorm;
      if (axis.kind === 'continuous') sum -= ((code - 0.5) * (code - 0.5)) / 2;
      else if (axis.kind === 'steps') sum += logStepMass(axis, 0.5, 1, code);
    }
    return sum;
  }

  /** Whether every kernel is in the sum of a point. */
  isWhole(row: number): boolean {
    return this.#counts[row] === this.#sequence.length;
  }

  /** Logarithm of the weighted sum of the kernels so far; it never falls. */
  log(row: number): number {
    return this.#shifts[row]! + Math.log(this.#sums[row]!);
  }

  /** Adds the next kernels to the sum of a point. */
  add(row: number, nKernels = BLOCK): void {
    const sequence = this.#sequence;
    const { rows, rowLength, weights } = this.#table;
    const first = this.#counts[row]!;
    const end = Math.min(sequence.length, first + nKernels);
    this.#counts[row] = end;
    const from = row * this.#table.columns.length;
    const hasOthers = this.#others.length > 0;
    const point = this.#point;
    for (let j = 0; j < this.#nContinuous; j++) point[j] = this.#points[from + j]!;
    let sum = this.#sums[row]!;
    let shift = this.#shifts[row]!;
    let cutAt = this.#cutAt[row]!;
    let cut = this.#cuts[row]!;
    // Four axes at a time: a kernel that is far away in them needs no more. This loop is most of the time of a study, so the first four are held apart.
    const { length } = point;
    const p0 = length === 0 ? 0 : point[0]!;
    const p1 = length === 0 ? 0 : point[1]!;
    const p2 = length === 0 ? 0 : point[2]!;
    const p3 = length === 0 ? 0 : point[3]!;
    for (let i = first; i < end; i++) {
      const slot = sequence[i]!;
      let at = slot * rowLength;
      let log = rows[at]!;
      if (length > 0) {
        const a = (p0 - rows[at + 1]!) * rows[at + 2]!;
        const b = (p1 - rows[at + 3]!) * rows[at + 4]!;
        const c = (p2 - rows[at + 5]!) * rows[at + 6]!;
        const d = (p3 - rows[at + 7]!) * rows[at + 8]!;
        log -= a * a + b * b + (c * c + d * d);
      }
      // Written so that a slot without a row, whose logarithm is NaN, does not count either.
      if (!(log >= cut)) continue;
      for (let j = 4; j < length; j += 4) {
        at += 8;
        const a = (point[j]! - rows[at + 1]!) * rows[at + 2]!;
        const b = (point[j + 1]! - rows[at + 3]!) * rows[at + 4]!;
        const c = (point[j + 2]! - rows[at + 5]!) * rows[at + 6]!;
        const d = (point[j + 3]! - rows[at + 7]!) * rows[at + 8]!;
        log -= a * a + b * b + (c * c + d * d);
        if (log < cut) break;
      }
      if (log < cut) continue;
      if (hasOthers) {
        log += this.#logOthers(slot, from, cut - log);
        if (log < cut) continue;
      }
      if (log - shift > LARGEST) {
        sum *= Math.exp(shift - log);
        shift = log;
        cutAt = 0;
      }
      sum += weights[slot]! * Math.exp(log - shift);
      if (sum > 2 * cutAt) {
        cutAt = sum;
        cut = shift + Math.log(sum) + this.#margin;
      }
    }
    this.#sums[row] = sum;
    this.#shifts[row] = shift;
    this.#cutAt[row] = cutAt;
    this.#cuts[row] = cut;
  }

  /** What the axes that are not continuous add to the logarithm of a kernel; may stop below `least`. */
  #logOthers(slot: number, from: number, least: number): number {
    let log = 0;
    let at = from + this.#nContinuous;
    for (const { axis, places, sigmas, shapes, masses, logOwn, logOther } of this.#others) {
      if (log < least) return log;
      const code = this.#points[at++]!;
      if (axis.kind === 'categories') log += places[slot] === code ? logOwn : logOther;
      else if (masses === undefined) log += logStepMass(axis, places[slot]!, sigmas[slot]!, code);
      else log += masses.logMass(shapes[slot]!, code);
    }
    return log;
  }
}

/** Logarithms of the density at points, given by their codes by row. */
export function logDensities(table: KernelTable, points: Float64Array): Float64Array {
  const sums = new KernelSums(table, points, table.slots);
  return Float64Array.from({ length: sums.nPoints }, (_, row) => {
    while (!sums.isWhole(row)) sums.add(row);
    return sums.log(row) - table.logTotal;
  });
}

/** Kernels that every point is compared with before the best one is looked for. */
const FIRST = 24;

/**
 * The point at which one density is largest in relation to that of a table.
 *
 * The density only grows with each kernel, so what is known of a point bounds its ratio from above: the point with the highest bound is followed, until it
 * is one that is known to the end.
 *
 * @param points - Codes by row.
 * @param others - Logarithm of the other density at each.
 * @param sequence - Slots of the table, and others, which do not count; the sooner those near the points come, the fewer points are followed.
 * @returns The row; the first among equals.
 */
export function bestRatio(
  table: KernelTable,
  points: Float64Array,
  others: Float64Array,
  sequence: Int32Array = table.slots,
): number {
  const sums = new KernelSums(table, points, sequence);
  const bounds = Float64Array.from(others, (other, row) => {
    if (!sums.isWhole(row)) sums.add(row, FIRST);
    return other - sums.log(row);
  });
  for (;;) {
    let best = 0;
    for (let row = 1; row < bounds.length; row++) if (bounds[row]! > bounds[best]!) best = row;
    if (sums.isWhole(best)) return best;
    sums.add(best);
    bounds[best] = others[best]! - sums.log(best);
  }
}
