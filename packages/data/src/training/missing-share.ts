import { clopperPearsonInterval } from '@fraudx/stats';
import type { Column } from '@fraudx/core';
import { isMissing } from './trained-columns.ts';
import type { SeenValues, UnseenValues } from './unseen-values.ts';

/** A share of missing values is reported where it is larger than in training by this much and this many times. */
const leastMore = 0.05;
const leastTimes = 3;
/** Chance of as many missing values or more, at the share of training, below which they are none by chance. */
const leastChance = 1e-4;

/** Missing values in a share of rows that chance does not explain beside the share in training; undefined where it does, or where nothing is known of training. */
export function missingMore(column: Column, nRows: number, trained: SeenValues = {}): UnseenValues | undefined {
  const { rows, missing } = trained;
  if (rows === undefined || missing === undefined || rows === 0 || nRows === 0) return undefined;
  let count = 0;
  for (let row = 0; row < nRows; row++) count += Number(isMissing(column, row));
  const share = count / nRows;
  const trainedShare = missing / rows;
  if (share - trainedShare <= leastMore || share <= leastTimes * trainedShare) return undefined;
  // One more row of training could have had the next missing value.
  const expected = (missing + 1) / (rows + 1);
  const { low } = clopperPearsonInterval(count, nRows, 1 - 2 * leastChance);
  if (low <= expected) return undefined;
  return { column: column.name, kind: 'missing', rows: count, share, examples: [], trainedShare };
}
