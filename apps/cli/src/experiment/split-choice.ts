import { InvalidArgumentError } from '@fraudx/core';
import type { PrequentialPlan, SplitSpec } from '@fraudx/data';
import { parseTestFold } from '@fraudx/data';
import type { Settings } from '../settings/settings.ts';

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
export function periodsOf(split: NonNullable<Settings['config']['split']>): Omit<PrequentialPlan, 'trainFrom'> {
  return {
    trainDays: split.trainDays ?? 7,
    delayDays: split.delayDays ?? 7,
    testDays: split.testDays ?? 7,
    folds: split.folds ?? 1,
  };
}

type SplitKey = keyof NonNullable<Settings['config']['split']>;

function refuseUnused(split: NonNullable<Settings['config']['split']>, strategy: string): void {
  const flags: readonly (readonly [SplitKey, string, boolean])[] = [
    ['testFold', '--test-fold', false],
    ['test', '--test-size', false],
    ['validation', '--validation-size', false],
    ['trainDays', '--train-days', true],
    ['delayDays', '--delay-days', true],
    ['testDays', '--test-days', true],
    ['folds', '--folds', true],
    ['trainFrom', '--train-from', true],
  ];
  const isPrequential = strategy === 'prequential';
  const unused = flags.find(([key, , ofPrequential]) => split[key] !== undefined && ofPrequential !== isPrequential);
  if (unused === undefined) return;
  throw new InvalidArgumentError(
    `${unused[1]} (split.${unused[0]}) must be left out of a ${strategy} split, got ${split[unused[0]]}`,
    {
      hint: isPrequential
        ? 'A prequential split is measured in days: --train-days, --delay-days, --test-days.'
        : `Add --split prequential, or leave it out.`,
    },
  );
}

/** The split that these settings ask for. Test and validation shares default to 0.2, periods to 7 days. */
export function splitSpecOf(settings: Settings): SplitChoice {
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
    throw new InvalidArgumentError('split: either --test-fold or --test-size must be given, got both', {
      hint: 'With --test-fold m:r the test set is 1/m of the rows.',
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
