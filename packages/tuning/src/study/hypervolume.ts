import { InvalidArgumentError } from '@fraudx/core';
import type { Direction } from './best-trial.ts';
import type { Gains } from './gains.ts';
import { frontPlaces } from './pareto-front.ts';

/** Volume of the union of the boxes from 0 to each point; no coordinate is below 0. */
export function boxUnion(points: readonly Gains[]): number {
  const n = points[0]?.length ?? 0;
  if (n === 0) return 0;
  if (n === 1) return points.reduce((most, [gain]) => Math.max(most, gain!), 0);
  const front = frontPlaces(points)
    .map((place) => points[place]!)
    .toSorted((a, b) => b[0]! - a[0]!);
  if (n === 2) {
    let [sum, reached] = [0, 0];
    for (const [x, y] of front as [number, number][]) {
      if (y > reached) sum += x * (y - reached);
      reached = Math.max(reached, y);
    }
    return sum;
  }
  // slices across the first direction, each with the points that reach it
  let sum = 0;
  for (const [i, point] of front.entries()) {
    const next = front[i + 1]?.[0] ?? 0;
    if (point[0]! > next) sum += (point[0]! - next) * boxUnion(front.slice(0, i + 1).map((one) => one.slice(1)));
  }
  return sum;
}

/**
 * The volume of what several points dominate, up to a reference point: the usual measure of how good a Pareto front is. Points that are not better than the
 * reference in every direction add nothing.
 *
 * @param points - Values, one for each direction; of any trials, since those that are beaten add nothing.
 * @param reference - A point that is worse than those that should count, one finite value for each direction.
 * @returns At least 0; 0 without points. Two directions take O(n log n) steps, d take O(n^(d - 1)).
 * @throws {InvalidArgumentError} A point or the reference has another number of values than there are directions, or the reference is not finite.
 * @example
 * hypervolume([[0.9, 2], [0.8, 1]], ['maximize', 'minimize'], [0, 4]); // 2.6
 */
export function hypervolume(
  points: readonly (readonly number[])[],
  directions: readonly Direction[],
  reference: readonly number[],
): number {
  const odd = [reference, ...points].find((one) => one.length !== directions.length);
  if (odd !== undefined) {
    throw new InvalidArgumentError(
      `points and reference must have ${directions.length} values each, as many as directions, got ${odd.length}`,
      { subject: 'hypervolume' },
    );
  }
  if (!reference.every(Number.isFinite)) {
    throw new InvalidArgumentError(`reference must be finite, got ${reference.join(', ')}`, { subject: 'hypervolume' });
  }
  const gains = points.map((values) =>
    values.map((value, i) => (directions[i] === 'minimize' ? reference[i]! - value : value - reference[i]!)),
  );
  return boxUnion(gains.filter((one) => one.every((gain) => gain > 0)));
}
