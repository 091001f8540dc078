import type { Rng } from '@fraudx/core';
import type { Params, ParamValue } from '../../space/search-space.ts';
import type { Axis } from './axis.ts';
import type { KernelOptions } from './kernel-rules.ts';
import { bestRatio, logDensities } from './kernel-sums.ts';
import { KernelTable } from './kernel-table.ts';
import type { Side, TrialRanking } from './trial-ranking.ts';

const kinds: readonly Axis['kind'][] = ['continuous', 'categories', 'steps'];

/** Hyperparameters that are suggested together, from the trials that have a value of each of them. */
export class TpeGroup {
  readonly #axes: readonly Axis[];
  readonly #good: KernelTable;
  readonly #bad: KernelTable;
  /** By trial, then axis. */
  #codes: Float64Array<ArrayBuffer>;
  readonly #isKnown: boolean[] = [];
  readonly #sides: Side[] = [];

  /** @param directions - How many; with several, good trials weigh the same whatever their age. Default 1. */
  constructor(axes: readonly Axis[], options: KernelOptions, directions = 1) {
    this.#axes = axes.toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
    this.#good = new KernelTable(this.#axes, options, directions === 1);
    this.#bad = new KernelTable(this.#axes, options);
    this.#codes = new Float64Array(64 * axes.length);
  }

  /** Reads the hyperparameters of the next trial. */
  add(params: Params): void {
    const d = this.#axes.length;
    const slot = this.#sides.length;
    if ((slot + 1) * d > this.#codes.length) {
      const larger = new Float64Array(2 * this.#codes.length);
      larger.set(this.#codes);
      this.#codes = larger;
    }
    const codes = this.#axes.map((axis) => axis.encode(params[axis.name]));
    this.#isKnown.push(codes.every((code) => code !== undefined));
    this.#sides.push('none');
    this.#codes.set(
      codes.map((code) => code ?? 0),
      slot * d,
    );
  }

  /** Follows trials that changed sides. */
  move(slots: ReadonlySet<number>, ranking: TrialRanking): void {
    const known = [...slots].filter((slot) => this.#isKnown[slot] && this.#sides[slot] !== ranking.side(slot));
    for (const [side, table] of [
      ['good', this.#good],
      ['bad', this.#bad],
    ] as const) {
      const added = known.filter((slot) => ranking.side(slot) === side);
      const removed = known.filter((slot) => this.#sides[slot] === side);
      table.change(added, removed, this.#codes);
    }
    for (const slot of known) this.#sides[slot] = ranking.side(slot);
  }

  /**
   * Draws points like the good trials and takes the one that is least like the bad ones.
   *
   * @param bad - The bad trials and maybe others, the best first.
   */
  suggest(nCandidates: number, rng: Rng, bad: Int32Array): [string, ParamValue][] {
    const points = this.#good.draw(rng, nCandidates);
    const best = bestRatio(this.#bad, points, logDensities(this.#good, points), bad);
    return this.#axes.map((axis, j) => [axis.name, axis.decode(points[best * this.#axes.length + j]!)]);
  }
}
