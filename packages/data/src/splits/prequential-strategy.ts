import { dayText, InvalidArgumentError } from '@fraudx/core';
import { entitiesOf } from './source-columns.ts';
import { splitPrequential } from './split-prequential.ts';
import type { SplitOfRows, SplitPlan, SplitSource, SplitStrategy } from './split-strategy.ts';

const dayMs = 86_400_000;

function timesOfDays({ frame, time }: SplitSource): Float64Array {
  if (time === undefined) {
    throw new InvalidArgumentError('time must be given for a prequential split, got nothing', {
      code: 'MISSING_OPTION',
      details: { settings: ['time'] },
      hint: 'Name the column with the time of the transaction ("time:").',
    });
  }
  const column = frame.column(time);
  if (column.kind !== 'timestamp') {
    throw new InvalidArgumentError(
      `time: column "${time}" must hold dates for a prequential split, got ${column.kind === 'numeric' ? 'numbers' : 'text'}`,
      {
        details: { column: time, settings: ['dateOrder', 'timeUnit'] },
        hint: 'Its periods are days. Write times as ISO 8601: 2026-01-31 14:05:09; where 03/04/2026 could mean two days, say which (dateOrder); say what numbers count (timeUnit).',
      },
    );
  }
  return column.values;
}

function divide({ settings, timeZone }: SplitPlan, source: SplitSource): SplitOfRows {
  const { trainDays, delayDays, testDays, folds, trainFrom } = settings;
  const parts = splitPrequential(
    { time: timesOfDays(source), y: source.y, entity: entitiesOf(source, 'prequential') },
    {
      trainDays: trainDays!,
      delayDays: delayDays!,
      testDays: testDays!,
      folds: folds!,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(trainFrom === undefined ? {} : { trainFrom: Date.parse(`${trainFrom}T00:00:00Z`) / dayMs }),
    },
  );
  const [latest, ...earlierFolds] = parts.folds;
  return {
    train: latest!.train,
    validation: latest!.validation,
    test: parts.test,
    final: parts.train,
    ...(earlierFolds.length === 0 ? {} : { earlierFolds }),
    periods: {
      train_from: dayText(parts.trainFrom),
      test_from: dayText(parts.testFrom),
      validation_train_from: dayText(latest!.trainFrom),
      validation_from: dayText(latest!.validationFrom),
      test_rows_of_known_cards: parts.dropped,
    },
  };
}

/** Days of training, delay and test, without cards known to be compromised; see `splitPrequential`. */
export const prequentialSplit: SplitStrategy = {
  name: 'prequential',
  settings: ['trainDays', 'delayDays', 'testDays', 'folds', 'trainFrom'],
  settingsHint: 'A prequential split is measured in days: trainDays, delayDays, testDays.',
  isByTime: true,
  keepsDaysWhole: true,
  keepsEntitiesWhole: false,
  isRandom: false,
  oneClass: {
    settings: ['split.trainDays', 'split.testDays', 'split.folds', 'split.trainFrom'],
    hint: 'Use longer periods (trainDays, testDays), fewer folds or another first day (trainFrom).',
  },
  complete: ({ trainDays = 7, delayDays = 7, testDays = 7, folds = 1, trainFrom }) => ({
    trainDays,
    delayDays,
    testDays,
    folds,
    ...(trainFrom === undefined ? {} : { trainFrom }),
  }),
  divide,
  describe: ({ settings, timeZone = 'UTC' }, rows) => ({
    train_days: settings.trainDays!,
    delay_days: settings.delayDays!,
    test_days: settings.testDays!,
    folds: settings.folds!,
    ...rows.periods,
    time_zone: timeZone,
  }),
};
