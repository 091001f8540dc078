import { InvalidArgumentError } from '@fraudx/core';
import { furtherFolds } from './further-folds.ts';
import { parseTestFold } from './parse-test-fold.ts';
import { entitiesOf, timesOf } from './source-columns.ts';
import type { SplitInput, SplitSpec } from './split-rows.ts';
import { divideKnown, splitRows } from './split-rows.ts';
import type { Fold, SplitOfRows, SplitPlan, SplitSource, SplitStrategy } from './split-strategy.ts';

/** The columns that a strategy looks at. */
type Columns = (source: SplitSource) => Pick<SplitInput, 'time' | 'entity'>;

function specOf(strategy: SplitSpec['strategy'], { settings, seed }: SplitPlan): SplitSpec {
  const { test, validation, testFold } = settings;
  return {
    strategy,
    test: test!,
    validation: validation!,
    seed,
    ...(testFold === undefined ? {} : { testFold: parseTestFold(testFold) }),
  };
}

/** The rows with further folds, where there are some. */
function withFolds<T extends Fold>(
  split: T,
  spec: SplitSpec,
  rows: SplitInput,
  { settings }: SplitPlan,
): T & Pick<SplitOfRows, 'earlierFolds'> {
  const earlierFolds = furtherFolds(spec, rows, split, settings.folds ?? 1);
  return earlierFolds.length === 0 ? split : { ...split, earlierFolds };
}

/** A strategy whose sets are shares of the rows, see `splitRows`. */
function ofShares(
  name: SplitSpec['strategy'],
  columns: Columns,
  traits: Pick<SplitStrategy, 'isByTime' | 'isRandom' | 'keepsEntitiesWhole' | 'oneClass'>,
): SplitStrategy {
  return {
    name,
    settings: ['testFold', 'test', 'validation', 'folds'],
    settingsHint: 'It is for a prequential split.',
    keepsDaysWhole: false,
    ...traits,
    complete: ({ test, validation = 0.2, testFold, folds }) => {
      if (testFold !== undefined && test !== undefined) {
        throw new InvalidArgumentError('split: either testFold or test must be given, got both', {
          details: { settings: ['split.testFold', 'split.test'] },
          hint: 'With a test fold m:r the test set is 1/m of the rows.',
        });
      }
      if (testFold !== undefined) parseTestFold(testFold);
      return {
        test: test ?? 0.2,
        validation,
        ...(testFold === undefined ? {} : { testFold }),
        ...(folds === undefined || folds === 1 ? {} : { folds }),
      };
    },
    divide: (plan, source) => {
      const [spec, rows] = [specOf(name, plan), { y: source.y, ...columns(source) }];
      return withFolds(splitRows(spec, rows), spec, rows, plan);
    },
    divideKnown: (plan, source, known) => {
      const [spec, rows] = [specOf(name, plan), { y: source.y, ...columns(source) }];
      return withFolds(divideKnown(spec, rows, known), spec, rows, plan);
    },
    describe: (plan) => {
      const { test, validation, testFold } = specOf(name, plan);
      return {
        test_size: test,
        validation_size: validation,
        ...(testFold === undefined ? {} : { test_fold: `${testFold.modulus}:${testFold.remainder}` }),
        ...(plan.settings.folds === undefined ? {} : { folds: plan.settings.folds }),
      };
    },
  };
}

const largerShares = {
  settings: ['split.validation', 'split.test'],
  hint: 'Use more data, or larger shares for validation and test.',
};

/** Random rows of each class. */
export const stratifiedSplit = ofShares('stratified', () => ({}), {
  isByTime: false,
  isRandom: true,
  keepsEntitiesWhole: false,
  oneClass: largerShares,
});

/** The earliest rows for training, the latest for the test. */
export const timeSplit = ofShares(
  'time',
  (source) => (source.time === undefined ? {} : { time: timesOf(source, source.time) }),
  {
    isByTime: true,
    isRandom: false,
    keepsEntitiesWhole: false,
    oneClass: {
      settings: ['split.validation', 'split.test', 'split.strategy'],
      hint: 'Use more data, a larger share for this subset, or a stratified split.',
    },
  },
);

/** Random entities with all their rows. */
export const groupedSplit = ofShares('grouped', (source) => ({ entity: entitiesOf(source, 'grouped') }), {
  isByTime: false,
  isRandom: true,
  keepsEntitiesWhole: true,
  oneClass: largerShares,
});
