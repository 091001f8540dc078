import type { Gains } from '../../study/gains.ts';
import type { Compared } from '../several/ranked-layers.ts';
import { rankedLayers } from '../several/ranked-layers.ts';

/** A trial with a result, as parents are. */
export interface Individual extends Compared {
  readonly trial: number;
  /** Codes by axis. */
  readonly codes: readonly number[];
}

/** An individual among those that are kept. */
export interface Parent extends Individual {
  /** The number of its layer, 0 the best. */
  readonly rank: number;
  /** How far its neighbours in the layer are apart; infinite at the ends. */
  readonly crowding: number;
}

/**
 * The crowding distance of each point: along each direction, the distance between its neighbours in units of the range, and their sum; infinite for the
 * first and the last one. A direction in which all are equal counts nothing.
 *
 * @param points - None beats another.
 */
export function crowdingDistances(points: readonly Gains[]): number[] {
  const distances = points.map(() => 0);
  for (let k = 0; k < (points[0]?.length ?? 0); k++) {
    const order = points.map((_, i) => i).toSorted((a, b) => points[a]![k]! - points[b]![k]! || a - b);
    const at = (position: number): number => points[order[position]!]![k]!;
    const range = at(order.length - 1) - at(0);
    if (!(range > 0)) continue;
    for (const [position, i] of order.entries()) {
      const isEnd = position === 0 || position === order.length - 1;
      distances[i]! += isEnd ? Infinity : (at(position + 1) - at(position - 1)) / range;
    }
  }
  return distances;
}

/**
 * Those that survive: whole layers from the best on, and of the last one those with the largest crowding distance; of equal ones the earlier trials.
 *
 * @param size - How many, at most.
 */
export function survivors(individuals: readonly Individual[], size: number): Parent[] {
  const kept: Parent[] = [];
  for (const [rank, layer] of rankedLayers(individuals, size).entries()) {
    const members = layer.map((place) => individuals[place]!);
    const crowding = crowdingDistances(members.map(({ gains }) => gains));
    const ranked = members.map((one, i): Parent => ({
      trial: one.trial,
      codes: one.codes,
      gains: one.gains,
      violation: one.violation,
      rank,
      crowding: crowding[i]!,
    }));
    const free = size - kept.length;
    if (ranked.length <= free) kept.push(...ranked);
    else kept.push(...ranked.toSorted((a, b) => compareParents(a, b)).slice(0, free));
  }
  return kept;
}

/** Crowded comparison: the better layer, then where there is more room, then the earlier trial. */
export function compareParents(a: Parent, b: Parent): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.crowding !== b.crowding) return a.crowding > b.crowding ? -1 : 1;
  return a.trial - b.trial;
}
