import type { Rng } from '@fraudx/core';
import type { Axis } from '../tpe/axis.ts';
import type { SobolSequence } from '../sobol/sobol-sequence.ts';

/** Where a coordinate in [0, 1) lies on an axis: a place, that of the nearest step, or the number of a category. */
export function onAxis(axis: Axis, u: number): number {
  if (axis.kind === 'continuous') return u;
  if (axis.kind === 'steps') return axis.place(axis.stepAt(u));
  return Math.min(axis.size - 1, Math.floor(u * axis.size));
}

/** Writes n points of a sequence, from a number on. */
export function spread(
  axes: readonly Axis[],
  sequence: SobolSequence,
  from: number,
  n: number,
  to: Float64Array,
): void {
  for (let i = 0; i < n; i++) {
    const point = sequence.point(from + i);
    for (const [j, axis] of axes.entries()) to[i * axes.length + j] = onAxis(axis, point[j]!);
  }
}

/**
 * Writes a point near another one: coordinates move by a normal step, some of them only where there are many; a category may change.
 *
 * @param width - Standard deviation of a step, as a share of the range.
 */
export function near(
  axes: readonly Axis[],
  point: Float64Array,
  width: number,
  rng: Rng,
  to: Float64Array,
  at: number,
): void {
  const d = axes.length;
  const chance = Math.min(1, 5 / d);
  const always = rng.int(d);
  for (const [j, axis] of axes.entries()) {
    const from = point[j]!;
    to[at + j] = from;
    if (j !== always && rng.uniform() >= chance) continue;
    if (axis.kind === 'categories') {
      if (rng.uniform() < 0.3) to[at + j] = rng.int(axis.size);
      continue;
    }
    const moved = Math.min(1 - 2 ** -53, Math.max(0, from + width * rng.normal()));
    to[at + j] = onAxis(axis, moved);
  }
}

/**
 * The best of some points and others drawn with a chance in proportion to the improvement that is expected there.
 *
 * @param logs - Logarithms of that improvement.
 * @returns Their places, at most n, all different.
 */
export function drawStarts(logs: Float64Array, n: number, rng: Rng): number[] {
  let best = 0;
  for (let i = 1; i < logs.length; i++) if (logs[i]! > logs[best]!) best = i;
  // The largest sums with Gumbel noise are such a draw without replacement.
  const keys = logs.map((log) => log - Math.log(-Math.log(rng.uniform() + 2 ** -54)));
  keys[best] = -Infinity;
  const others = Array.from(keys, (_, i) => i).toSorted((a, b) => keys[b]! - keys[a]! || a - b);
  return [best, ...others.slice(0, Math.min(n, logs.length) - 1)];
}
