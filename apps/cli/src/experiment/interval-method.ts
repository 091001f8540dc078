import type { IntervalMethod } from '@fraudx/evaluation';
import type { Dataset } from './dataset.ts';
import { isByTime } from './split-choice.ts';

/**
 * What a new set of rows would draw again: whole days where rows are split by time, which keeps what hangs together in time; rows within each
 * class where the config says that somebody chose the share of fraud; else rows.
 */
export function intervalMethod(
  { splitSpec, isCaseControl }: Pick<Dataset, 'splitSpec' | 'isCaseControl'>,
  day: Int32Array | undefined,
): IntervalMethod {
  if (isCaseControl) return 'within-class';
  return isByTime(splitSpec) && new Set(day).size >= 2 ? 'by-day' : 'rows';
}
