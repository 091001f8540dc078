import { InvalidArgumentError, Rng } from '@fraudx/core';
import { blocksOfTime, dealtEntities, dealtRows } from './parts-of-rows.ts';
import { entitiesOf, timesOf } from './source-columns.ts';
import { foldsOf } from './split-dataset.ts';
import { findSplit } from './split-registry.ts';
import type { Fold, SplitOfRows, SplitPlan, SplitSource } from './split-strategy.ts';

/** An outer fold of nested cross-validation: `test` is what it measures, `train` and `validation` are together what may be learned from. */
export interface OuterFold extends SplitOfRows {
  /** The plan of the split, with the seed of this fold. */
  readonly plan: SplitPlan;
}

function both(one: Uint32Array, other: Uint32Array): Uint32Array {
  const all = new Uint32Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all.sort();
}

/** Known rows in parts, each with the rows that a model for it learns from. */
function partsOf(plan: SplitPlan, source: SplitSource, known: Uint32Array, count: number): readonly Fold[] {
  const { y, time } = source;
  const { isByTime, keepsEntitiesWhole } = findSplit(plan.strategy);
  if (isByTime) return blocksOfTime(known, time === undefined ? undefined : timesOf(source, time), count);
  const rng = new Rng(plan.seed).stream('outer folds');
  const setOf = keepsEntitiesWhole
    ? dealtEntities(known, y, entitiesOf(source, plan.strategy), count, rng)
    : dealtRows(known, y, count, rng);
  return Array.from({ length: count }, (_, set) => ({
    train: known.filter((row) => setOf[row] !== set),
    validation: known.filter((row) => setOf[row] === set),
  }));
}

/** @throws {InvalidArgumentError} `OUTER_FOLD_TOO_SMALL`. */
function checkClasses(y: Uint8Array, rows: Uint32Array, what: string, least: number): void {
  const frauds = rows.reduce((sum, row) => sum + y[row]!, 0);
  if (frauds >= least && rows.length - frauds >= least) return;
  throw new InvalidArgumentError(
    `split: ${what} must hold at least ${least} ${least === 1 ? 'row' : 'rows'} of each class, got ${frauds} frauds in ${rows.length} rows`,
    {
      code: 'OUTER_FOLD_TOO_SMALL',
      details: { settings: ['tuning.outerFolds', 'split.validation'], frauds, rows: rows.length },
      hint: 'Use fewer outer folds, or more data.',
    },
  );
}

/**
 * Outer folds of nested cross-validation, for a whole search: training and validation rows of a split in parts, each to be measured once by what was chosen and
 * fitted without it. Test rows are in none of them.
 *
 * - `stratified` and `grouped`: `count` parts that cover training and validation rows, with as many rows of each class, or whole entities; each is learned from
 *   all other parts.
 * - `time`: `count` blocks of the later half of those rows, each learned from the rows before it; rows of equal time stay together.
 *
 * In each fold, what is learned from is divided into training and validation rows as the split divides them, with the same share, folds and a seed of its own.
 *
 * @param options.count - Folds, at least 2.
 * @param options.leastFrauds - Frauds, and genuine rows, that each fold must measure.
 * @throws {InvalidArgumentError} `OUTER_FOLDS_SPLIT`: the strategy has none, as a prequential one; `OUTER_FOLD_TOO_SMALL`; `TOO_MANY_FOLDS` of `split.folds`.
 */
export function outerFolds(
  plan: SplitPlan,
  source: SplitSource,
  split: SplitOfRows,
  { count, leastFrauds }: { readonly count: number; readonly leastFrauds: number },
): readonly OuterFold[] {
  if (!Number.isSafeInteger(count) || count < 2) {
    throw new InvalidArgumentError(`count must be an integer >= 2, got ${count}`, { subject: 'outerFolds' });
  }
  const { divideKnown } = findSplit(plan.strategy);
  if (divideKnown === undefined || split.final !== undefined) {
    throw new InvalidArgumentError(
      `split: outer folds need a stratified, grouped or time split, got ${plan.strategy}, whose training rows cannot be divided further`,
      {
        code: 'OUTER_FOLDS_SPLIT',
        details: { settings: ['tuning.outerFolds', 'split.strategy'] },
        hint: 'Use a time split, or leave outer folds out.',
      },
    );
  }
  const parts = partsOf(plan, source, both(split.train, split.validation), count);
  return parts.map(({ train: learned, validation: measured }, k) => {
    const own = { ...plan, seed: outerSeed(plan.seed, k) };
    checkClasses(source.y, measured, `outer fold ${k + 1} of ${count}`, leastFrauds);
    const fold = { ...divideKnown(own, source, learned), test: measured, plan: own };
    for (const { train, validation } of foldsOf(fold)) {
      checkClasses(source.y, train, `training rows of outer fold ${k + 1} of ${count}`, 1);
      checkClasses(source.y, validation, `validation rows of outer fold ${k + 1} of ${count}`, 1);
    }
    return fold;
  });
}

/** The seed of the k-th outer fold, from 0. */
function outerSeed(seed: number, k: number): number {
  return Math.floor(2 ** 31 * new Rng(seed).stream(`outer fold ${k}`).uniform());
}
