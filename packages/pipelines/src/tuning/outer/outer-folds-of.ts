import { entityColumns } from '@fraudx/core';
import type { OuterFold } from '@fraudx/data';
import { foldsOf, outerFolds } from '@fraudx/data';
import { developmentRows } from '../../dataset/dataset-rows.ts';
import { checkWeighsBoth } from '../../dataset/sample-weights.ts';
import type { StartedStudy } from '../search-trials.ts';

/** With fewer a fold says nothing. */
const leastFrauds = 5;

/**
 * The outer folds that the settings ask for, in the rows of a search; none by default.
 *
 * @throws {InvalidArgumentError} The rows do not suffice, or the split has no outer folds; see `outerFolds` of `@fraudx/data`.
 * @throws {DataError} `TARGET_ONE_CLASS`: weights leave nothing of a class in a fold.
 */
export function outerFoldsOf({ dataset, settings }: Pick<StartedStudy, 'dataset' | 'settings'>): readonly OuterFold[] {
  const { config } = settings;
  const count = config.tuning?.outerFolds;
  if (count === undefined) return [];
  const { splitPlan, frame, y, rows, featureSpec, sampleWeight, weightColumn } = dataset;
  const source = { frame, y, time: featureSpec.time, entity: entityColumns(config.entity)[0] };
  const folds = outerFolds(splitPlan, source, rows, { count, leastFrauds });
  if (sampleWeight !== undefined) {
    const fitted = folds.flatMap((fold) => [...foldsOf(fold).map(({ train }) => train), developmentRows(fold)]);
    checkWeighsBoth(weightColumn!, sampleWeight, y, fitted);
  }
  return folds;
}
