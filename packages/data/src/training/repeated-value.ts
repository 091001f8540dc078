import type { NumericColumn } from '@fraudx/core';
import type { SeenValues, UnseenValues } from './unseen-values.ts';
import { blockSize } from './usual-values.ts';

/** A value that training hardly had is reported from this share of the rows on, and where it is so many times as large as that of any such value in training. */
const leastShare = 0.1;
const leastTimes = 3;
/** The other rows must have so many different values, and none of them that training hardly had more often than this part of the reported one. */
const fewestOthers = 10;
const mostOfOthers = 1 / 3;

/**
 * One number in a tenth of the rows or more that fewer than 1 % of the rows of training had, as -999 where there is no value. Undefined for fewer than 100 values, and where 100 rows of
 * training that follow each other had such a value as well, or several values repeat here, as rates of a day do.
 *
 * @param span - Time from the first of these rows to the last, in what the time column counts; rows of less time than 100 of training usually took are not looked at. Undefined where
 *   it is not known.
 */
export function repeatedValue(
  { name, values }: NumericColumn,
  { usual }: SeenValues,
  span?: number,
): UnseenValues | undefined {
  const { newShare, frequent } = usual ?? {};
  if (usual === undefined || newShare === undefined || frequent === undefined) return undefined;
  if (span !== undefined && usual.span !== undefined && span < usual.span) return undefined;
  const known = new Set(frequent);
  const counts = new Map<number, number>();
  let present = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    present++;
    if (!known.has(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (present < blockSize) return undefined;
  let [most, rows, next] = [0, 0, 0];
  for (const [value, count] of counts) {
    if (count > rows) [most, rows, next] = [value, count, rows];
    else if (count > next) next = count;
  }
  const share = rows / present;
  if (share < leastShare || share < leastTimes * newShare || next > mostOfOthers * rows) return undefined;
  const others = new Set(values.filter((value) => Number.isFinite(value) && value !== most));
  if (others.size < fewestOthers) return undefined;
  return { column: name, kind: 'repeated', rows, share: rows / values.length, examples: [String(most)] };
}
