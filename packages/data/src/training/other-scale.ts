import { quantile } from '@fraudx/stats';
import type { NumericColumn } from '@fraudx/core';
import type { SeenValues, UnseenValues } from './unseen-values.ts';
import type { UsualValues } from './usual-values.ts';
import { blockSize, sortedSample } from './usual-values.ts';

/** A median is that of other values from this many times as much or as little on; drift is less, and units are more. */
const leastTimes = 5;
/** Different values among 100 of training from which on one value in all rows is none by chance. */
const fewestDifferent = 5;
/** Distance of the logarithm of a ratio to a whole one, up to which it is called ten times as much, or a hundred times. */
const nearPower = 0.15;

/** How many times the median of these values the median of training is, as a power of ten; undefined where it is near none. */
function powerOfTen(trained: number, found: number): number | undefined {
  const power = Math.log10(trained / found);
  const whole = Math.round(power);
  return Number.isNaN(power) || whole === 0 || Math.abs(power - whole) > nearPower ? undefined : 10 ** whole;
}

/** Whether medians differ by more than drift explains. */
function areFarApart(trained: number, found: number, { low, high }: UsualValues): boolean {
  const ratio = found / trained;
  return ratio > 0 && Number.isFinite(ratio)
    ? ratio >= leastTimes || ratio <= 1 / leastTimes
    : found < low || found > high;
}

/**
 * Numbers that lie within the range of training and are not those that training usually had, as in another unit: nine in ten of those that are not 0 below the smallest, or above the
 * largest, median of 100 rows of training, and the median at most a fifth or at least five times that of training. Or one value in all rows, or nothing but 0
 * and 1, where 100 rows of training always had five different values or more.
 *
 * Undefined for fewer than 100 values, of which one customer may have made all. Rows of less time than 100 of training usually took may be those of one hour or day:
 * they are compared with all rows of training, and one value in all of them is nothing odd.
 *
 * @param span - Time from the first of these rows to the last, in what the time column counts; undefined where it is not known.
 */
export function otherScale(
  { name, values }: NumericColumn,
  { usual: known }: SeenValues,
  span?: number,
): UnseenValues | undefined {
  if (known === undefined) return undefined;
  const present = values.filter((value) => Number.isFinite(value));
  if (present.length < blockSize) return undefined;
  const isBrief = span !== undefined && known.span !== undefined && span < known.span;
  const { low, middle, high } = known;
  const usual: UsualValues = isBrief ? { low, middle, high } : known;
  const found = { column: name, rows: present.length, share: present.length / values.length };
  if ((usual.fewestDifferent ?? 0) >= fewestDifferent) {
    const first = present[0]!;
    const isConstant = present.every((value) => value === first);
    const isBinary = !isConstant && present.every((value) => value === 0 || value === 1);
    if (isBinary || isConstant) {
      const examples = isBinary ? ['0', '1'] : [String(first)];
      return { ...found, kind: 'constant', examples, different: usual.fewestDifferent! };
    }
  }
  const sorted = sortedSample(present.filter((value) => value !== 0));
  if (sorted.length < blockSize) return undefined;
  const isBelow = quantile(sorted, 0.9) < (usual.lowestMiddle ?? low);
  const isAbove = quantile(sorted, 0.1) > (usual.highestMiddle ?? high);
  const median = quantile(sorted, 0.5);
  if (!(isBelow || isAbove) || !areFarApart(middle, median, usual)) return undefined;
  const factor = powerOfTen(middle, median);
  return {
    ...found,
    kind: 'scale',
    examples: [],
    medians: { trained: middle, found: median },
    ...(factor === undefined ? {} : { factor }),
  };
}
