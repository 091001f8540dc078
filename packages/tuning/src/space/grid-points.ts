import { isActive } from './conditions.ts';
import type { Dimension, Params, ParamValue, SearchSpace } from './search-space.ts';

/** What is known of a dimension of a grid. */
interface GridDimension {
  readonly name: string;
  readonly dimension: Dimension;
  /** How many values, and the k-th of them. */
  readonly size: number;
  readonly valueAt: (k: number) => ParamValue;
  /** Whether conditions name it. */
  readonly isParent: boolean;
  /** The names above it on which it, or one below it, depends. */
  readonly parents: readonly string[];
}

/** Counts and numbers the points of a space with finitely many values. Points that would differ in a hyperparameter without a value only are one. */
export class GridPoints {
  /** How many points; inexact beyond 2^53. */
  readonly size: number;
  readonly #dimensions: readonly GridDimension[];
  readonly #counts: readonly Map<string, number>[];

  /** @param sizeOf - How many values a dimension has. @param valueAt - The k-th of them. */
  constructor(
    space: SearchSpace,
    sizeOf: (dimension: Dimension) => number,
    valueAt: (dimension: Dimension, k: number) => ParamValue,
  ) {
    const entries = Object.entries(space);
    const parents = new Set(entries.flatMap(([, { when }]) => Object.keys(when ?? {})));
    const place = new Map(entries.map(([name], i) => [name, i]));
    this.#dimensions = entries.map(([name, dimension], i) => ({
      name,
      dimension,
      size: sizeOf(dimension),
      valueAt: (k) => valueAt(dimension, k),
      isParent: parents.has(name),
      parents: [...new Set(entries.slice(i).flatMap(([, { when }]) => Object.keys(when ?? {})))].filter(
        (parent) => place.get(parent)! < i,
      ),
    }));
    this.#counts = entries.map(() => new Map());
    this.size = this.#countFrom(0, {});
  }

  /** Points of the dimensions from number i on, beside values of those above. */
  #countFrom(i: number, chosen: Params): number {
    const here = this.#dimensions[i];
    if (here === undefined) return 1;
    const key = JSON.stringify(here.parents.map((name) => chosen[name] ?? null));
    const known = this.#counts[i]!.get(key);
    if (known !== undefined) return known;
    const { name, dimension, size, valueAt, isParent } = here;
    let count = 0;
    if (!isActive(dimension, chosen)) count = this.#countFrom(i + 1, chosen);
    else if (!isParent) count = size * this.#countFrom(i + 1, chosen);
    else for (let k = 0; k < size; k++) count += this.#countFrom(i + 1, { ...chosen, [name]: valueAt(k) });
    this.#counts[i]!.set(key, count);
    return count;
  }

  /** The point of a number, a whole one in [0, size); the last hyperparameter varies fastest. */
  point(index: number): Params {
    let rest = index;
    let chosen: Record<string, ParamValue> = {};
    const point: [string, ParamValue][] = [];
    for (const [i, { name, dimension, size, valueAt, isParent }] of this.#dimensions.entries()) {
      if (!isActive(dimension, chosen)) continue;
      let value: ParamValue;
      if (isParent) {
        let k = 0;
        for (; k < size - 1; k++) {
          const below = this.#countFrom(i + 1, { ...chosen, [name]: valueAt(k) });
          if (rest < below) break;
          rest -= below;
        }
        value = valueAt(k);
        chosen = { ...chosen, [name]: value };
      } else {
        const below = this.#countFrom(i + 1, chosen);
        const k = Math.floor(rest / below);
        rest -= k * below;
        value = valueAt(k);
      }
      point.push([name, value]);
    }
    return Object.fromEntries(point);
  }
}
