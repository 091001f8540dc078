import { InvalidArgumentError } from '@fraudx/core';
import type { PrequentialPlan, SplitSpec } from '@fraudx/data';
import { parseTestFold } from '@fraudx/data';
import type { ExperimentSettings } from '../settings.ts';

/** A prequential split: days of training, delay and test. */
export interface PrequentialChoice extends Omit<PrequentialPlan, 'trainFrom'> {
  readonly strategy: 'prequential';
  /** First day of training such as 2018-07-25; undefined is the latest possible. */
  readonly trainFrom?: string;
  readonly seed: number;
}

/** How the rows of a dataset are divided. */
export type SplitChoice = SplitSpec | PrequentialChoice;

/** Whether test rows are later than all training rows. */
export function isByTime({ strategy }: Pick<SplitChoice, 'strategy'>): boolean {
  return strategy === 'time' || strategy === 'prequential';
}

/** Days and folds of a prequential split with their defaults. */
export function periodsOf(
  split: NonNullable<ExperimentSettings['config']['split']>,
): Omit<PrequentialPlan, 'trainFrom'> {
  return {
    trainDays: split.trainDays ?? 7,
    delayDays: split.delayDays ?? 7,
    testDays: split.testDays ?? 7,
    folds: split.folds ?? 1,
  };
}

type SplitKey = keyof NonNullable<ExperimentSettings['config']['split']>;

const ofShares: readonly SplitKey[] = ['testFold', 'test', 'validation'];
const ofPeriods: readonly SplitKey[] = ['trainDays', 'delayDays', 'testDays', 'folds', 'trainFrom'];

function refuseUnused(split: NonNullable<ExperimentSettings['config']['split']>, strategy: string): void {
  const isPrequential = strategy === 'prequential';
  const unused = (isPrequential ? ofShares : ofPeriods).find((key) => split[key] !== undefined);
  if (unused === undefined) return;
  throw new InvalidArgumentError(
    `split.${unused} must be left out of a ${strategy} split, got ${String(split[unused])}`,
    {
      details: { settings: [`split.${unused}`] },
      hint: isPrequential
        ? 'A prequential split is measured in days: trainDays, delayDays, testDays.'
        : 'It is for a prequential split.',
    },
  );
}

/** The split that these settings ask for. Test and validation shares default to 0.2, periods to 7 days. */
export function splitSpecOf(settings: ExperimentSettings): SplitChoice {
  const split = settings.config.split ?? {};
  const strategy = split.strategy ?? (settings.config.time === undefined ? 'stratified' : 'time');
  refuseUnused(split, strategy);
  if (strategy === 'prequential') {
    const { trainFrom } = split;
    return {
      strategy,
      ...periodsOf(split),
      seed: settings.seed,
      ...(settings.config.timeZone === undefined ? {} : { timeZone: settings.config.timeZone }),
      ...(trainFrom === undefined ? {} : { trainFrom }),
    };
  }
  if (split.testFold !== undefined && split.test !== undefined) {
    throw new InvalidArgumentError('split: either testFold or test must be given, got both', {
      details: { settings: ['split.testFold', 'split.test'] },
      hint: 'With a test fold m:r the test set is 1/m of the rows.',
    });
  }
  return {
    strategy,
    test: split.test ?? 0.2,
    validation: split.validation ?? 0.2,
    seed: settings.seed,
    ...(split.testFold === undefined ? {} : { testFold: parseTestFold(split.testFold) }),
  };
}
