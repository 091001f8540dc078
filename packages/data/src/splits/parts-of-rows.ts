import type { Rng } from '@fraudx/core';
import { rowsByEntity } from './rows-by-entity.ts';
import type { Fold } from './split-strategy.ts';

/** The number of the set that each row is dealt to, by row; -1: none. Equally many rows of each class in each set. */
export function dealtRows(rows: Uint32Array, y: Uint8Array, count: number, rng: Rng): Int16Array {
  const setOf = new Int16Array(y.length).fill(-1);
  for (const label of [0, 1]) {
    const members = rng.stream(`class-${label}`).shuffle(rows.filter((row) => y[row] === label));
    for (const [i, row] of members.entries()) setOf[row] = i % count;
  }
  return setOf;
}

/** As {@link dealtRows}, whole entities: those with a fraud and the others, each to the sets in turn. */
export function dealtEntities(
  rows: Uint32Array,
  y: Uint8Array,
  entity: ArrayLike<number>,
  count: number,
  rng: Rng,
): Int16Array {
  const groups = rowsByEntity(rows, entity);
  const setOf = new Int16Array(y.length).fill(-1);
  const next = [0, 0];
  for (const g of rng.shuffle(Uint32Array.from(groups.keys()))) {
    const group = groups[g]!;
    const hasFraud = Number(group.some((row) => y[row] === 1));
    const set = next[hasFraud]!++ % count;
    for (const row of group) setOf[row] = set;
  }
  return setOf;
}

/** Later half of the rows in blocks of time, each with the rows before it. */
export function blocksOfTime(rows: Uint32Array, time: Float64Array | undefined, count: number): Fold[] {
  const at = (row: number): number => time?.[row] ?? row;
  const inOrder = rows.toSorted((a, b) => at(a) - at(b) || a - b);
  const n = inOrder.length;
  // rows of equal time stay together, in the later block
  const startOf = (k: number): number => {
    let start = Math.ceil((n * (count + k)) / (2 * count));
    while (start > 0 && start < n && at(inOrder[start - 1]!) === at(inOrder[start]!)) start--;
    return start;
  };
  return Array.from({ length: count }, (_, k) => ({
    train: inOrder.slice(0, startOf(k)),
    validation: inOrder.slice(startOf(k), startOf(k + 1)),
  }));
}
