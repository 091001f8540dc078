import { InvalidArgumentError, openTimeZone, ShapeError } from '@fraudx/core';

/** Options of {@link prequentialSplits}. */
export interface PrequentialOptions {
  /** Days of training, delay and test, each a whole number; training and test >= 1, delay >= 0. Default 7 each. */
  readonly trainDays?: number;
  readonly delayDays?: number;
  readonly testDays?: number;
  /** First training day, counted from the day of the earliest row. Default 0. */
  readonly startDay?: number;
  /** Splits, each `stepDays` after the one before. Default: as many as have a whole test period. */
  readonly folds?: number;
  /** Default: `testDays`. */
  readonly stepDays?: number;
  /** Whose calendar days: an IANA name. Default UTC. */
  readonly timeZone?: string;
}

/** Row numbers of one training and one test period, ascending. */
export interface PrequentialSplit {
  readonly startDay: number;
  readonly train: Uint32Array;
  readonly test: Uint32Array;
  /** Rows of the test period that are left out, because their card was known to be compromised. */
  readonly dropped: number;
}

/** What {@link prequentialSplits} reads of the rows. */
export interface PrequentialRows {
  /** Instants in milliseconds since 1970-01-01 UTC, length n, no NaN, any order. */
  readonly time: Float64Array;
  /** Labels 0/1, length n. */
  readonly y: Uint8Array;
  /** Numbers of the cards or customers, length n; NaN or negative: unknown, never dropped. */
  readonly entity: ArrayLike<number>;
}

function whole(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new InvalidArgumentError(`${name} must be a whole number >= ${least}, got ${value}`, {
    subject: 'prequentialSplits',
  });
}

/**
 * Splits as a fraud team lives: train on some days, wait for the labels, test on the days after.
 *
 * Cards known to be compromised are dropped from the test rows, since they would be blocked: those with a fraud in the training
 * days and, for each test day D, those with a fraud up to day D − delay − 1, whose label has come by then.
 *
 * @throws {InvalidArgumentError} An option out of range, or not one whole test period in the data.
 * @throws {ShapeError} Lengths differ.
 * @see Le Borgne, Siblini, Lebichot, Bontempi (2022), "Reproducible Machine Learning for Credit Card Fraud Detection", chapters 3.4 and 5.3.
 */
export function prequentialSplits(rows: PrequentialRows, options: PrequentialOptions = {}): PrequentialSplit[] {
  const { time, y, entity } = rows;
  if (y.length !== time.length || entity.length !== time.length) {
    throw new ShapeError(`y and entity must have ${time.length} rows, got ${y.length} and ${entity.length}`, {
      subject: 'prequentialSplits',
    });
  }
  const trainDays = whole('trainDays', options.trainDays ?? 7, 1);
  const delayDays = whole('delayDays', options.delayDays ?? 7, 0);
  const testDays = whole('testDays', options.testDays ?? 7, 1);
  const stepDays = whole('stepDays', options.stepDays ?? testDays, 1);
  const startDay = whole('startDay', options.startDay ?? 0, 0);
  const zone = openTimeZone(options.timeZone);
  const days = time.map((value) => zone.dayOf(value));
  const firstDay = days.reduce((least, value) => Math.min(least, value), Infinity);
  const day = Int32Array.from(days, (value) => value - firstDay);
  const lastDay = day.reduce((most, value) => Math.max(most, value), -1);
  const length = trainDays + delayDays + testDays;
  const possible = Math.floor((lastDay + 1 - startDay - length) / stepDays) + 1;
  const folds = options.folds === undefined ? possible : whole('folds', options.folds, 1);
  if (possible < folds || possible < 1) {
    throw new InvalidArgumentError(
      `data must cover ${length + (Math.max(1, folds) - 1) * stepDays} days from day ${startDay}, got ${lastDay + 1 - startDay}`,
      { subject: 'prequentialSplits', hint: 'Use shorter periods, fewer folds or more data.' },
    );
  }
  return Array.from({ length: folds }, (_, fold) => {
    const start = startDay + fold * stepDays;
    const testStart = start + trainDays + delayDays;
    // Day on which each card's first fraud since the start of training happened.
    const compromised = new Map<number, number>();
    const train: number[] = [];
    const test: number[] = [];
    for (let i = 0; i < day.length; i++) {
      const at = day[i]!;
      if (at >= start && at < start + trainDays) train.push(i);
      if (at >= testStart && at < testStart + testDays) test.push(i);
      if (y[i] === 1 && at >= start && entity[i]! >= 0) {
        compromised.set(entity[i]!, Math.min(at, compromised.get(entity[i]!) ?? Infinity));
      }
    }
    const isKnown = (row: number): boolean => {
      const since = compromised.get(entity[row]!);
      if (since === undefined) return false;
      return since < start + trainDays || since <= day[row]! - delayDays - 1;
    };
    const kept = Uint32Array.from(test.filter((row) => !isKnown(row)));
    return { startDay: start, train: Uint32Array.from(train), test: kept, dropped: test.length - kept.length };
  });
}
