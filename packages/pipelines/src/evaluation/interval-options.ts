import { entityColumns } from '@fraudx/core';
import { findSplit } from '@fraudx/data';
import type { IntervalOptions } from '@fraudx/evaluation';
import type { Dataset } from '../dataset/load-dataset.ts';

/**
 * What a new set of rows would draw again: whole days where rows are split by time, which keeps what hangs together in time; rows within each
 * class where the config says that somebody chose the share of fraud; else rows. `rough` says which rows are taken as independent although
 * they may not be.
 */
export function intervalOptions(
  { splitPlan, isCaseControl, featureSpec }: Pick<Dataset, 'splitPlan' | 'isCaseControl' | 'featureSpec'>,
  day: Int32Array | undefined,
): Pick<IntervalOptions, 'method' | 'rough'> {
  const { isByTime: byTime, keepsEntitiesWhole } = findSplit(splitPlan.strategy);
  const rough = byTime
    ? { rough: 'rows of a day are taken as independent' }
    : keepsEntitiesWhole
      ? { rough: `rows of one ${entityColumns(featureSpec.entity)[0] ?? 'group'} are taken as independent` }
      : {};
  if (isCaseControl) return { method: 'within-class', ...rough };
  return byTime && day !== undefined ? { method: 'by-day' } : { method: 'rows', ...rough };
}
