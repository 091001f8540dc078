import type { Axis } from './axis.ts';
import { logStepMass } from './kernel-rules.ts';

/** Masses of the steps of one axis, computed once for each shape of a kernel: its place and bandwidth. */
export class StepMasses {
  readonly #axis: Axis;
  readonly #ids = new Map<number, Map<number, number>>();
  readonly #shapes: { readonly place: number; readonly sigma: number }[] = [];
  #logs = new Float64Array(0);

  constructor(axis: Axis) {
    this.#axis = axis;
  }

  /** The number of a shape. */
  idOf(place: number, sigma: number): number {
    let bySigma = this.#ids.get(place);
    if (bySigma === undefined) this.#ids.set(place, (bySigma = new Map()));
    let id = bySigma.get(sigma);
    if (id === undefined) {
      id = this.#shapes.push({ place, sigma }) - 1;
      bySigma.set(sigma, id);
      const needed = this.#shapes.length * this.#axis.size;
      if (needed > this.#logs.length) {
        const larger = new Float64Array(2 * needed).fill(Number.NaN);
        larger.set(this.#logs);
        this.#logs = larger;
      }
    }
    return id;
  }

  logMass(id: number, code: number): number {
    const at = id * this.#axis.size + code;
    const known = this.#logs[at]!;
    if (!Number.isNaN(known)) return known;
    const { place, sigma } = this.#shapes[id]!;
    return (this.#logs[at] = logStepMass(this.#axis, place, sigma, code));
  }
}
