import { canonicalJson } from '@fraudx/core';
import type { CategoryEncoding } from '@fraudx/features';
import type { Dataset } from '../dataset/load-dataset.ts';
import type { Prepared } from '../training/prepare.ts';
import { ENCODING_PREFIX } from '../dataset/text-columns.ts';
import { prepareFolds } from '../training/prepare.ts';
import type { TrialDeps } from './objective.ts';
import type { StudyPlan } from './study-plan.ts';

/** The dataset with these encodings of categories beside those of the config. */
export function withEncodings(dataset: Dataset, encodings: Readonly<Record<string, CategoryEncoding>>): Dataset {
  if (Object.keys(encodings).length === 0) return dataset;
  const { featureSpec } = dataset;
  return {
    ...dataset,
    featureSpec: { ...featureSpec, categoryEncoding: { ...featureSpec.categoryEncoding, ...encodings } },
  };
}

/** Encodings by the names of search dimensions. */
export function namedEncodings(
  encodings: Readonly<Record<string, CategoryEncoding>>,
): Record<string, CategoryEncoding> {
  return Object.fromEntries(Object.entries(encodings).map(([column, value]) => [`${ENCODING_PREFIX}${column}`, value]));
}

/** Matrices kept at a time: trials of a random search rarely repeat a combination of many searched encodings. */
const MOST_KEPT = 8;

/** Folds by encodings of categories: those of the latest combinations are kept. */
export function foldsByEncodings(dataset: Dataset): TrialDeps['foldsOf'] {
  const kept = new Map<string, readonly Prepared[]>();
  return (encodings) => {
    const key = canonicalJson(encodings);
    const folds = kept.get(key) ?? prepareFolds(withEncodings(dataset, encodings));
    kept.delete(key);
    kept.set(key, folds);
    if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
    return folds;
  };
}

/** The encodings that make the widest table, for the memory of fits. */
export function largestEncodings({ space, encodingsOf }: StudyPlan): Readonly<Record<string, CategoryEncoding>> {
  const widest = Object.entries(space).map(([name, dimension]) => {
    const values = dimension.type === 'categorical' ? dimension.values : [];
    return [name, values.includes('one-hot') ? 'one-hot' : (values[0] ?? ('value' in dimension ? dimension.value : 0))];
  });
  return encodingsOf(Object.fromEntries(widest) as object);
}
