import { meanInterval } from '@fraudx/evaluation';
import type { TrialRecord } from '@fraudx/tuning';
import { blocksOf } from '../tuning/selection.ts';

/** By how much one trial is better than another one. */
export interface StageGain {
  /** Whether more of the metric is better, or less: always above 0 where the later trial is better. */
  readonly value: number;
  /** 95 % interval of the difference, over the same folds or blocks of validation rows; absent where they are not known. */
  readonly interval?: readonly [low: number, high: number];
}

/**
 * The difference between two trials on the same validation rows, with a paired interval: Student's t of the differences by fold, or by block of rows
 * (see `jackknifeBlocks` of `@fraudx/tuning`). Both trials were chosen on these rows, so the gain is optimistic.
 */
export function gainOver(
  earlier: TrialRecord,
  later: TrialRecord,
  { metric, direction }: { readonly metric: string; readonly direction: 'maximize' | 'minimize' },
): StageGain | undefined {
  if (earlier.value === undefined || later.value === undefined) return undefined;
  const sign = direction === 'maximize' ? 1 : -1;
  const value = sign * (later.value - earlier.value);
  const [before, after] = [blocksOf(earlier, metric), blocksOf(later, metric)];
  if (before === undefined || after === undefined || before.length !== after.length || before.length < 2)
    return { value };
  const { mean, low, high } = meanInterval(after.map((one, k) => sign * (one - before[k]!)));
  // all differences are the same: that says nothing of other rows
  if (!(high > low)) return { value };
  return { value, interval: [value + low - mean, value + high - mean] };
}
