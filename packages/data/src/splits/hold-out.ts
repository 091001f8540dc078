import type { Rng } from '@fraudx/core';
import { rowsByEntity } from './rows-by-entity.ts';
import type { Fold } from './split-strategy.ts';

/** Picks `share` of each class by chance. */
export function pickPerClass(rows: Uint32Array, y: Uint8Array, share: number, rng: Rng): Set<number> {
  const picked = new Set<number>();
  for (const label of [0, 1]) {
    const members = rng.stream(`class-${label}`).shuffle(rows.filter((row) => y[row] === label));
    for (const row of members.subarray(0, Math.round(members.length * share))) picked.add(row);
  }
  return picked;
}

/** Moves a boundary back so that no rows of equal time lie on both sides; forward where nothing would be left. */
export function clearTies(order: Uint32Array, time: Float64Array | undefined, boundary: number): number {
  if (time === undefined || boundary <= 0 || boundary >= order.length) return boundary;
  const at = (position: number): number => time[order[position]!]!;
  let back = boundary;
  while (back > 0 && at(back - 1) === at(boundary)) back--;
  if (back > 0) return back;
  let forward = boundary;
  while (forward < order.length && at(forward) === at(boundary)) forward++;
  return forward;
}

/** `share` of each class of the rows by chance, and the others; both in the order of `rows`. */
export function holdOutPerClass(rows: Uint32Array, y: Uint8Array, share: number, rng: Rng): Fold {
  const validation = pickPerClass(rows, y, share, rng.stream('validation'));
  return {
    train: rows.filter((row) => !validation.has(row)),
    validation: rows.filter((row) => validation.has(row)),
  };
}

/** The last `share` of rows in time order, and those before; rows of equal time stay together, in the later part. */
export function holdOutLatest(order: Uint32Array, time: Float64Array | undefined, share: number): Fold {
  const start = clearTies(order, time, order.length - Math.floor(share * order.length));
  return { train: order.slice(0, start), validation: order.slice(start) };
}

/** Whole entities in random order until they have `share` of the rows, and the others. */
export function holdOutEntities(rows: Uint32Array, entity: ArrayLike<number>, share: number, rng: Rng): Fold {
  const groups = rowsByEntity(rows, entity);
  const validation = new Set<number>();
  for (const g of rng.stream('groups').shuffle(Uint32Array.from(groups.keys()))) {
    if (validation.size >= share * rows.length) break;
    for (const row of groups[g]!) validation.add(row);
  }
  return {
    train: rows.filter((row) => !validation.has(row)),
    validation: rows.filter((row) => validation.has(row)),
  };
}
