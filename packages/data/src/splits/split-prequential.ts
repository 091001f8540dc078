import { dayText, InvalidArgumentError, openTimeZone } from '@fraudx/core';
import type { PrequentialRows } from './prequential-splits.ts';
import { prequentialSplits } from './prequential-splits.ts';

/** How {@link splitPrequential} divides rows. */
export interface PrequentialPlan {
  /** Days of training, delay and test, each a whole number; training and test >= 1, delay >= 0. */
  readonly trainDays: number;
  readonly delayDays: number;
  readonly testDays: number;
  /** Validation folds, each `testDays` before the one after it; >= 1. */
  readonly folds: number;
  /** Whose calendar days: an IANA name. Default UTC. */
  readonly timeZone?: string;
  /** First training day, in days since 1970-01-01. Default: such that the test period ends with the data. */
  readonly trainFrom?: number;
}

/** One validation fold: as far apart as training and test, and as long. */
export interface PrequentialFold {
  /** First day of training and of validation, in days since 1970-01-01. */
  readonly trainFrom: number;
  readonly validationFrom: number;
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
}

/** Rows of a {@link splitPrequential}, each ascending. */
export interface PrequentialParts {
  /** First day of training and of test, in days since 1970-01-01. */
  readonly trainFrom: number;
  readonly testFrom: number;
  /** The whole training period. */
  readonly train: Uint32Array;
  readonly test: Uint32Array;
  /** Test rows left out, because their card was known to be compromised. */
  readonly dropped: number;
  /** The latest fold first. */
  readonly folds: readonly PrequentialFold[];
}

/**
 * One training, delay and test period, and validation folds that never see what the test period knows.
 *
 * The first fold validates on the last `testDays` days of the training period, whose labels have come, and trains on the `trainDays` days that end
 * `delayDays` before them; every further fold lies `testDays` earlier. Cards known to be compromised are left out of validation and test as in
 * `prequentialSplits`.
 *
 * @throws {InvalidArgumentError} `SPLIT_TOO_LONG`: the data does not hold all periods.
 * @throws {InvalidArgumentError} `TIME_MISSING_VALUES`, or an option out of range.
 * @see Le Borgne, Siblini, Lebichot, Bontempi (2022), "Reproducible Machine Learning for Credit Card Fraud Detection", chapter 5.3.
 */
export function splitPrequential(rows: PrequentialRows, plan: PrequentialPlan): PrequentialParts {
  const missing = rows.time.findIndex((value) => Number.isNaN(value));
  if (missing >= 0) {
    throw new InvalidArgumentError(`time must have a value in every row, got none in data row ${missing + 1}`, {
      subject: 'splitPrequential',
      code: 'TIME_MISSING_VALUES',
      details: { row: missing + 1 },
      hint: 'Remove the rows without a time.',
    });
  }
  const { trainDays, delayDays, testDays, folds } = plan;
  const zone = openTimeZone(plan.timeZone);
  // By days and not by instants: clocks that are put back at midnight make an earlier day of a later instant.
  const [firstDay, lastDay] = rows.time.reduce(
    ([low, high], instant) =>
      [Math.min(low, zone.dayOf(instant)), Math.max(high, zone.dayOf(instant))] as [number, number],
    [Infinity, -Infinity] as [number, number],
  );
  const endDay = lastDay + 1;
  const periods = trainDays + delayDays + testDays;
  const back = delayDays + folds * testDays;
  const trainFrom = plan.trainFrom ?? endDay - periods;
  if (!(folds >= 1) || trainFrom - back < firstDay || trainFrom + periods > endDay) {
    throw new InvalidArgumentError(
      `data must cover ${periods + back} days (${dayText(trainFrom - back)} to ${dayText(trainFrom + periods - 1)}), got ${endDay - firstDay} (${dayText(firstDay)} to ${dayText(endDay - 1)}, ${zone.name})`,
      {
        subject: 'splitPrequential',
        code: 'SPLIT_TOO_LONG',
        details: { needed: periods + back, days: endDay - firstDay },
        hint: 'Validation needs delay and test days once more before the training period, and test days for every further fold. Use shorter periods, fewer folds or more data.',
      },
    );
  }
  const at = (start: number): ReturnType<typeof prequentialSplits>[number] =>
    prequentialSplits(rows, {
      trainDays,
      delayDays,
      testDays,
      startDay: start - firstDay,
      folds: 1,
      timeZone: zone.name,
    })[0]!;
  const { train, test, dropped } = at(trainFrom);
  return {
    trainFrom,
    testFrom: trainFrom + trainDays + delayDays,
    train,
    test,
    dropped,
    folds: Array.from({ length: folds }, (_, fold) => {
      const start = trainFrom - delayDays - (fold + 1) * testDays;
      const part = at(start);
      return {
        trainFrom: start,
        validationFrom: start + trainDays + delayDays,
        train: part.train,
        validation: part.test,
      };
    }),
  };
}
