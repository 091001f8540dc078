import { clopperPearsonInterval } from '@fraudx/stats';
import type { TimestampColumn } from '@fraudx/core';
import { openTimeZone } from '@fraudx/core';
import { countClocks } from '../times/lost-clocks.ts';
import type { UnseenValues } from './unseen-values.ts';

/** Chance below which rows that are all midnights, or so many of them, are none by chance. */
const leastChance = 1e-4;
/** A share of midnights is reported where it is larger than in training by this much and this many times. */
const leastMore = 0.05;
const leastTimes = 3;

/**
 * Dates without a time of day in a column that had times of day: all of its times are midnights, which as many rows of training would hardly have been, or many more
 * of them than in training, and than other times of the first hour of the day.
 *
 * @param trainedShare - Upper bound of the share of midnights in training.
 */
export function withoutClock(
  { name, values }: TimestampColumn,
  trainedShare: number,
  timeZone: string | undefined,
): UnseenValues | undefined {
  const { times, midnights, areMixed } = countClocks(values, values.keys(), openTimeZone(timeZone));
  if (times === 0) return undefined;
  const found = {
    column: name,
    kind: 'clock',
    rows: midnights,
    share: midnights / values.length,
    examples: [],
  } as const;
  if (midnights === times) return trainedShare ** times > leastChance ? undefined : found;
  const share = midnights / times;
  if (!areMixed || share - trainedShare <= leastMore || share <= leastTimes * trainedShare) return undefined;
  const { low } = clopperPearsonInterval(midnights, times, 1 - 2 * leastChance);
  return low <= trainedShare ? undefined : { ...found, trainedShare };
}
