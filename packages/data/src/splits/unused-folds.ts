import { Rng } from '@fraudx/core';
import { blocksOfTime, dealtEntities, dealtRows } from './parts-of-rows.ts';
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
