/** Numbers that all have one sign where training had both: a minus that an export lost, or that stands in a column of its own. */
import type { NumericColumn } from '@fraudx/core';
import type { SeenSigns } from './seen-shares.ts';
import type { SeenValues, UnseenValues } from './unseen-values.ts';

/** So many values of a sign must be expected by the share of training where none is. */
const leastExpected = 20;

/** Shares of negative and positive values; undefined without any value. */
export function signsOf(
  values: Float64Array,
  rows: Iterable<number>,
): (SeenSigns & { readonly present: number }) | undefined {
  let [present, negative, positive] = [0, 0, 0];
  for (const row of rows) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    present++;
    negative += Number(value < 0);
    positive += Number(value > 0);
  }
  return present === 0 ? undefined : { present, negative: negative / present, positive: positive / present };
}

/** No negative value, or no positive one, where training had both and 20 or more would be expected by its share. */
export function lostSign({ name, values }: NumericColumn, { shares }: SeenValues): UnseenValues | undefined {
  if (shares === undefined || shares.negative === 0 || shares.positive === 0) return undefined;
  const found = signsOf(values, values.keys());
  if (found === undefined) return undefined;
  const { present, negative, positive } = found;
  const lost = negative === 0 && positive > 0 ? 'negative' : positive === 0 && negative > 0 ? 'positive' : undefined;
  if (lost === undefined || shares[lost] * present < leastExpected) return undefined;
  const said = { column: name, kind: 'lostSign', rows: present, share: present / values.length, examples: [] } as const;
  return { ...said, trained: lost, trainedShare: shares[lost] };
}
