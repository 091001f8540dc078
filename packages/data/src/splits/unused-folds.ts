import { Rng } from '@fraudx/core';
import { entitiesOf, timesOf } from './source-columns.ts';
import { foldsOf } from './split-dataset.ts';
import { findSplit } from './split-registry.ts';
import type { Fold, SplitOfRows, SplitPlan, SplitSource } from './split-strategy.ts';

/** Positions of the rows that are marked, ascending. */
function marked(marks: Uint8Array, is: (mark: number) => boolean): Uint32Array {
  const rows = new Uint32Array(marks.reduce((count, mark) => count + Number(is(mark)), 0));
  let next = 0;
  for (const [row, mark] of marks.entries()) if (is(mark)) rows[next++] = row;
  return rows;
}

/** The number of the set that each row is dealt to, by row; -1: none. Equally many rows of each class in each set. */
function dealtRows(rows: Uint32Array, y: Uint8Array, count: number, rng: Rng): Int16Array {
  const setOf = new Int16Array(y.length).fill(-1);
  for (const label of [0, 1]) {
    const members = rng.stream(`class-${label}`).shuffle(rows.filter((row) => y[row] === label));
    for (const [i, row] of members.entries()) setOf[row] = i % count;
  }
  return setOf;
}

/** As {@link dealtRows}, whole entities: those with a fraud and the others, each to the sets in turn. */
function dealtEntities(
  rows: Uint32Array,
  y: Uint8Array,
  entity: ArrayLike<number>,
  count: number,
  rng: Rng,
): Int16Array {
  const rowsOf = new Map<number, number[]>();
  for (const row of rows) {
    const key = entity[row]! >= 0 ? entity[row]! : -1 - row;
    const members = rowsOf.get(key);
    if (members === undefined) rowsOf.set(key, [row]);
    else members.push(row);
  }
  const groups = [...rowsOf.values()];
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
function blocksOfTime(rows: Uint32Array, time: Float64Array | undefined, count: number): Fold[] {
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

/**
 * Folds on which nothing was chosen yet: each measures training rows that are in no validation set of the split. Of a split by time they are blocks of the
 * later half of those rows, each with the rows before it to learn from; of others a part each, with all other training and validation rows.
 *
 * @param options.count - Folds, at least 2.
 * @param options.leastFrauds - Frauds, and genuine rows, that each fold must measure and learn from.
 * @returns None where the rows do not suffice, or where the split leaves rows of its training period out of validation on purpose, as a prequential one does
 * with cards that are known to be compromised.
 */
export function unusedFolds(
  plan: SplitPlan,
  source: SplitSource,
  split: SplitOfRows,
  { count, leastFrauds }: { readonly count: number; readonly leastFrauds: number },
): readonly Fold[] {
  if (split.final !== undefined) return [];
  const { y, time } = source;
  const { isByTime, keepsEntitiesWhole } = findSplit(plan.strategy);
  // 1 known, 2 validates
  const marks = new Uint8Array(y.length);
  for (const { train } of foldsOf(split)) for (const row of train) marks[row] = 1;
  for (const { validation } of foldsOf(split)) for (const row of validation) marks[row] = 2;
  const rows = marked(marks, (mark) => mark === 1);
  let folds: Fold[];
  if (isByTime) {
    folds = blocksOfTime(rows, time === undefined ? undefined : timesOf(source, time), count);
  } else {
    const rng = new Rng(plan.seed).stream('unused folds');
    const setOf = keepsEntitiesWhole
      ? dealtEntities(rows, y, entitiesOf(source, plan.strategy), count, rng)
      : dealtRows(rows, y, count, rng);
    const known = marked(marks, (mark) => mark > 0);
    folds = Array.from({ length: count }, (_, set) => ({
      train: known.filter((row) => setOf[row] !== set),
      validation: rows.filter((row) => setOf[row] === set),
    }));
  }
  const suffices = (set: Uint32Array): boolean => {
    const frauds = set.reduce((sum, row) => sum + y[row]!, 0);
    return frauds >= leastFrauds && set.length - frauds >= leastFrauds;
  };
  return folds.every(({ train, validation }) => suffices(train) && suffices(validation)) ? folds : [];
}
