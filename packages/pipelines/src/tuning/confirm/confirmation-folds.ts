import type { Fold, SplitOfRows, SplitPlan, SplitSource } from '@fraudx/data';
import { unusedFolds } from '@fraudx/data';

/** Numbers of folds, the first of which the rows suffice for. */
const counts = [5, 3, 2] as const;
export const fewestFolds = counts.at(-1)!;
/** With fewer frauds a fold says nothing. */
export const leastFrauds = 5;

/**
 * The folds of training rows on which the best trials are compared with the defaults: five, or three or two where there are too few frauds for more. Blocks of
 * time have few frauds, and with fewer folds intervals are wider, so that the defaults are rather kept than that luck decides.
 *
 * @returns None where the rows do not suffice for two.
 */
export function confirmationFolds(plan: SplitPlan, source: SplitSource, split: SplitOfRows): readonly Fold[] {
  for (const count of counts) {
    const folds = unusedFolds(plan, source, split, { count, leastFrauds });
    if (folds.length > 0) return folds;
  }
  return [];
}
