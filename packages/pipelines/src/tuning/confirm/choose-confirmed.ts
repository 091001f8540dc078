import type { MeanInterval } from '@fraudx/evaluation';
import { meanInterval } from '@fraudx/evaluation';
import type { Direction } from '@fraudx/tuning';

/** What a trial's hyperparameters reached on folds that the search has not measured. */
export interface ConfirmedTrial {
  readonly trial: number;
  /** One finite value for each fold, the same folds for all trials; at least 2. */
  readonly values: readonly number[];
}

/** How a trial compares with the defaults on such folds. */
export interface ComparedTrial extends ConfirmedTrial {
  /** Mean over the folds. */
  readonly mean: number;
  /** By how much the mean is better than that of the defaults, above 0 where it is better, with an interval. The defaults themselves have none. */
  readonly gain?: MeanInterval;
}

/** Which of the best trials of a search is kept. */
export interface Confirmation {
  /** The trial of the algorithm's defaults. */
  readonly defaults: number;
  /** The trial that is kept; that of the defaults where the gain of no other one is above 0 with its whole interval. */
  readonly kept: number;
  /** Those that were compared, the best of the search first. */
  readonly trials: readonly ComparedTrial[];
  /** Level of the intervals. */
  readonly level: number;
  /** Rows measured by a fold ÷ rows that it learns from. */
  readonly shared: number;
}

/** Whose interval ends above 0 without a true gain: with one trial to compare, and with all of them together. */
const chanceOfError = 0.1;

/** The level at which the highest of n lower ends is above 0 by chance in at most that share of cases (Bonferroni). */
function levelFor(n: number): number {
  return 1 - (2 * chanceOfError) / n;
}

/**
 * Chooses among the best trials of a search: the one whose gain over the defaults has the highest lower bound, if that is above 0; otherwise the defaults.
 *
 * Gains are differences by fold, so that what makes a fold easy or hard for every model does not count; their intervals are Student's, with the variance
 * that common training rows add, at a level for all of them together: without a true gain, the defaults are kept in at least 90 % of cases.
 *
 * @param trials - The best of the search first, and the defaults.
 * @param defaults - The trial of the defaults, which must be one of them.
 * @param options.shared - Rows measured by a fold ÷ rows that it learns from, where folds share rows; see `meanInterval`.
 */
export function chooseConfirmed(
  trials: readonly ConfirmedTrial[],
  defaults: number,
  { direction, shared }: { readonly direction: Direction; readonly shared: number },
): Confirmation {
  const sign = direction === 'maximize' ? 1 : -1;
  const level = levelFor(trials.length - 1);
  const base = trials.find(({ trial }) => trial === defaults)!.values;
  const compared = trials.map((one): ComparedTrial => {
    const mean = one.values.reduce((sum, value) => sum + value, 0) / one.values.length;
    if (one.trial === defaults) return { ...one, mean };
    const gain = meanInterval(
      one.values.map((value, k) => sign * (value - base[k]!)),
      { shared, level },
    );
    return { ...one, mean, gain };
  });
  const kept = compared.reduce((most, one) => ((one.gain?.low ?? 0) > (most.gain?.low ?? 0) ? one : most), {
    trial: defaults,
  } as Pick<ComparedTrial, 'trial' | 'gain'>);
  return { defaults, kept: kept.trial, trials: compared, level, shared };
}
