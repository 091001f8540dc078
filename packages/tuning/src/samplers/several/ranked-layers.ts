import type { Gains } from '../../study/gains.ts';
import { frontPlaces } from '../../study/pareto-front.ts';

/** A trial as it is compared. */
export interface Compared {
  /** Its values, more is better in each. */
  readonly gains: Gains;
  /** By how much it violates constraints; 0 where it is feasible. */
  readonly violation: number;
}

/** The Pareto fronts of the feasible trials, one after the other, until they hold so many. */
function* fronts(trials: readonly Compared[], most: number): Generator<number[]> {
  let left = trials.flatMap(({ violation }, place) => (violation > 0 ? [] : [place]));
  for (let held = 0; left.length > 0 && held < most;) {
    const front = new Set(frontPlaces(left.map((place) => trials[place]!.gains)));
    yield left.filter((_, i) => front.has(i));
    left = left.filter((_, i) => !front.has(i));
    held += front.size;
  }
}

/**
 * Places of trials in layers, the best first, by constrained domination (Deb et al. 2002): feasible ones by their Pareto fronts, one after the other, then the
 * others by violation. Places ascend in a layer.
 *
 * @param most - Layers are made until they hold so many trials. Default: all.
 */
export function rankedLayers(trials: readonly Compared[], most = Infinity): number[][] {
  const layers: number[][] = [];
  let held = 0;
  const add = (layer: number[]): void => {
    if (held >= most) return;
    layers.push(layer);
    held += layer.length;
  };
  for (const front of fronts(trials, most)) add(front);
  const byViolation = new Map<number, number[]>();
  for (const [place, { violation }] of trials.entries()) {
    if (violation === 0) continue;
    const equals = byViolation.get(violation);
    if (equals === undefined) byViolation.set(violation, [place]);
    else equals.push(place);
  }
  for (const [, layer] of [...byViolation].toSorted(([a], [b]) => a - b)) add(layer);
  return layers;
}
