import type { Gains } from '../../study/gains.ts';
import { boxUnion } from '../../study/hypervolume.ts';
import { rankedLayers } from './ranked-layers.ts';

/** A reference point that no point of a front is worse than: the worst in each direction and a tenth more. */
function referenceOf(front: readonly Gains[]): number[] {
  return front[0]!.map((_, k) => {
    const worst = front.reduce((most, gains) => Math.max(most, -gains[k]!), -Infinity);
    const reference = Math.max(1.1 * worst, 0.9 * worst);
    return reference === 0 ? 1e-12 : reference;
  });
}

/** Takes the part of a box inside another one into those parts of which none holds another; false where one of them holds it. */
function addPart(parts: Gains[], box: Gains, other: Gains): boolean {
  const part = box.map((side, k) => Math.min(side, other[k]!));
  if (parts.some((one) => one.every((side, k) => side >= part[k]!))) return false;
  let kept = 0;
  for (const one of parts) if (!one.every((side, k) => side <= part[k]!)) parts[kept++] = one;
  parts.length = kept;
  parts.push(part);
  return true;
}

/**
 * Places of the points that together have a large hypervolume: one after the other, each time the one that adds most (greedy subset selection). What a point
 * adds never grows, so that most need not be measured again.
 *
 * @param front - Different points, none of which beats another.
 * @param n - At most as many as there are.
 */
function largestVolume(front: readonly Gains[], n: number): number[] {
  const reference = referenceOf(front);
  const candidates = front.map((gains, place) => {
    const box = gains.map((gain, k) => reference[k]! + gain);
    const volume = box.reduce((product, side) => product * side, 1);
    // what chosen boxes cover of it, the most that it can add, and whether it adds just that
    return { place, box, volume, parts: [] as Gains[], most: volume, isExact: true };
  });
  const chosen: number[] = [];
  while (chosen.length < n) {
    let best = candidates[0]!;
    do {
      if (!best.isExact) {
        best.most = Math.min(best.most, best.volume - boxUnion(best.parts));
        best.isExact = true;
      }
      for (const one of candidates) if (one.most > best.most) best = one;
    } while (!best.isExact);
    // of equal ones the first
    for (const one of candidates) {
      if (one.most !== best.most || one.place >= best.place) continue;
      if (!one.isExact) one.most = Math.min(one.most, one.volume - boxUnion(one.parts));
      one.isExact = true;
      if (one.most === best.most) best = one;
    }
    chosen.push(best.place);
    candidates.splice(candidates.indexOf(best), 1);
    for (const one of candidates) if (addPart(one.parts, one.box, best.box)) one.isExact = false;
  }
  return chosen;
}

/** The places of the first of equal points, and those of the others. */
function splitEquals(points: readonly Gains[]): readonly [first: number[], others: number[]] {
  const seen = new Set<string>();
  const [first, others]: [number[], number[]] = [[], []];
  for (const [place, gains] of points.entries()) {
    (seen.has(gains.join()) ? others : first).push(place);
    seen.add(gains.join());
  }
  return [first, others];
}

/**
 * Places of the n best of several points: whole Pareto fronts, one after the other, and of the front that does not fit those that together have the largest
 * hypervolume, as far as choosing one after the other finds it. In the order of choice.
 *
 * @param points - More is better in each direction.
 * @param n - At most as many as there are.
 * @see Guerreiro, Fonseca and Paquete (2016), "Greedy hypervolume subset selection in low dimensions", Evolutionary Computation 24 (3).
 */
export function bestOfSeveral(points: readonly Gains[], n: number): number[] {
  const chosen: number[] = [];
  if (n === 0) return chosen;
  const layers = rankedLayers(
    points.map((gains) => ({ gains, violation: 0 })),
    n,
  );
  for (const layer of layers) {
    const missing = n - chosen.length;
    if (layer.length <= missing) {
      chosen.push(...layer);
      continue;
    }
    const [first, others] = splitEquals(layer.map((place) => points[place]!));
    const places =
      first.length <= missing
        ? [...first, ...others.slice(0, missing - first.length)]
        : largestVolume(
            first.map((i) => points[layer[i]!]!),
            missing,
          ).map((i) => first[i]!);
    chosen.push(...places.map((i) => layer[i]!));
  }
  return chosen;
}
