import { Rng } from '@fraudx/core';
import { entitiesOf, timesOf } from './source-columns.ts';
import { foldsOf } from './split-dataset.ts';
import { findSplit } from './split-registry.ts';
import type { Fold, SplitOfRows, SplitPlan, SplitSource } from './split-strategy.ts';

const dayMs = 86_400_000;

/** Training rows that are in no validation set, ascending. */
function unusedRows(split: SplitOfRows): Uint32Array {
  const used = new Set(foldsOf(split).flatMap(({ validation }) => [...validation]));
  return (split.final ?? split.train).filter((row) => !used.has(row)).sort();
}

/** The number of the set that each row is dealt to, by row: equally many rows of each class in each set, or whole entities. */
function dealt(rows: Uint32Array, groupOf: (row: number) => number, y: Uint8Array, count: number, rng: Rng): number[] {
  const setOf: number[] = [];
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const group = groupOf(row);
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [row]);
    else members.push(row);
  }
  const lists = [...groups.values()];
  const order = rng.shuffle(Uint32Array.from(lists.keys())); // groups of one row each where no entity is kept whole
  for (const label of [1, 0]) {
    let next = 0;
    for (const g of order) {
      const list = lists[g]!;
      // frauds first: a group is dealt as one that has any
      if (Number(list.some((row) => y[row] === 1)) !== label) continue;
      for (const row of list) setOf[row] = next % count;
      next++;
    }
  }
  return setOf;
}

/** Later half of the rows in blocks of time, each with the rows before it whose labels were known by then. */
function blocksOfTime(
  rows: Uint32Array,
  time: Float64Array | undefined,
  { settings: { delayDays = 0 } }: SplitPlan,
  count: number,
): Fold[] {
  const at = (row: number): number => time?.[row] ?? row;
  const inOrder = rows.toSorted((a, b) => at(a) - at(b) || a - b);
  const n = inOrder.length;
  // rows of equal time stay together, in the later block
  const startOf = (k: number): number => {
    let start = Math.ceil((n * (count + k)) / (2 * count));
    while (start > 0 && start < n && at(inOrder[start - 1]!) === at(inOrder[start]!)) start--;
    return start;
  };
  return Array.from({ length: count }, (_, k) => {
    const [start, end] = [startOf(k), startOf(k + 1)];
    const known = start < n ? at(inOrder[start]!) - delayDays * dayMs : Infinity;
    const before = inOrder.slice(0, start);
    return {
      train: delayDays === 0 ? before : before.filter((row) => at(row) < known),
      validation: inOrder.slice(start, end),
    };
  });
}

/**
 * Folds on which nothing was chosen yet: each measures training rows that are in no validation set of the split. Of a split by time they are blocks of the
 * later half of those rows, each with what was known before it to learn from; of others a part each, with all other training and validation rows.
 *
 * @param options.count - Folds, at least 2.
 * @param options.leastFrauds - Frauds, and genuine rows, that each fold must measure and learn from.
 * @returns None where the rows do not suffice.
 */
export function unusedFolds(
  plan: SplitPlan,
  source: SplitSource,
  split: SplitOfRows,
  { count, leastFrauds }: { readonly count: number; readonly leastFrauds: number },
): readonly Fold[] {
  const { y, time } = source;
  const { isByTime, keepsEntitiesWhole } = findSplit(plan.strategy);
  const rows = unusedRows(split);
  let folds: Fold[];
  if (isByTime) {
    folds = blocksOfTime(rows, time === undefined ? undefined : timesOf(source, time), plan, count);
  } else {
    const entities = keepsEntitiesWhole ? entitiesOf(source, plan.strategy) : undefined;
    const groupOf = (row: number): number =>
      entities !== undefined && entities[row]! >= 0 ? entities[row]! : -1 - row;
    const setOf = dealt(rows, groupOf, y, count, new Rng(plan.seed).stream('unused folds'));
    const known = [...new Set(foldsOf(split).flatMap((fold) => [...fold.train, ...fold.validation]))];
    const all = Uint32Array.from(known).sort();
    folds = Array.from({ length: count }, (_, set) => ({
      train: all.filter((row) => setOf[row] !== set),
      validation: rows.filter((row) => setOf[row] === set),
    }));
  }
  const suffices = (set: Uint32Array): boolean => {
    const frauds = set.reduce((sum, row) => sum + y[row]!, 0);
    return frauds >= leastFrauds && set.length - frauds >= leastFrauds;
  };
  return folds.every(({ train, validation }) => suffices(train) && suffices(validation)) ? folds : [];
}
