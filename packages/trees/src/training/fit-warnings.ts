import type { KernelChoice } from '../kernels/load-kernels.ts';
import type { Tree } from '../ensemble/tree.ts';
import type { DoneMessage } from './fit-job.ts';

/** Something that a user should know about a fit that succeeded. */
export interface FitWarning {
  /**
   * `KERNELS_FALLBACK`: plain JavaScript had to do; `EXTREME_WEIGHTS`: rows of the smallest weights count by chance, or not at all;
   * `NO_SPLITS`: no tree of a boosted model has a split.
   */
  readonly code: 'KERNELS_FALLBACK' | 'EXTREME_WEIGHTS' | 'NO_SPLITS';
  readonly message: string;
}

/** Gradients are sums of at most 2^30 quanta: lighter rows than one of them are rounded to one or none, by chance. */
const SMALLEST_SHARE = 2 ** -30;

/** What to say about the weights of boosted rows. */
export function weightWarnings(smallest: number, total: number): FitWarning[] {
  if (smallest / total >= SMALLEST_SHARE) return [];
  const share = (smallest / total).toExponential(1);
  const message = `the smallest weight is ${share} of the sum of weights, below 2^-30: such rows are counted at random, without bias`;
  return [{ code: 'EXTREME_WEIGHTS', message }];
}

/**
 * What to say about boosted trees none of which has a split; light weights are the likely reason, where there are any.
 *
 * @param total - Sum of the weights of the rows; undefined where they have none.
 */
export function splitWarnings(trees: readonly Tree[], nRows: number, total: number | undefined): FitWarning[] {
  if (trees.some(({ feature }) => feature.length > 1)) return [];
  const isLight = total !== undefined && total < nRows;
  const why = isLight
    ? `; the weights sum to ${Number(total.toPrecision(3))} over ${nRows} rows, and the minimum hessian of a leaf (min_child_weight, min_sum_hessian_in_leaf) is a sum of weights too: scale them to a mean of 1`
    : '';
  return [{ code: 'NO_SPLITS', message: `no tree has a split, so that every row gets the same score${why}` }];
}

/** What to say about the kernels that ran. */
export function kernelWarnings(
  asked: KernelChoice,
  done: Pick<DoneMessage, 'kernels' | 'kernelsReason'>,
): FitWarning[] {
  if (asked !== 'auto' || done.kernels === 'wasm') return [];
  const message = `the WebAssembly kernels cannot be used, plain JavaScript is used instead, with the same trees, but slower: ${done.kernelsReason}`;
  return [{ code: 'KERNELS_FALLBACK', message }];
}
