import type { MeanInterval } from '@fraudx/evaluation';
import { meanInterval } from '@fraudx/evaluation';
import type { Direction, Params } from '@fraudx/tuning';
import { withinRange } from '../../training/fit.ts';

/** What the search of one outer fold found, and what that reaches on the rows of the fold. */
export interface OuterFoldResult {
  /** Trials of its search. */
  readonly trials: number;
  /** The trial that its search kept. */
  readonly trial: number;
  /** The searched hyperparameters of that trial. */
  readonly params: Params;
  /** Whether they are the defaults. */
  readonly isDefault: boolean;
  /** Its value on the validation rows of its search. */
  readonly validation: number;
  /** The value of the model on the rows of the fold, finite. */
  readonly value: number;
  /** That of the defaults on the same rows, finite. */
  readonly defaults: number;
  /** Rows of the fold, > 0, and the frauds among them. */
  readonly rows: number;
  readonly frauds: number;
  /** Rows that were learned from, > 0. */
  readonly learned: number;
}

/** What a search reaches on rows that none of its trials has seen, by nested cross-validation. */
export interface OuterEstimate {
  readonly metric: string;
  readonly direction: Direction;
  /** At least 2. */
  readonly folds: readonly OuterFoldResult[];
  /** Mean over the folds of the metric of the models that their searches kept, with its 95 % interval. */
  readonly value: MeanInterval;
  /** Mean of that of the defaults. */
  readonly defaults: MeanInterval;
  /** By how much the mean is better than that of the defaults, above 0 where it is better, with its 95 % interval. */
  readonly gain: MeanInterval;
  /** Mean of the values by which the searches chose, on validation rows. */
  readonly validation: number;
  /** Rows measured by a fold ÷ rows that it learns from. */
  readonly shared: number;
}

/**
 * Means over outer folds with Student's intervals, of which the gain is that of the differences by fold. The variance counts the training rows that the folds
 * share (Nadeau and Bengio 2003); those of blocks of time share them too.
 *
 * @param folds - At least 2.
 */
export function outerEstimate(
  folds: readonly OuterFoldResult[],
  { metric, direction }: Pick<OuterEstimate, 'metric' | 'direction'>,
): OuterEstimate {
  const sign = direction === 'maximize' ? 1 : -1;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const shared = mean(folds.map(({ rows, learned }) => rows / learned));
  const values = folds.map(({ value }) => value);
  const defaults = folds.map((fold) => fold.defaults);
  return {
    metric,
    direction,
    folds,
    value: withinRange(metric, meanInterval(values, { shared })),
    defaults: withinRange(metric, meanInterval(defaults, { shared })),
    gain: meanInterval(
      folds.map((fold) => sign * (fold.value - fold.defaults)),
      { shared },
    ),
    validation: mean(folds.map(({ validation }) => validation)),
    shared,
  };
}
