import type { Gains } from '../../study/gains.ts';
import { frontPlaces } from '../../study/pareto-front.ts';

/** A trial as it is compared. */
export interface Compared {
  /** Its values, more is better in each. */
  readonly gains: Gains;
  /** By how much it violates constraints; 0 where it is feasible. */
  readonly violation: number;
}

/**
 * The Pareto fronts of points in two directions: in the order of the first, a point belongs to the first front of which no point before it is as good in the
 * second, which binary search finds.
 */
function planeFronts(trials: readonly Compared[], places: readonly number[]): number[][] {
  const gainOf = (place: number, k: 0 | 1): number => trials[place]!.gains[k]!;
  const inOrder = places.toSorted((a, b) => gainOf(b, 0) - gainOf(a, 0) || gainOf(b, 1) - gainOf(a, 1));
  const layers: number[][] = [];
  // of each front the best in the second direction so far, which falls from front to front
  const reached: number[] = [];
  let [last, at] = [-1, 0];
  for (const place of inOrder) {
    const isEqual = last >= 0 && gainOf(place, 0) === gainOf(last, 0) && gainOf(place, 1) === gainOf(last, 1);
    if (!isEqual) {
      let high = layers.length;
      for (at = 0; at < high;) {
        const middle = (at + high) >> 1;
        if (reached[middle]! >= gainOf(place, 1)) at = middle + 1;
        else high = middle;
      }
    }
    if (at === layers.length) layers.push([]);
    layers[at]!.push(place);
    reached[at] = gainOf(place, 1);
    last = place;
  }
  return layers.map((layer) => layer.toSorted((a, b) => a - b));
}

/** The Pareto fronts of the feasible trials, one after the other, until they hold so many. */
function* fronts(trials: readonly Compared[], most: number): Generator<number[]> {
  let left = trials.flatMap(({ violation }, place) => (violation > 0 ? [] : [place]));
  if (left.length > 0 && trials[left[0]!]!.gains.length === 2) {
    yield* planeFronts(trials, left);
    return;
  }
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
